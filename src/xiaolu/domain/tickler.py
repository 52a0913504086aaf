"""The tickler box 魔盒: 31 day slots and 12 month slots in which cards wait for their day (spec 3, 9).

The slot of a card is never stored: it follows from the card's next date and from today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from xiaolu.domain.periods import last_day
from xiaolu.domain.workdays import is_working_day

C = TypeVar("C")
SlotKind = Literal["day", "month"]


@dataclass(frozen=True)
class Slot:
    """One of the 43 slots: a day number from 1 to 31, or a month number from 1 to 12."""

    kind: SlotKind
    number: int


@dataclass(frozen=True)
class Span:
    """A slot with the dates whose cards lie in it, both ends included; `first` is None for today: all that is overdue too."""

    slot: Slot
    first: date | None
    last: date


def same_day_next_month(today: date) -> date:
    """The same day of next month, or that month's last day: from there on cards lie in month slots."""
    year, month = today.year + today.month // 12, today.month % 12 + 1
    return date(year, month, min(today.day, last_day(year, month)))


def slot_of(next_date: date, today: date) -> Slot:
    """Where a card lies on a day. What is overdue lies in today's slot; a card is at most twelve months ahead."""
    if next_date <= today:
        return Slot("day", today.day)
    if next_date < same_day_next_month(today):
        return Slot("day", next_date.day)
    return Slot("month", next_date.month)


def box(today: date) -> list[Span]:
    """The slots that can hold cards on a day, today's first: the days up to the same day of next month, then the months."""
    edge = same_day_next_month(today)
    days = [today + timedelta(days=step) for step in range((edge - today).days)]
    spans = [Span(Slot("day", day.day), None if day == today else day, day) for day in days]
    first = edge
    for _ in range(12):
        last = date(first.year, first.month, last_day(first.year, first.month))
        spans.append(Span(Slot("month", first.month), first, last))
        first = last + timedelta(days=1)
    return spans


def first_working_day(year: int, month: int) -> date:
    """The day on which the slot of a month is dealt out to days."""
    day = date(year, month, 1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def next_working_day(day: date) -> date:
    """The first working day after a day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def dealt_out(cards: Sequence[C], today: date) -> list[tuple[C, date]]:
    """The cards of a month's slot, in their order, spread evenly over what is left of the month's working days."""
    days = [
        day
        for step in range(last_day(today.year, today.month) - today.day + 1)
        if is_working_day(day := today + timedelta(days=step))
    ] or [next_working_day(today)]
    return [(card, days[place * len(days) // len(cards)]) for place, card in enumerate(cards)]


def counts(dates: Iterable[tuple[date, int]], today: date) -> dict[Slot, int]:
    """How many cards lie in each slot, from how many there are of each next date."""
    found: dict[Slot, int] = {}
    for day, cards in dates:
        slot = slot_of(day, today)
        found[slot] = found.get(slot, 0) + cards
    return found
