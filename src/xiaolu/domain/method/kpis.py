"""The figures of a method: few types, closed; a method picks one and names stages, target, direction."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from .facts import FACTS, Measure, Recorder
from .texts import Text

Better = Literal["higher", "lower"]
BETTER: tuple[Better, ...] = ("higher", "lower")
CoverageMeasure = Literal["volume", "amount", "count"]
COVERAGE_MEASURES: tuple[CoverageMeasure, ...] = ("volume", "amount", "count")
CoverageOf = Literal["volume_increase", "revenue_gap", "requirement_below"]
COVERAGE_OF: tuple[CoverageOf, ...] = ("volume_increase", "revenue_gap", "requirement_below")
ShownAs = Literal["percent", "number"]
SHOWN_AS: tuple[ShownAs, ...] = ("percent", "number")


@dataclass(frozen=True)
class Fact:
    """One kind of fact, counted or summed; limited to stages, activities or a time where it allows that."""

    code: str
    measure: Measure = "count"
    stages: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    within_days: int | None = None

    @property
    def recorded_by(self) -> Recorder:
        """The part of Xiaolu that records it."""
        return FACTS[self.code].recorded_by

    def part_of(self, whole: "Fact") -> bool:
        """Whether every row counted here is counted in the other fact too."""
        if self.measure != whole.measure:
            return False
        if self.code == whole.code:
            narrower = _within(self.stages, whole.stages) and _within(self.activities, whole.activities)
            return narrower and self.within_days == whole.within_days
        return whole.code in FACTS[self.code].part_of and whole == Fact(whole.code, whole.measure)


def _within(narrow: tuple[str, ...], wide: tuple[str, ...]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))


@dataclass(frozen=True, kw_only=True)
class Head:
    """What every figure has. A target of a share is 0–1, of a duration in days."""

    type: ClassVar[str]
    code: str
    name: Text
    target: float | None = None
    better: Better = "higher"
    meaning: Text | None = None

    @property
    def is_share(self) -> bool:
        """Whether what is counted above the line is part of what is below it (Wilson interval)."""
        return False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it needs."""
        return ()


@dataclass(frozen=True, kw_only=True)
class StageShare(Head):
    """Those that stand in some stages ÷ those that stand in more stages, at the report's date."""

    type: ClassVar[str] = "stage_share"
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]

    @property
    def is_share(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class Conversion(Head):
    """Of those that reached one stage in the period, the share that reached a later one."""

    type: ClassVar[str] = "conversion"
    from_stage: str
    to_stage: str
    measure: CoverageMeasure = "count"

    @property
    def is_share(self) -> bool:
        return self.measure == "count"


@dataclass(frozen=True, kw_only=True)
class Duration(Head):
    """Days between the first entries of two stages."""

    type: ClassVar[str] = "duration"
    better: Better = "lower"
    from_stage: str
    to_stage: str


@dataclass(frozen=True, kw_only=True)
class Coverage(Head):
    """What stands in some stages ÷ what the year, or the platform below, still needs.

    `of = "requirement_below"` with `below`: the requirement of that coverage, its target × its own need.
    """

    type: ClassVar[str] = "coverage"
    stages: tuple[str, ...]
    measure: CoverageMeasure
    of: CoverageOf
    below: str | None = None


@dataclass(frozen=True, kw_only=True)
class Churn(Head):
    """Customers lost in the period ÷ customers at its start; the target holds for a year."""

    type: ClassVar[str] = "churn"
    better: Better = "lower"

    @property
    def is_share(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class ClockKept(Head):
    """How often a clock was kept."""

    type: ClassVar[str] = "clock_kept"
    clock: str

    @property
    def is_share(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class ActivityRate(Head):
    """Activities of some kinds done per working day of those who did anything with customers."""

    type: ClassVar[str] = "activity_rate"
    activities: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        return Fact("activities_done", activities=self.activities)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.fact,)


@dataclass(frozen=True, kw_only=True)
class Total(Head):
    """How many, or the sum, of one kind of fact in the period."""

    type: ClassVar[str] = "total"
    fact: Fact

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.fact,)


@dataclass(frozen=True, kw_only=True)
class Ratio(Head):
    """One total ÷ another."""

    type: ClassVar[str] = "ratio"
    numerator: Fact
    denominator: Fact
    shown_as: ShownAs = "percent"

    @property
    def is_share(self) -> bool:
        return self.numerator.measure == "count" and self.numerator.part_of(self.denominator)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.numerator, self.denominator)


Kpi = StageShare | Conversion | Duration | Coverage | Churn | ClockKept | ActivityRate | Total | Ratio
KPI_TYPES: tuple[type[Kpi], ...] = (
    StageShare,
    Conversion,
    Duration,
    Coverage,
    Churn,
    ClockKept,
    ActivityRate,
    Total,
    Ratio,
)
