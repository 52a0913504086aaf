"""Working days of the company's country, with make-up days; beyond the library's data plain weekends."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays

COUNTRY = "CN"
SATURDAY = 5
Nature = Literal["usual", "holiday", "make-up"]


@lru_cache(maxsize=32)
def calendar(year: int, country: str = COUNTRY) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year)


@lru_cache(maxsize=8)
def known_until(country: str = COUNTRY) -> int:
    """The last year for which the library knows the announced holidays and make-up days; later ones are weekends only."""
    years = getattr(calendar(2020, country), "special_public_holidays", {})
    return max(years, default=9999)


def nature_of(day: date, country: str = COUNTRY) -> Nature:
    """A public holiday, a weekend that is worked to make up for one, or a usual day of its weekday."""
    if day.year > known_until(country):
        return "usual"
    year = calendar(day.year, country)
    if day in year:
        return "holiday"
    return "make-up" if day.weekday() >= SATURDAY and year.is_working_day(day) else "usual"


def holiday_name(day: date, country: str = COUNTRY, language: str = "zh_CN") -> str:
    """What a public holiday is called; '' for other days."""
    if nature_of(day, country) != "holiday":
        return ""
    return str(_named(day.year, country, language).get(day, ""))


@lru_cache(maxsize=32)
def _named(year: int, country: str, language: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=year, language=language)


def is_working_day(day: date, country: str = COUNTRY) -> bool:
    nature = nature_of(day, country)
    return nature == "make-up" or (nature == "usual" and day.weekday() < SATURDAY)


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
