"""Lists of clocks, the clocks of records, and how often people kept them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from xiaolu.clocks.models import RunningClock
from xiaolu.domain.method import Text

SOON = timedelta(hours=24)
STATES = ("open", "running", "paused", "kept", "broken", "dropped")


@dataclass(frozen=True)
class Filters:
    """What a list of clocks was asked for; ids are 0 for all. `state` open: whatever has not ended."""

    q: str = ""
    state: str = "open"
    code: str = ""
    owner: int = 0
    start: date | None = None
    end: date | None = None

    @property
    def any(self) -> bool:
        return bool(self.q or self.state != "open" or self.code or self.owner or self.start or self.end)


def clocks(rows: QuerySet[RunningClock], asked: Filters) -> QuerySet[RunningClock]:
    """Of these clocks the ones that were asked for: open ones the soonest due first, else the latest first."""
    rows = rows.select_related("owner")
    if asked.state == "open":
        rows = rows.filter(ended_at__isnull=True)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.code:
        rows = rows.filter(code=asked.code)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    if asked.start:
        rows = rows.filter(started_on__gte=asked.start.toordinal())
    if asked.end:
        rows = rows.filter(started_on__lte=asked.end.toordinal())
    if asked.q:
        rows = rows.filter(Q(title__icontains=asked.q) | Q(account__icontains=asked.q))
    return rows.order_by("due_at", "id") if asked.state == "open" else rows.order_by("-due_at", "-id")


def codes(rows: QuerySet[RunningClock]) -> list[tuple[str, Text]]:
    """Code and name of the clocks that ever ran, for a filter."""
    found = rows.order_by("code").values_list("code", "name_zh", "name_en").distinct()
    return list({code: Text(zh, en) for code, zh, en in found}.items())


def of_record(kind: str, object_id: int) -> QuerySet[RunningClock]:
    """The clocks of one record: open ones first, then the latest."""
    rows = RunningClock.objects.filter(kind=kind, object_id=object_id).select_related("owner")
    return rows.prefetch_related("steps", "moments__by", "moments__owner").order_by("-ended_at", "due_at")


def open_on(kind: str, ids: Iterable[int]) -> dict[int, RunningClock]:
    """The open clock of each of these records that is due first; one query."""
    rows = RunningClock.objects.filter(kind=kind, object_id__in=list(ids), ended_at__isnull=True)
    return {one.object_id: one for one in rows.order_by("-due_at")}


def at_risk(rows: QuerySet[RunningClock], now: datetime) -> QuerySet[RunningClock]:
    """Open clocks that were missed or are due within a day, the soonest first."""
    rows = rows.filter(ended_at__isnull=True).exclude(state="paused").filter(due_at__lte=now + SOON)
    return rows.select_related("owner").order_by("due_at", "id")


@dataclass(frozen=True)
class Record:
    """How one person kept clocks: kept, missed, still open."""

    name: str
    kept: int
    broken: int
    open: int

    @property
    def share(self) -> float | None:
        """Kept ÷ (kept + missed); None for neither."""
        return self.kept / (self.kept + self.broken) if self.kept + self.broken else None


def by_person(rows: QuerySet[RunningClock]) -> list[Record]:
    """Of these clocks, what each owner kept and missed; whoever missed most first."""
    counted = rows.order_by().values_list("owner__name").annotate(
        kept=Count("pk", filter=Q(state="kept")), broken=Count("pk", filter=Q(state="broken")),
        open=Count("pk", filter=Q(ended_at__isnull=True)),
    )  # fmt: skip
    found = [Record(name, kept, broken, still) for name, kept, broken, still in counted.order_by("owner")]
    return sorted(found, key=lambda one: (-one.broken, one.name))
