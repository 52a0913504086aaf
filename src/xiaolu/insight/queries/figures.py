"""One figure and what stands behind it: its rows, and its course by week."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import (
    Churn,
    ClockKept,
    Conversion,
    Coverage,
    Duration,
    Fact,
    Kpi,
    Ratio,
    StageShare,
    Text,
    Total,
)
from xiaolu.domain.method import Method as Rules
from xiaolu.domain.periods import Period, week_ends
from xiaolu.insight.queries import account_rows, activity_rows
from xiaolu.insight.queries.activity_rows import Behind, is_of_activities
from xiaolu.insight.queries.materials import until
from xiaolu.insight.queries.readings import Lens, missing_for, readings_of, snapshot_code
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import behind
from xiaolu.pipeline.queries.behind import Row, Seen
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.kept_clocks import kept_rows
from xiaolu.pipeline.queries.sums import Sums

WEEKS = 12


def figure(rules: Rules, code: str) -> Kpi:
    """A figure by its code: a KPI of the method, a snapshot beside a conversion, or `standing:P,A`. Raises KeyError."""
    for kpi in rules.kpis:
        if kpi.code == code:
            return kpi
        if isinstance(kpi, Conversion) and snapshot_code(kpi) == code:
            return snapshot_of(kpi)
    name, _, stages = code.partition(":")
    if name != "standing":
        raise KeyError(code)
    return standing(rules, tuple(rules.stage(stage).code for stage in stages.split(",")))


def standing(rules: Rules, stages: tuple[str, ...]) -> Total:
    """How many stand in some stages."""
    names = [rules.stage(stage).name for stage in stages]
    text = Text(" + ".join(name.zh for name in names), " + ".join(name.en for name in names))
    return Total(code=f"standing:{','.join(stages)}", name=text, fact=Fact("standing", "count", stages))


def snapshot_of(kpi: Conversion) -> Ratio:
    """The plain ratio beside a conversion, as a figure of its own."""
    above, below = (Fact("standing", "count", (stage,)) for stage in (kpi.to_stage, kpi.from_stage))
    return Ratio(code=snapshot_code(kpi), name=kpi.name, target=kpi.target, better=kpi.better,
                 numerator=above, denominator=below)  # fmt: skip


def by_week(look: Lens, kpi: Kpi, weeks: int = WEEKS) -> list[tuple[date, Reading]]:
    """The same figure at the end of each of the last weeks, the period moving along."""
    return [(day, readings_of(look.on(day), [kpi])[kpi.code]) for day in week_ends(look.at, weeks)]


def rows_behind(look: Lens, kpi: Kpi) -> Behind:
    """The rows that a figure counts, in its own scope."""
    frame, only = look.frame(), None
    if look.part and look.part.is_class:
        frame, only = frame.split(look.part.by), look.part.key
    within = until(look.period, look.at)
    if account_rows.is_of_accounts(kpi):
        return account_rows.rows_behind(look, kpi, frame, only)
    if is_of_activities(kpi):
        return activity_rows.rows_behind(look, kpi, frame, only)
    if isinstance(kpi, StageShare):
        rows = behind.standing_rows(frame, kpi.denominator, look.at, only)
        return Behind(rows, lambda row: row.part in kpi.numerator)
    if isinstance(kpi, Coverage) and not missing_for(kpi):
        return Behind(behind.standing_rows(frame, kpi.stages, look.at, only))
    if within is None or missing_for(kpi):
        return Behind([])
    return _rows_within(look, kpi, frame, only, within)


def _rows_within(look: Lens, kpi: Kpi, frame: Frame, only: int | str | None, within: Period) -> Behind:
    if isinstance(kpi, Conversion):
        cohort = behind.cohort_rows(frame, kpi.from_stage, kpi.to_stage, within, look.at, only)
        return Behind(cohort, lambda row: row.part == "reached")
    if isinstance(kpi, Duration):
        return Behind(behind.duration_rows(frame, kpi.from_stage, kpi.to_stage, within, only))
    if isinstance(kpi, ClockKept):
        return Behind(kept_rows(frame, kpi.clock, within, look.at, only), lambda row: row.part == "in_time")
    if isinstance(kpi, Churn):
        return Behind(behind.churned_rows(frame, within, only), lambda row: row.part == "lost")
    if isinstance(kpi, Ratio):
        return _rows_of_ratio(look, kpi, frame, only)
    return Behind(_rows_of_fact(look, kpi.fact, frame, only) if isinstance(kpi, Total) else [])


def _rows_of_ratio(look: Lens, kpi: Ratio, frame: Frame, only: int | str | None) -> Behind:
    above = _rows_of_fact(look, kpi.numerator, frame, only)
    counted = {(row.opportunity, row.part) for row in above}
    below = _rows_of_fact(look, kpi.denominator, frame, only)
    known = {(row.opportunity, row.part) for row in below}
    more = [row for row in above if (row.opportunity, row.part) not in known]
    return Behind(below + more, lambda row: (row.opportunity, row.part) in counted)


def _rows_of_fact(look: Lens, fact: Fact, frame: Frame, only: int | str | None) -> list[Row]:
    within = until(look.period, look.at)
    if fact.code == "standing":
        return behind.standing_rows(frame, fact.stages, look.at, only)
    if within is None:
        return []
    if fact.code == "entered":
        return behind.entry_rows(frame, fact.stages, within, only)
    return behind.move_rows(frame, fact.code, fact.stages, within, only)


def standing_sums(look: Lens, kpi: Kpi) -> Sums | None:
    """How large those are that stand in the stages of `standing:…`; None for every other figure."""
    if not kpi.code.startswith("standing:") or not isinstance(kpi, Total):
        return None
    rows = rows_behind(look, kpi).rows
    return Sums(len(rows), sum(row.amount or 0 for row in rows), sum(row.volume or 0 for row in rows))


def is_of_period(kpi: Kpi) -> bool:
    """Whether the period matters, and not only the report's date."""
    of_a_day = bool(kpi.facts) and all(fact.code == "standing" for fact in kpi.facts)
    return not of_a_day and not isinstance(kpi, StageShare | Coverage)


def accounts_of(rows: Sequence[Row]) -> int:
    """On how many different customers the rows rest; rows without one count each."""
    ids = list({row.opportunity for row in rows})
    known: set[int] = set()
    named = 0
    for start in range(0, len(ids), behind.BATCH):
        batch = Opportunity.objects.filter(pk__in=ids[start : start + behind.BATCH], account__isnull=False)
        accounts = list(batch.values_list("account", flat=True))
        named += len(accounts)
        known.update(accounts)
    return len(known) + len(ids) - named


def seen(rows: list[Row], visible: QuerySet[Opportunity] | None, q: str = "", *, by_amount: bool = True) -> Seen:
    """The rows that may be seen, largest or slowest first, of customers whose name has `q` in it."""
    shown = behind.seen(rows, visible)
    kept = sorted(shown.rows, key=_slowest_or_largest if by_amount else _slowest)
    if q:
        found = behind.seen(kept, Opportunity.objects.filter(Q(account__name__icontains=q) | Q(name__icontains=q)))
        kept = list(found.rows)
    return Seen(tuple(kept), shown.hidden)


def _slowest(row: Row) -> tuple[int, int]:
    return -(row.days or 0), row.opportunity


def _slowest_or_largest(row: Row) -> tuple[int, int, int, int]:
    return -(row.days or 0), -(row.amount or 0), -(row.volume or 0), row.opportunity
