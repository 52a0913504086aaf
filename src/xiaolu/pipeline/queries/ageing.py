"""How long open deals stand in their stage, against the method's `rots_after`; and which of them fizzled out 不了了之."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from xiaolu.customers.queries.touches import last_days, touched_since
from xiaolu.domain.kpi import HALF, smallest_day
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.method import Stage
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import touches

BUCKETS = ("half", "limit", "double", "beyond")  # up to half of the limit, up to it, up to twice, longer


@dataclass(frozen=True)
class StageAge:
    """One open stage: how many stand there, how long the middle one has, and how many in each bucket of the limit."""

    stage: Stage
    count: int = 0
    median: int | None = None
    buckets: tuple[int, ...] = ()
    late: int = 0
    fizzled: int = 0


def open_stages(rules: MethodRules) -> list[Stage]:
    return [stage for stage in rules.stages if stage.kind == "open"]


def late(rules: MethodRules, now: date, *, codes: Iterable[str] = ()) -> Q:
    """The condition that a deal has stood in its stage for longer than the stage's limit."""
    return _any(
        Q(stage=stage.code, stage_since__lt=now - timedelta(days=stage.rots_after_days))
        for stage in _limited(rules, codes)
        if stage.rots_after_days
    )


def fizzled(rules: MethodRules, now: date, *, codes: Iterable[str] = ()) -> Q:
    """The condition that nothing was done for a deal within its stage's limit, and its next date has passed."""
    return _any(
        Q(stage=stage.code, next_date__lt=now)
        & ~touched_since(touches.last_touched, now - timedelta(days=stage.rots_after_days))
        for stage in _limited(rules, codes)
        if stage.rots_after_days
    )


def of_bucket(rules: MethodRules, now: date, bucket: str, codes: Iterable[str]) -> Q:
    """The condition that a deal of one of the stages falls into a bucket. Raises ValueError for an unknown one."""
    place = BUCKETS.index(bucket)
    found = []
    for stage in _limited(rules, codes):
        least, most = _edges(stage.rots_after_days or 0)[place]
        one = Q(stage=stage.code, stage_since__lte=now - timedelta(days=least))
        found.append(one & Q(stage_since__gte=now - timedelta(days=most)) if most is not None else one)
    return _any(found)


def ages(rows: QuerySet[Opportunity], rules: MethodRules, now: date) -> list[StageAge]:
    """Every open stage of the method with the ages of those of `rows` that stand there. Two statements."""
    histograms: dict[str, dict[int, int]] = {}
    standing = rows.filter(stage_kind="open").order_by().values_list("stage", "stage_since").annotate(n=Count("pk"))
    for code, since, count in standing:
        days = max((now - since).days, 0)
        histograms.setdefault(code, {})[days] = histograms.get(code, {}).get(days, 0) + count
    silent = rows.filter(fizzled(rules, now), stage_kind="open").order_by().values_list("stage")
    gone = dict(silent.annotate(n=Count("pk")))
    return [
        _age(stage, histograms.get(stage.code, {}), gone.get(stage.code, 0))
        for stage in open_stages(rules)
        if not stage.retired or stage.code in histograms
    ]


def _age(stage: Stage, days: dict[int, int], gone: int) -> StageAge:
    limit = stage.rots_after_days
    buckets = tuple(
        sum(n for day, n in days.items() if least <= day and (most is None or day <= most))
        for least, most in (_edges(limit) if limit else ())
    )
    return StageAge(stage, sum(days.values()), smallest_day(days, HALF) if days else None, buckets,
                    sum(buckets[2:]), gone)  # fmt: skip


def _edges(limit: int) -> list[tuple[int, int | None]]:
    """First and last day of each bucket."""
    half = limit // 2
    return [(0, half), (half + 1, limit), (limit + 1, 2 * limit), (2 * limit + 1, None)]


def fizzled_by_person(rows: QuerySet[Opportunity], rules: MethodRules, now: date) -> dict[int, dict[str, int]]:
    """Owner (0: nobody) → stage → how many fizzled out."""
    found: dict[int, dict[str, int]] = {}
    counted = rows.filter(fizzled(rules, now), stage_kind="open").order_by().values_list("owner", "stage")
    for owner, stage, count in counted.annotate(n=Count("pk")):
        found.setdefault(owner or 0, {})[stage] = count
    return found


def touched_on(ids: Iterable[int]) -> dict[int, date]:
    """Opportunity → the last day on which something was done for it."""
    return last_days(touches.last_touched, list(ids))


def stage_before(rules: MethodRules, code: str) -> str:
    """The open stage before one, to which a deal may go back; '' for the first."""
    codes = [stage.code for stage in open_stages(rules) if not stage.retired or stage.code == code]
    place = codes.index(code) if code in codes else 0
    return codes[place - 1] if place else ""


def _limited(rules: MethodRules, codes: Iterable[str]) -> list[Stage]:
    wanted = tuple(codes)
    return [s for s in open_stages(rules) if s.rots_after_days and (not wanted or s.code in wanted)]


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in conditions:
        found |= one
    return found
