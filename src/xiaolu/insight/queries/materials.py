"""What figures are made of, counted once for all KPIs of a method and for every key of a split at once.

Everything here adds up: the material of a whole is the sum of its parts', so that medians and shares of a total
need no further statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from xiaolu.activities.queries.facts import counted, is_recorded
from xiaolu.domain.method import Churn, ClockKept, Conversion, Coverage, Duration, Fact, Kpi, Method, StageShare
from xiaolu.domain.periods import Period
from xiaolu.org.access import FEW
from xiaolu.org.models import Person
from xiaolu.pipeline.queries import behind, kept_clocks, passages, sums
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.passages import Cohort, Durations
from xiaolu.pipeline.queries.sums import NOTHING, Key, Sums

Step = tuple[str, str]  # an earlier and a later stage
STANDS = (StageShare, Coverage, Conversion)
MOVES = ("new", "won", "lost", "fell_back")  # facts that are kinds of postings


@dataclass
class Material:
    """Counts of one key."""

    standing: dict[str, Sums] = field(default_factory=dict)
    eve: dict[str, Sums] = field(default_factory=dict)
    cohorts: dict[Step, Cohort] = field(default_factory=dict)
    sizes: dict[Step, tuple[Sums, Sums]] = field(default_factory=dict)
    days: dict[Step, Durations] = field(default_factory=dict)
    facts: dict[Fact, Sums] = field(default_factory=dict)
    churned: int = 0
    clocks: dict[str, tuple[int, int]] = field(default_factory=dict)  # code → kept, and all that were kept or missed
    people: int = 0  # who did anything with customers in the period

    def stood(self, stages: Iterable[str]) -> Sums:
        return sum((self.standing.get(stage, NOTHING) for stage in stages), NOTHING)

    def add(self, other: "Material") -> None:
        """Take another key's counts in."""
        for mine, theirs in ((self.standing, other.standing), (self.eve, other.eve)):
            for stage, more in theirs.items():
                mine[stage] = mine.get(stage, NOTHING) + more
        for fact, more in other.facts.items():
            self.facts[fact] = self.facts.get(fact, NOTHING) + more
        for step, cohort in other.cohorts.items():
            one = self.cohorts.setdefault(step, Cohort())
            one.entered, one.reached = one.entered + cohort.entered, one.reached + cohort.reached
            one.skipped += cohort.skipped
        for step, (whole, part) in other.sizes.items():
            before = self.sizes.get(step, (NOTHING, NOTHING))
            self.sizes[step] = (before[0] + whole, before[1] + part)
        for step, durations in other.days.items():
            _add_days(self.days.setdefault(step, Durations()), durations)
        self.churned += other.churned
        for code, (kept, every) in other.clocks.items():
            mine_kept, mine_every = self.clocks.get(code, (0, 0))
            self.clocks[code] = (mine_kept + kept, mine_every + every)
        self.people += other.people


def _add_days(one: Durations, other: Durations) -> None:
    one.skipped += other.skipped
    for length, count in other.days.items():
        one.days[length] = one.days.get(length, 0) + count


def merged(materials: Iterable[Material]) -> Material:
    whole = Material()
    for material in materials:
        whole.add(material)
    return whole


def gather(frame: Frame, kpis: Iterable[Kpi], rules: Method, at: date, period: Period) -> dict[Key, Material]:
    """The material of some KPIs, per key of the frame's split. Statements do not grow with the number of keys."""
    wanted, found = tuple(kpis), _Found()
    keyed = behind.with_key(frame)
    summed = keyed if frame.entered_since else frame  # of the whole company there are sums of days
    facts = {fact for kpi in wanted for fact in kpi.facts if fact.recorded_by == "pipeline"}
    if any(isinstance(kpi, STANDS) for kpi in wanted) or any(fact.code == "standing" for fact in facts):
        for key, stages in sums.standing(summed, at).items():
            found.of(key).standing = stages
    if within := until(period, at):
        _gather_cohorts(found, keyed, [kpi for kpi in wanted if isinstance(kpi, Conversion)], within, at)
        for step in dict.fromkeys(step_of(kpi) for kpi in wanted if isinstance(kpi, Duration | Conversion)):
            for key, durations in passages.durations(keyed, *step, within).items():
                found.of(key).days[step] = durations
        if any(isinstance(kpi, Churn) for kpi in wanted):
            _gather_churn(found, keyed, summed, rules, within)
        _gather_clocks(found, keyed, [kpi for kpi in wanted if isinstance(kpi, ClockKept)], within, at)
        for fact in facts:
            _gather_fact(found, keyed, fact, within, at)
    for material in found.materials.values():
        material.facts |= {fact: material.stood(fact.stages) for fact in facts if fact.code == "standing"}
    materials = found.materials
    if keyed is not frame and materials:
        materials = {"total": merged(materials.values())}
    _gather_activities(materials, frame, _of_activities(wanted, rules, frame), rules, within, at)
    return materials


