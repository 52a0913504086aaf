"""When the company works, and who is away. Clocks that run already keep their instants."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction

from xiaolu.clocks.models import Leave, OwnDay, RunningClock, WorkingHours
from xiaolu.domain.business_time import Shift
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.models import Company, Person
from xiaolu.org.queries import company, today

MOST_SHIFTS = 4
MOST_LEAVE = 366  # days


@transaction.atomic
def set_working_hours(shifts: Mapping[int, Sequence[Shift]], *, by: Person | None) -> None:
    """The shifts of each weekday (0: Monday); a weekday without any is a day off.

    Raises RuleBroken: shifts_overlap, too_many_shifts, no_working_time.
    """
    for day in shifts.values():
        ordered = sorted(day)
        if len(ordered) > MOST_SHIFTS:
            raise RuleBroken("too_many_shifts", most=MOST_SHIFTS)
        if any(one.last <= one.first or one.last > 1440 or one.first < 0 for one in ordered) or any(
            before.last > after.first for before, after in pairwise(ordered)
        ):
            raise RuleBroken("shifts_overlap")
    if not any(shifts.values()):
        raise RuleBroken("no_working_time")
    list(Company.objects.select_for_update())  # one change at a time
    old = written(list(WorkingHours.objects.all()))
    WorkingHours.objects.all().delete()
    rows = [WorkingHours(weekday=day, first=one.first, last=one.last) for day, kept in shifts.items() for one in kept]
    WorkingHours.objects.bulk_create(rows)
    audit.record(company(), "set_working_hours", by=by, changes={"hours": (old, written(rows))})


def written(rows: Sequence[WorkingHours]) -> str:
    """Shifts as a line: 0 09:00-12:00 …, for the audit trail."""
    return ", ".join(
        f"{row.weekday + 1} {row.first // 60:02}:{row.first % 60:02}-{row.last // 60:02}:{row.last % 60:02}"
        for row in sorted(rows, key=lambda row: (row.weekday, row.first))
    )


@transaction.atomic
def set_own_day(day: date, *, works: bool, name: str, by: Person | None) -> OwnDay:
    """A day on which the company works or not, whatever the public calendar says; a second word on a day replaces the first."""
    old = OwnDay.objects.select_for_update().filter(day=day.toordinal()).first()
    row, _ = OwnDay.objects.update_or_create(day=day.toordinal(), defaults={"works": works, "name": name})
    changes = {"works": (old and old.works, works), "name": (old.name if old else "", name), "day": (None, day)}
    row.day = day
    audit.record(row, "set_own_day", by=by, changes=changes)
    return row


@transaction.atomic
def remove_own_day(row: OwnDay, *, by: Person | None) -> None:
    """The day is again as in the public calendar."""
    audit.record(row, "remove_own_day", by=by, changes={"day": (row.day, None), "works": (row.works, None)})
    row.delete()


@transaction.atomic
def take_leave(person: Person, *, first: date, last: date, reason: str, by: Person | None) -> Leave:
    """Somebody is away from the first to the last day; working time of clocks does not pass on these days.

    Raises RuleBroken: days_reversed, absence_over, leave_too_long, leave_overlaps.
    """
    if last < first:
        raise RuleBroken("days_reversed")
    if last < today():
        raise RuleBroken("absence_over")
    if (last - first).days >= MOST_LEAVE:
        raise RuleBroken("leave_too_long", most=MOST_LEAVE)
    list(Person.objects.select_for_update(of=("self",)).filter(pk=person.pk))
    until = last + timedelta(days=1)
    if Leave.objects.filter(person=person, from_day__lt=until, to_day__gt=first).exists():
        raise RuleBroken("leave_overlaps")
    row = Leave.objects.create(person=person, from_day=first, to_day=until, reason=reason)
    audit.record(person, "take_leave", by=by, changes={"from": (None, first), "to": (None, last)})
    return row


@transaction.atomic
def end_leave(row: Leave, *, by: Person | None) -> None:
    """From today on the person is back; leave that has not begun is taken away."""
    now = today()
    audit.record(row.person, "end_leave", by=by, changes={"from": (row.from_day, None), "to": (row.last_day, None)})
    if row.from_day >= now:
        row.delete()
    elif row.to_day > now:
        row.to_day = now
        row.save(update_fields=["to_day"])


@transaction.atomic
def export_clocks(count: int, *, by: Person, asked: str) -> None:
    """Every export is logged: how many rows, and what was asked for."""
    subject = RunningClock(owner=by, name_zh="", title=asked)
    audit.record(subject, "export_clocks", by=by, changes={"rows": (0, count), "asked": ("", asked)})
