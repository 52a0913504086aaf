"""What the figures mean: a method's rules over readings, with what they need from the company and the team."""

from collections.abc import Iterable, Mapping

from django.core.cache import cache

from xiaolu.activities.queries.facts import counted, is_recorded
from xiaolu.domain import kpi as judge
from xiaolu.domain.diagnosis import Diagnosis, Link, diagnose, lowest, sign_shows
from xiaolu.domain.kpi import HALF, Reading
from xiaolu.domain.method import Duration, Fact, Sign
from xiaolu.insight.queries.materials import Material, merged, step_of, until
from xiaolu.insight.queries.readings import Lens, cohorts_by, conversions_of
from xiaolu.methods.queries import newest
from xiaolu.org import queries as org
from xiaolu.org.models import Person
from xiaolu.pipeline.queries import passages, sums
from xiaolu.pipeline.queries.behind import with_key
from xiaolu.pipeline.queries.frames import By, Frame, of_team
from xiaolu.pipeline.queries.sums import NOTHING, Key

KEPT = 600  # seconds that the company's medians are kept: they are only something to compare with


def company_medians(look: Lens) -> dict[str, float | None]:
    """The company's median days, of durations without a target that a rule compares with it."""
    named = {rule.when.kpi for rule in look.rules.diagnosis if rule.when.state == "longer than target"}
    wanted = [k for k in look.rules.kpis if isinstance(k, Duration) and k.target is None and k.code in named]
    within = until(look.period, look.at)
    if not wanted or within is None:
        return {}
    version = newest(look.method)
    name = f"medians-{version.pk}-{version.published_at:%s.%f}-{within.start}-{within.end}"
    found: dict[str, float | None] | None = cache.get(name)
    if found is None:
        everybody = with_key(Frame(look.method))
        found = {}
        for kpi in wanted:
            parts = passages.durations(everybody, *step_of(kpi), within).values()
            days = merged(Material(days={step_of(kpi): part}) for part in parts).days
            histogram = days[step_of(kpi)].days if days else {}
            found[kpi.code] = judge.smallest_day(histogram, HALF) if histogram else None
        cache.set(name, found, KEPT)
    return found


def diagnosis_of(look: Lens, found: Mapping[str, Reading]) -> Diagnosis:
    """The diagnosis of a scope; of one person with the signs that tell one cause from another."""
    medians = company_medians(look)
    first = diagnose(look.rules, found, medians)
    person = _person_of(look)
    wanted = [sign for finding in first.findings for sign in finding.rule.signs]
    if not person or not wanted:
        return first
    return diagnose(look.rules, found, medians, _signs_beside_the_team(look, person, wanted))


def _person_of(look: Lens) -> Person | None:
    if look.part and look.part.by == "person" and isinstance(look.part.key, int):
        return Person.objects.filter(pk=look.part.key).first()
    return look.scope.person


def _signs_beside_the_team(look: Lens, person: Person, wanted: Iterable[Sign]) -> dict[Sign, bool | None]:
    team = org.home_team(person, look.at)
    if team is None:
        return {}
    beside = sums.standing(Frame(look.method, "person", of_team(team)), look.at)
    members = set(org.members([team.pk], look.at).values_list("person", flat=True))
    materials: dict[Key, Material] = {
        key: Material(standing=stages) for key, stages in beside.items() if key in members
    }
    within = until(look.period, look.at)
    facts = {sign.fact for sign in wanted if is_recorded(sign.fact)}
    if within and facts:
        done = counted(Frame(look.method, "person", of_team(team)), facts, look.rules, within, look.at)
        for key in materials.keys() & done.keys():
            materials[key].facts = {fact: sums.Sums(number) for fact, number in done[key].numbers.items()}
    return signs_of(person.pk, materials, wanted)


def signs_of(key: Key, team: Mapping[Key, Material], wanted: Iterable[Sign]) -> dict[Sign, bool | None]:
    """Which signs show of a person beside the team; those that need what nobody records yet are None."""
    found: dict[Sign, bool | None] = {}
    for sign in wanted:
        counts = {one: number for one, material in team.items() if (number := _sign_number(sign, material)) is not None}
        own = counts.get(key, None if sign.per else 0.0)
        found[sign] = None if own is None else sign_shows(sign, own, list(counts.values()))
    return found


def _sign_number(sign: Sign, material: Material) -> float | None:
    """A person's number for a sign; per another fact only where there is any of that. None: nobody records it yet."""
    above = _counted(sign.fact, material)
    if sign.per is None or above is None:
        return above
    below = _counted(sign.per, material)
    return above / below if below else None


def _counted(fact: Fact, material: Material) -> float | None:
    if fact.code == "standing":
        return float(material.stood(fact.stages).count)
    return float(material.facts.get(fact, NOTHING).count) if is_recorded(fact) else None


def concentrations(
    look: Lens, link: Link, gathered: Mapping[By, Mapping[Key, Material]] | None = None
) -> dict[By, tuple[Key, Reading]]:
    """Where a weak link is weakest: the person (in a scope of several) and the industry with the lowest share.

    Splits whose materials are at hand already are not read again.
    """
    found: dict[By, tuple[Key, Reading]] = {}
    splits: tuple[By, ...] = ("person", "industry")
    for by in splits:
        if (by == "person" and look.scope.person) or look.part:
            continue
        materials = (gathered or {}).get(by) or cohorts_by(look, by, link.kpi)
        shares = conversions_of(materials, link.kpi, running=bool(link.reading.running))
        parts = {str(key): share for key, share in shares.items() if key}
        if one := lowest(parts, link.reading):
            found[by] = (int(one[0]), one[1])
    return found
