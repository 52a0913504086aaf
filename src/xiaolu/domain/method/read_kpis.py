"""Reading figures: one function per type, and the facts that totals and ratios name."""

from collections.abc import Callable
from typing import TypedDict

from .facts import FACTS, MEASURES
from .kpis import (
    BETTER,
    COVERAGE_MEASURES,
    COVERAGE_OF,
    SHOWN_AS,
    ActivityRate,
    Better,
    Churn,
    ClockKept,
    Conversion,
    Coverage,
    Duration,
    Fact,
    Kpi,
    Ratio,
    StageShare,
    Total,
)
from .problems import shown
from .table import Table
from .texts import Text

NO_FACT = Fact("new")


class Common(TypedDict):
    """What every type of figure has."""

    code: str
    name: Text
    target: float | None
    better: Better
    meaning: Text | None


def read_kpi(table: Table) -> Kpi:
    """One `[[kpi]]`."""
    kind = table.choice("type", tuple(READERS), rule="unknown_type")
    lower = kind in ("duration", "churn")
    common: Common = {
        "code": table.code(),
        "name": table.text("name"),
        "target": _days_of_target(table) if kind == "duration" else table.number("target"),
        "better": table.choice("better", BETTER, default="lower" if lower else "higher"),
        "meaning": table.optional_text("meaning"),
    }
    if table.doubtful:
        return Churn(**common)
    kpi = READERS[kind](table, common)
    if kpi.is_share and kpi.target is not None and kpi.target > 1:
        table.problem("target_not_a_share", "target")
    table.close()
    return kpi


def _days_of_target(table: Table) -> float | None:
    span = table.span("target")
    if span is not None and span.working:
        table.problem("bad_duration", "target", value=str(span))
        return None
    return None if span is None else span.days


def _stage_share(table: Table, common: Common) -> Kpi:
    above, below = (table.names(key, required=True) for key in ("numerator", "denominator"))
    return StageShare(**common, numerator=above, denominator=below)


def _conversion(table: Table, common: Common) -> Kpi:
    measure = table.choice("measure", COVERAGE_MEASURES, default="count")
    return Conversion(**common, from_stage=table.string("from"), to_stage=table.string("to"), measure=measure)


def _duration(table: Table, common: Common) -> Kpi:
    return Duration(**common, from_stage=table.string("from"), to_stage=table.string("to"))


def _coverage(table: Table, common: Common) -> Kpi:
    of = table.choice("of", COVERAGE_OF)
    below = table.string("below") if of == "requirement_below" else None
    stages = table.names("stages", required=True)
    return Coverage(**common, stages=stages, measure=table.choice("measure", COVERAGE_MEASURES), of=of, below=below)


def _churn(table: Table, common: Common) -> Kpi:
    return Churn(**common)


def _clock_kept(table: Table, common: Common) -> Kpi:
    return ClockKept(**common, clock=table.string("clock"))


def _activity_rate(table: Table, common: Common) -> Kpi:
    return ActivityRate(**common, activities=table.names("activities", required=True))


def _total(table: Table, common: Common) -> Kpi:
    return Total(**common, fact=read_fact(table, "counts"))


def _ratio(table: Table, common: Common) -> Kpi:
    above, below = (read_fact(table, key) for key in ("numerator", "denominator"))
    shown_as = table.choice("shown_as", SHOWN_AS, default="percent")
    return Ratio(**common, numerator=above, denominator=below, shown_as=shown_as)


READERS: dict[str, Callable[[Table, Common], Kpi]] = {
    "stage_share": _stage_share,
    "conversion": _conversion,
    "duration": _duration,
    "coverage": _coverage,
    "churn": _churn,
    "clock_kept": _clock_kept,
    "activity_rate": _activity_rate,
    "total": _total,
    "ratio": _ratio,
}


def read_fact(outer: Table, key: str) -> Fact:
    """A fact: its bare name, or a table `{ fact = …, measure = …, stages = […] }`."""
    if outer.holds_text(key):
        name = outer.string(key)
        if name in FACTS:
            return Fact(name, FACTS[name].measures[0])
        outer.problem("unknown_fact", key, value=shown(name))
        return NO_FACT
    table = outer.inside(key, required=True)
    if table is None:
        return NO_FACT
    code = table.choice("fact", tuple(FACTS), rule="unknown_fact")
    fact = Fact(
        code=code,
        measure=table.choice("measure", MEASURES, default=FACTS[code].measures[0]),
        stages=table.names("stages"),
        activities=table.names("activities"),
        within_days=table.days("within"),
    )
    table.close()
    return fact
