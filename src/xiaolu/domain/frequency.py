"""How often accounts of a grade are to be contacted in a period, by the method's cadences (spec 9 "frequency kept").

The period is read in windows of the cadence, counted back from its last day; those that lie wholly inside it count, at
least the last one. So many times the contacts of one window are due in all of them together; of a range, the smaller number.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from xiaolu.domain.method import ContactCadence, Method
from xiaolu.domain.periods import Period

CONTACTS = ("call", "visit", "message", "meeting", "demonstration")  # where a cadence names no activity


@dataclass(frozen=True)
class Frequency:
    """What is due of accounts of a grade: so many contacts of these kinds, from a day to the end of the period."""

    grade: str
    kinds: tuple[str, ...]
    first: date
    due: int


def frequencies(method: Method, period: Period) -> tuple[Frequency, ...]:
    """One for each grade of which the method says how often; the first cadence of a grade counts."""
    kinds = {one.code: (str(one.kind),) for one in method.activities}
    found: dict[str, Frequency] = {}
    for one in method.cadences:
        if isinstance(one, ContactCadence) and one.scale == "grade" and one.level not in found:
            number = windows(period, one.every_days)
            first = period.end - timedelta(days=number * one.every_days - 1)
            found[one.level] = Frequency(one.level, kinds.get(one.activity or "", CONTACTS), first, number * one.times)
    return tuple(found.values())


def windows(period: Period, every_days: int) -> int:
    """How many windows of so many days lie wholly inside a period, counted back from its end; at least one."""
    return max(((period.end - period.start).days + 1) // every_days, 1)
