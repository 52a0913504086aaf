"""Public holidays and make-up working days by name, for whoever plans a week."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import holidays

from xiaolu.domain.workdays import COUNTRY, is_working_day

DayKind = Literal["holiday", "make_up"]
FIRST_YEAR, LAST_YEAR = 2000, 2100  # outside of these nobody plans


@dataclass(frozen=True)
class NamedDay:
    """A day that is not what its weekday says. `name`: of the holiday; '' for a make-up working day."""

    kind: DayKind
    name: str = ""


@lru_cache(maxsize=16)
def _names(year: int, language: str) -> holidays.HolidayBase:
    return holidays.country_holidays(COUNTRY, years=year, language=language)


def named_day(day: date, *, chinese: bool = True) -> NamedDay | None:
    """What a day is called when it is a public holiday or worked to make up for one; None for a usual day.

    Beyond the library's data a year has the holidays that the calendar gives, and no make-up days.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if day.weekday() >= 5 and is_working_day(day):
        return NamedDay("make_up")
    name = _names(day.year, "zh_CN" if chinese else "en_US").get(day)
    return NamedDay("holiday", str(name)) if name else None
