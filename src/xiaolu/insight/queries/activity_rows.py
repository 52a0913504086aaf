"""The activities behind a figure: which ones, which of them the reader may see, and at how many customers they were."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from xiaolu.activities.models import Activity
from xiaolu.activities.queries import facts
from xiaolu.activities.queries.frequency import FACTS as ACCOUNTS
from xiaolu.domain.method import ActivityRate, Fact, Kpi, Ratio, Total
from xiaolu.insight.queries.materials import until
from xiaolu.insight.queries.readings import Lens, missing_for
from xiaolu.pipeline.queries.behind import BATCH, Row, Seen
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.sums import Key


@dataclass(frozen=True)
class Behind:
    """All rows below the line, and which of them stand above it too. `None`: the figure has one kind of rows only."""

    rows: list[Row]
    above: Callable[[Row], bool] | None = None


def is_of_activities(kpi: Kpi) -> bool:
    """Whether activities stand behind a figure, and not opportunities."""
    return bool(kpi.facts) and all(facts.is_recorded(fact) and fact.code not in ACCOUNTS for fact in kpi.facts)


def rows_behind(look: Lens, kpi: Kpi, frame: Frame, only: Key | None) -> Behind:
    """The activities that a figure counts, the latest first."""
    if missing_for(kpi):
        return Behind([])
    if isinstance(kpi, Ratio):
        above = {row.activity for row in _rows(look, kpi.numerator, frame, only)}
        return Behind(_rows(look, kpi.denominator, frame, only), lambda row: row.activity in above)
    return Behind(_rows(look, kpi.fact, frame, only) if isinstance(kpi, Total | ActivityRate) else [])


def _rows(look: Lens, fact: Fact, frame: Frame, only: Key | None) -> list[Row]:
    within = until(look.period, look.at)
    if within is None:
        return []
    found = facts.behind(frame, fact, look.rules, within, look.at, only)
    return [Row(one.opportunity, "", day=one.day, activity=one.activity, minutes=one.minutes) for one in found]


def seen(rows: Sequence[Row], visible: QuerySet[Activity], q: str = "") -> Seen:
    """The activities that may be seen, in their order, of customers whose name has `q` in it; how many more there are."""
    allowed, fitting = _among(rows, visible), None
    if q:
        fitting = _among(rows, Activity.objects.filter(Q(account__name__icontains=q) | Q(subject__icontains=q)))
    shown = [row for row in rows if row.activity in allowed]
    kept = [row for row in shown if fitting is None or row.activity in fitting]
    return Seen(tuple(kept), len(rows) - len(shown))


def _among(rows: Sequence[Row], visible: QuerySet[Activity]) -> set[int]:
    ids = [row.activity for row in rows]
    found: set[int] = set()
    for start in range(0, len(ids), BATCH):
        found.update(visible.filter(pk__in=ids[start : start + BATCH]).values_list("pk", flat=True))
    return found


def activities(rows: Iterable[Row]) -> dict[int, Activity]:
    """The activities of some rows, by id."""
    ids = [row.activity for row in rows]
    return Activity.objects.select_related("account", "owner", "opportunity__account").in_bulk(ids)


def accounts_of(rows: Sequence[Row]) -> int:
    """At how many different customers these activities were; those without one count nowhere."""
    known: set[int | None] = set()
    ids = [row.activity for row in rows]
    for start in range(0, len(ids), BATCH):
        batch = Activity.objects.filter(pk__in=ids[start : start + BATCH], account__isnull=False)
        known.update(batch.values_list("account", flat=True))
    return len(known)
