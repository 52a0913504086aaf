"""Business time: when people work, and how long something takes counted only while they do.

A calendar is a value: shifts of a week, public holidays with make-up days, the company's own days, a person's leave.
Times of day are minutes from midnight in the calendar's zone; instants carry a zone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from xiaolu.domain.method.texts import MINUTES, Span
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.workdays import COUNTRY, nature_of

MINUTE = timedelta(minutes=1)
NOTHING = timedelta(0)
MOST_DAYS = 40_000  # so far a calendar is looked through for a day that is worked
DAY_MINUTES = 1440


@dataclass(frozen=True, order=True)
class Shift:
    """Worked from `first` until before `last`, in minutes of the day (0 to 1440)."""

    first: int
    last: int


Week = tuple[tuple[Shift, ...], ...]
USUAL_DAY = (Shift(9 * 60, 12 * 60), Shift(13 * 60, 18 * 60))
USUAL_WEEK: Week = (USUAL_DAY,) * 5 + ((), ())


@dataclass(frozen=True)
class BusinessCalendar:
    """When one person, or the company, works. `own_days`: days that the company works or not whatever else holds.

    `leave` holds first days and the days before which it ends. A make-up day on a weekend without shifts, and an own
    working day without any, are worked like the first day of the week that has shifts.
    """

    zone: ZoneInfo
    week: Week = USUAL_WEEK
    own_days: Mapping[date, bool] = field(default_factory=dict)
    leave: tuple[tuple[date, date], ...] = ()
    country: str = COUNTRY

    def shifts_on(self, day: date) -> tuple[Shift, ...]:
        """When work is done on a day, in order; nothing on a day off."""
        if any(first <= day < until for first, until in self.leave):
            return ()
        usual = self.week[day.weekday()]
        if (own := self.own_days.get(day)) is not None:
            return (usual or self._full_day) if own else ()
        nature = nature_of(day, self.country)
        if nature == "holiday":
            return ()
        return usual or self._full_day if nature == "make-up" else usual

    @property
    def _full_day(self) -> tuple[Shift, ...]:
        return next((shifts for shifts in self.week if shifts), ())

    def works_on(self, day: date) -> bool:
        return bool(self.shifts_on(day))

    def add(self, at: datetime, span: Span, *, back: bool = False) -> datetime:
        """The instant a span after (or before) another one. Raises RuleBroken (no_working_time) when nobody ever works.

        Working hours count only inside shifts. Working days lead to the same time of the n-th day that is worked,
        or to the nearest end of its hours. Everything else is plain time.
        """
        if span.unit == "working days":
            return self._add_days(at, span.number, -1 if back else 1)
        if span.unit == "working hours":
            return self.add_working(at, span.number * timedelta(hours=1) * (-1 if back else 1))
        length = timedelta(minutes=span.number * MINUTES[span.unit])
        return at - length if back else at + length

    def add_working(self, at: datetime, length: timedelta) -> datetime:
        """The first instant by which so much working time has passed; for a negative length, the last one before."""
        if not length:
            return at
        left, step = abs(length), 1 if length > NOTHING else -1
        for begin, end in self._worked(at, step):
            if left <= end - begin:
                return begin + left if step > 0 else end - left
            left -= end - begin
        raise RuleBroken("no_working_time")

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two instants; negative when they are the other way round."""
        if end < start:
            return -self.working_time(end, start)
        found = NOTHING
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for begin, until in self._intervals(day):
                found += max(min(until, end) - max(begin, start), NOTHING)
            day += timedelta(days=1)
        return found

    def working_minutes(self, start: datetime, end: datetime) -> int:
        """Whole working minutes between two instants."""
        return int(self.working_time(start, end) / MINUTE)

    def working_day_from(self, day: date) -> date:
        """This day or the next one that is worked. Raises RuleBroken (no_working_time)."""
        return next(self._days(day, 1))

    def _add_days(self, at: datetime, number: int, step: int) -> datetime:
        local = at.astimezone(self.zone)
        if not number:
            return at
        days = self._days(local.date() + timedelta(days=step), step)
        day = next(days)
        for _ in range(number - 1):
            day = next(days)
        shifts, minute = self.shifts_on(day), local.hour * 60 + local.minute
        if minute < shifts[0].first:
            return self._instant(day, shifts[0].first)
        if minute >= shifts[-1].last:
            return self._instant(day, shifts[-1].last)
        return datetime.combine(day, local.time(), self.zone).astimezone(UTC)

    def _days(self, day: date, step: int) -> Iterator[date]:
        idle = 0
        while idle < MOST_DAYS and date.min < day < date.max:
            if self.works_on(day):
                idle = 0
                yield day
            idle, day = idle + 1, day + timedelta(days=step)
        raise RuleBroken("no_working_time")

    def _worked(self, at: datetime, step: int) -> Iterator[tuple[datetime, datetime]]:
        """The pieces of working time after (before) an instant, the nearest first."""
        for day in self._days(at.astimezone(self.zone).date(), step):
            for begin, end in self._intervals(day)[::step]:
                if step > 0 and end > at:
                    yield max(begin, at), end
                elif step < 0 and begin < at:
                    yield begin, min(end, at)

    def _intervals(self, day: date) -> list[tuple[datetime, datetime]]:
        return [(self._instant(day, one.first), self._instant(day, one.last)) for one in self.shifts_on(day)]

    def _instant(self, day: date, minute: int) -> datetime:
        if minute == DAY_MINUTES:
            day, minute = day + timedelta(days=1), 0
        return datetime.combine(day, time(minute // 60, minute % 60), self.zone).astimezone(UTC)
