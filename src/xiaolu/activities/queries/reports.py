"""Reports of activities per person: kinds of time, how many in each day, week or month, and visits planned against done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from django.db.models import Count, QuerySet, Sum

from xiaolu.activities.models import Activity
from xiaolu.domain.activities import TIME_KINDS
from xiaolu.domain.periods import last_day, months_before
from xiaolu.domain.time_shares import TimeShares
from xiaolu.domain.week_plan import OUTCOMES, monday_of, outcome
from xiaolu.domain.workdays import working_days_in
from xiaolu.org.models import Person

Unit = Literal["day", "week", "month"]
UNITS: dict[Unit, int] = {"day": 7, "week": 8, "month": 6}  # how many columns stand beside one another
PEOPLE = 200


@dataclass(frozen=True)
class Span:
    """One column: its days, both included, and how it is headed."""

    first: date
    last: date
    head: str


@dataclass
class Line:
    """One person: kinds of time in the whole range, done activities per column, what became of planned visits."""

    person: Person
    time: TimeShares
    columns: list[Span] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    outcomes: dict[str, int] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[Span, int]]:
        return list(zip(self.columns, self.counts, strict=True))

    @property
    def done(self) -> int:
        return sum(self.counts)

    @property
    def shares(self) -> list[float | None]:
        """Of T1 to T4."""
        return [self.time.share(kind) for kind in TIME_KINDS]

    @property
    def kept(self) -> float | None:
        """Done as planned ÷ what is decided."""
        decided = sum(self.outcomes.get(name, 0) for name in ("done", "moved", "missed"))
        return self.outcomes.get("done", 0) / decided if decided else None


def spans(unit: Unit, day: date) -> list[Span]:
    """The columns that end with the unit in which a day lies."""
    if unit == "day":
        return [Span(one, one, f"{one:%m-%d}") for one in (monday_of(day) + timedelta(days=step) for step in range(7))]
    if unit == "week":
        mondays = [monday_of(day) - timedelta(weeks=back) for back in reversed(range(UNITS["week"]))]
        return [Span(one, one + timedelta(days=6), f"{one:%m-%d}") for one in mondays]
    firsts = [months_before(day.replace(day=1), back) for back in reversed(range(UNITS["month"]))]
    return [Span(one, one.replace(day=last_day(one.year, one.month)), f"{one:%Y-%m}") for one in firsts]


def report(rows: QuerySet[Activity], columns: list[Span], now: date) -> list[Line]:
    """A line for everybody who planned or did anything in these days; four statements whatever their number."""
    first, last = columns[0].first, columns[-1].last
    inside = rows.filter(day__gte=first.toordinal(), day__lte=last.toordinal())
    done = inside.filter(state="done").order_by()
    minutes = _minutes(done)
    counts = _counts(done, columns)
    outcomes = _outcomes(rows, first, last, now)
    days = working_days_in(first, min(last, now))
    people = Person.objects.filter(pk__in={*minutes, *counts, *outcomes}).order_by("name", "id")[:PEOPLE]
    return [
        Line(
            one,
            TimeShares(minutes.get(one.pk, {}), days),
            columns,
            counts.get(one.pk, [0] * len(columns)),
            outcomes.get(one.pk, {}),
        )
        for one in people
    ]


def _minutes(done: QuerySet[Activity]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = done.filter(time_kind__in=TIME_KINDS).values_list("owner", "time_kind").annotate(sum=Sum("minutes"))
    for owner, kind, total in rows:
        found.setdefault(owner, {})[kind] = total or 0
    return found


def _counts(done: QuerySet[Activity], columns: list[Span]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for owner, day, count in done.values_list("owner", "day").annotate(n=Count("pk")):
        place = next(number for number, column in enumerate(columns) if column.first <= day <= column.last)
        found.setdefault(owner, [0] * len(columns))[place] += count
    return found


def _outcomes(rows: QuerySet[Activity], first: date, last: date, now: date) -> dict[int, dict[str, int]]:
    """What became of the visits of week plans in these days, and the visits that stood in none."""
    found: dict[int, dict[str, int]] = {}
    planned = rows.filter(
        week_plan__isnull=False, plan_day__gte=first.toordinal(), plan_day__lte=last.toordinal()
    ).order_by()
    values: Any = planned.values_list("owner", "state", "day", "plan_day")
    for owner, state, day, plan_day in values:
        name = outcome(state, day, plan_day, now)
        mine = found.setdefault(owner, dict.fromkeys(OUTCOMES, 0))
        mine[name] += 1
    loose = rows.filter(
        kind="visit", state="done", week_plan__isnull=True, day__gte=first.toordinal(), day__lte=last.toordinal()
    )
    for owner, count in loose.order_by().values_list("owner").annotate(n=Count("pk")):
        found.setdefault(owner, dict.fromkeys(OUTCOMES, 0))["unplanned"] = count
    return found


def totals(lines: Iterable[Line]) -> Mapping[str, int]:
    """What became of everybody's visits, together."""
    found: dict[str, int] = {}
    for line in lines:
        for name, count in line.outcomes.items():
            found[name] = found.get(name, 0) + count
    return found
