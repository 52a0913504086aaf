"""Days, months and periods as values. A period has both its days in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

NO_MONTH = 0  # a close month that nobody named; later than every other


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included. Raises ValueError when they are the wrong way round."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"{self.start} is after {self.end}")

    @property
    def eve(self) -> date:
        """The day before the first: its end is the opening."""
        return self.start - timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def twelve_months_to(day: date) -> Period:
    """The twelve months that end at a day: the period of every figure for which none was chosen."""
    return Period(months_before(day, 12) + timedelta(days=1), day)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def month_of(day: date | None) -> int:
    """A month as a number, 202611 for November 2026; 0 for none."""
    return day.year * 100 + day.month if day else NO_MONTH


def month_start(month: int) -> date:
    return date(month // 100, month % 100, 1)


def next_month(month: int) -> int:
    return month + 89 if month % 100 == 12 else month + 1


def is_later_month(one: int, other: int) -> bool:
    """Whether the first close month is later; none is later than all."""
    return (one or 999999) > (other or 999999)


def week_ends(until: date, weeks: int) -> Iterator[date]:
    """The same weekday of so many weeks, ending at a day."""
    for back in range(weeks - 1, -1, -1):
        yield until - timedelta(weeks=back)
