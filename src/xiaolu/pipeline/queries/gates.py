"""What the gates of opportunities ask for and what is there: for one record, for a board of cards, for a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from xiaolu.domain import gates
from xiaolu.domain.gates import Demand, Given, Proof
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.periods import Period
from xiaolu.methods.models import MethodVersion
from xiaolu.methods.queries import published_rules, rules_of
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Change, Evidence, Opportunity

FIELD = "field:"  # before the name of a field that has no column, as the milestone of its evidence
COLUMNS = {name: name for name in ("amount", "volume", "expected_close", "growth", "current_supplier", "competitor",
                                   "lost_reason")}  # fmt: skip
COLUMNS |= {name: f"{name}_id" for name in ("source", "product", "industry")}


def with_version(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """The rows with the moment of their method version, so that reading its rules asks nothing more."""
    return rows.annotate(version_published_at=F("version_of_method__published_at"))


def rules_under(opportunity: Opportunity, moment: datetime | None = None) -> MethodRules:
    """What the version says under which an opportunity runs: its gates are those, until it is moved to another.

    `moment`: when that version was published, where it is at hand; a published version is then read once in a process.
    """
    moment = moment or getattr(opportunity, "version_published_at", None)
    if moment is None:
        versions = MethodVersion.objects.filter(pk=opportunity.version_of_method_id)
        moment = versions.values_list("published_at", flat=True).get()
    return published_rules(opportunity.version_of_method_id, moment)


def evidence_of(opportunities: Iterable[int]) -> dict[int, list[Evidence]]:
    """The evidence of opportunities that was not withdrawn, latest last; one query, none for no ids."""
    ids, found = list(opportunities), dict[int, list[Evidence]]()
    if ids:
        rows = Evidence.objects.filter(opportunity__in=ids, withdrawn_at__isnull=True)
        for row in rows.select_related("given_by", "confirmed_by").order_by("pk"):
            found.setdefault(row.opportunity_id, []).append(row)
    return found


def given(opportunity: Opportunity, evidence: Iterable[Evidence]) -> Given:
    """An opportunity and its evidence as the kernel's gates see them."""
    rows = list(evidence)
    filled = {name for name, column in COLUMNS.items() if getattr(opportunity, column)}
    filled |= {row.milestone.removeprefix(FIELD) for row in rows if row.milestone.startswith(FIELD)}
    proofs = tuple(Proof(row.milestone, row.words, row.confirmed_at is not None) for row in rows)
    return Given(frozenset(filled), proofs)


def demands_on(opportunity: Opportunity, stages: Iterable[str], evidence: Iterable[Evidence]) -> tuple[Demand, ...]:
    """What an opportunity's own version asks for in these stages."""
    return gates.demands(rules_under(opportunity), stages, given(opportunity, evidence))


def missing(opportunity: Opportunity, stages: Iterable[str]) -> tuple[Demand, ...]:
    """What holds a move out of these stages up; asks the database only when the version requires something there."""
    rules, asked = rules_under(opportunity), list(stages)
    if not any(one.required for one in gates.demands(rules, asked, Given())):
        return ()
    evidence = evidence_of([opportunity.pk]).get(opportunity.pk, [])
    return gates.lacking(demands_on(opportunity, asked, evidence))


def lacks(cards: Iterable[Opportunity]) -> dict[int, int]:
    """How many things the gate of each card still lacks; one query for all, those with nothing left out."""
    waiting = [card for card in cards if card.stage_kind != "lost" and _requires(card)]
    evidence = evidence_of(card.pk for card in waiting)
    counted = {
        card.pk: len(gates.lacking(demands_on(card, [card.stage], evidence.get(card.pk, [])))) for card in waiting
    }
    return {pk: count for pk, count in counted.items() if count}


def _requires(card: Opportunity) -> bool:
    return any(one.required for one in gates.demands(rules_under(card), [card.stage], Given()))


@dataclass(frozen=True)
class StageGate:
    """The gate of one stage on the record: what it asks for, with the evidence that shows each."""

    stage: str
    here: bool
    asked: tuple[tuple[Demand, tuple[Evidence, ...]], ...]

    @property
    def lacking(self) -> int:
        return sum(demand.lacks for demand, _ in self.asked)

    @property
    def met(self) -> int:
        return sum(demand.met for demand, _ in self.asked)


def panel(opportunity: Opportunity) -> list[StageGate]:
    """The gates of an opportunity, stage by stage; stages that ask nothing are left out."""
    rules = rules_under(opportunity)
    evidence = evidence_of([opportunity.pk]).get(opportunity.pk, [])
    found = []
    for stage in rules.stages:
        asked = demands_on(opportunity, [stage.code], evidence) if stage.kind != "lost" else ()
        if asked:
            lines = tuple((one, tuple(row for row in evidence if row.milestone in _codes(one))) for one in asked)
            found.append(StageGate(stage.code, stage.code == opportunity.stage, lines))
    return found


def _codes(demand: Demand) -> set[str]:
    """The milestones under which evidence for a demand is kept."""
    subject = demand.milestone.subject if demand.milestone else demand.code
    field = demand.milestone is None or demand.milestone.evidence == "field"
    return {demand.code if demand.milestone else "", f"{FIELD}{subject}" if field else ""} - {""}


def demand_for(opportunity: Opportunity, code: str) -> Demand | None:
    """What a version asks for under a code: a milestone's, or `field:NAME`. None when it asks no such thing."""
    rules = rules_under(opportunity)
    evidence = evidence_of([opportunity.pk]).get(opportunity.pk, [])
    for one in demands_on(opportunity, rules.codes, evidence):
        if code in _codes(one):
            return one
    return None


def competitors(method_id: int, limit: int = 200) -> list[str]:
    """The names of competitors that opportunities of a method have met, most frequent first."""
    rows = Opportunity.objects.filter(method=method_id, withdrawn=False).exclude(competitor="")
    names: dict[str, int] = {}
    for name in rows.order_by("-pk").values_list("competitor", flat=True)[:5000]:
        names[name] = names.get(name, 0) + 1
    return sorted(names, key=lambda name: (-names[name], name))[:limit]


@dataclass(frozen=True)
class Override:
    """A closed gate that was passed: on which opportunity, when, by whom, for which reason of the method."""

    opportunity: int
    day: date
    actor: Person | None
    reason: str
    remark: str


def overrides(method_id: int, period: Period) -> list[Override]:
    """The moves that passed a closed gate in a period, in their order; those of withdrawn opportunities are left out."""
    days = (period.start.toordinal(), period.end.toordinal())
    own = Opportunity.objects.filter(method=method_id, withdrawn=False).values("pk")
    rows = list(Change.objects.exclude(override="").filter(day__range=days, opportunity__in=own).order_by("day", "id"))
    people = Person.objects.in_bulk({row.actor for row in rows if row.actor})
    return [
        Override(row.opportunity, date.fromordinal(row.day), people.get(row.actor), row.override, row.remark)
        for row in rows
    ]


def newest_rules(opportunity: Opportunity) -> MethodRules:
    """Order and rules for moves: those of the newest published version."""
    return rules_of(opportunity.method_id)