def _of_activities(kpis: Iterable[Kpi], rules: Method, frame: Frame) -> set[Fact]:
    """The facts that activities record, of the figures; of people also those that tell one cause from another."""
    facts = {fact for kpi in kpis for fact in kpi.facts}
    if frame.by == "person" and any(isinstance(kpi, STANDS) for kpi in kpis) and _has_few_people(frame):
        facts |= {sign.fact for rule in rules.diagnosis for sign in rule.signs}
    return {fact for fact in facts if is_recorded(fact)}


def _has_few_people(frame: Frame) -> bool:
    """Beside more than a few people, causes are told in the drawer of each one and not in every line."""
    spans = frame.spans
    return Person.objects.count() <= FEW if spans is None else len({span.person for span in spans}) <= FEW


def _gather_activities(
    materials: dict[Key, Material], frame: Frame, facts: set[Fact], rules: Method, period: Period | None, at: date
) -> None:
    """People are told apart, so that this is asked in the frame's own split and never added up from another."""
    if not facts or period is None:
        return
    for key, one in counted(frame, sorted(facts, key=repr), rules, period, at).items():
        material = materials.setdefault(key, Material())
        material.facts |= {fact: Sums(number) for fact, number in one.numbers.items()}
        material.people = one.people


def step_of(kpi: Conversion | Duration) -> Step:
    return kpi.from_stage, kpi.to_stage


def until(period: Period, at: date) -> Period | None:
    """As it was on a day nothing later was known; None when all of the period lies after it."""
    return None if period.start > at else Period(period.start, min(period.end, at))


class _Found:
    def __init__(self) -> None:
        self.materials: dict[Key, Material] = {}

    def of(self, key: Key) -> Material:
        return self.materials.setdefault(key, Material())


def _gather_cohorts(found: _Found, frame: Frame, kpis: list[Conversion], period: Period, at: date) -> None:
    for step in dict.fromkeys(step_of(kpi) for kpi in kpis):
        for key, cohort in passages.conversions(frame, *step, period, at).items():
            found.of(key).cohorts[step] = cohort
    for step in dict.fromkeys(step_of(kpi) for kpi in kpis if not kpi.is_share):
        for key, sizes in behind.entered(frame, step[:1], period, at, step[1]).items():
            found.of(key).sizes[step] = sizes


def _gather_clocks(found: _Found, frame: Frame, kpis: list[ClockKept], period: Period, at: date) -> None:
    for code in dict.fromkeys(kpi.clock for kpi in kpis):
        for key, shares in kept_clocks.kept(frame, code, period, at).items():
            found.of(key).clocks[code] = shares


def _gather_churn(found: _Found, keyed: Frame, summed: Frame, rules: Method, period: Period) -> None:
    held = rules.of_kind("won", "paid")
    for key, stages in sums.standing(summed, period.eve).items():
        if customers := {stage: one for stage, one in stages.items() if stage in held}:
            found.of(key).eve = customers
    for key, count in passages.churned(keyed, period).items():
        found.of(key).churned = count


def _gather_fact(found: _Found, frame: Frame, fact: Fact, period: Period, at: date) -> None:
    if fact.code == "entered":
        for key, (entered, _) in behind.entered(frame, fact.stages, period, at).items():
            found.of(key).facts[fact] = entered
    elif fact.code in MOVES:
        for key, moved in behind.moved(frame, fact.code, fact.stages, period).items():
            found.of(key).facts[fact] = moved
