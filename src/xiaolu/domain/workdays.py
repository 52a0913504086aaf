"""Working days of the company's country, with make-up days; beyond the library's data plain weekends."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

COUNTRY = "CN"


@lru_cache(maxsize=32)
def calendar(year: int, country: str = COUNTRY) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)


def is_working_day(day: date, country: str = COUNTRY) -> bool:
    return bool(calendar(day.year, country).is_working_day(day))


def working_days_from(day: date, country: str = COUNTRY) -> Iterator[date]:
    """The working days from a day on, that day included."""
    while True:
        if is_working_day(day, country):
            yield day
        day += timedelta(days=1)


@lru_cache(maxsize=1024)
def working_days_in(first: date, last: date, country: str = COUNTRY) -> int:
    """How many working days lie between two days, both included; 0 when the last lies before the first."""
    return sum(is_working_day(first + timedelta(days=step), country) for step in range((last - first).days + 1))
