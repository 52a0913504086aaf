"""What people do with customers: kinds of activities, buying signals, and which of the four kinds of time each is.

T1 is time with customers, T2 preparing, T3 on the road, waiting and chores, T4 the rest (spec 5, 9). What nobody logged
is unknown and never T4.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from xiaolu.domain.method.model import ACTIVITY_KINDS

KINDS: tuple[str, ...] = (*ACTIVITY_KINDS, "other")
WITH_CUSTOMERS = (
    "call",
    "visit",
    "message",
    "meeting",
    "demonstration",
    "delivery",
)  # may be the first try to reach one
TimeKind = Literal["", "t1", "t2", "t3", "t4"]
TIME_KINDS: tuple[TimeKind, ...] = ("t1", "t2", "t3", "t4")
# Words, movements and faces that show a wish to buy (spec 5, "Selling skills as content").
SIGNALS = (
    "asks_price", "asks_delivery", "asks_terms", "asks_service", "asks_others", "calculates", "tries_it",
    "brings_others", "leans_forward", "nods", "brightens",
)  # fmt: skip
REPEATS: tuple[str, ...] = ("", "day", "week", "fortnight", "month")
DAY_MINUTES = 24 * 60


def usual_time(kind: str, *, with_customer: bool) -> TimeKind:
    """Which time an activity is unless the person says otherwise: visits, calls, meetings and the like with a
    customer T1, meetings without one T4, anything else unknown."""
    if with_customer and kind in ("call", "visit", "meeting", "demonstration", "delivery"):
        return "t1"
    return "t4" if kind == "meeting" else ""


def repeated(day: date, repeats: str) -> date | None:
    """The next day of a task that repeats; months keep the day or take their last. None: it does not repeat."""
    if repeats == "month":
        first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(day.day, last.day))
    step = {"day": 1, "week": 7, "fortnight": 14}.get(repeats)
    return day + timedelta(days=step) if step else None


@dataclass(frozen=True)
class Slot:
    """When something is planned: minutes after midnight, and how long it takes."""

    start: int
    minutes: int

    @classmethod
    def at(cls, start: time, minutes: int) -> "Slot":
        return cls(start.hour * 60 + start.minute, max(minutes, 1))

    def meets(self, other: "Slot") -> bool:
        """Whether both want the same minute; one that begins when the other ends does not."""
        return self.start < other.start + other.minutes and other.start < self.start + self.minutes
