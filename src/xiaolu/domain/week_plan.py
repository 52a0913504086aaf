"""A week's visits: what became of each, and what a plan's state allows."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

Outcome = Literal["done", "moved", "missed", "open"]
OUTCOMES: tuple[Outcome, ...] = ("done", "moved", "missed", "open")
PlanState = Literal["draft", "submitted", "approved", "returned"]
OPEN_STATES: tuple[PlanState, ...] = ("draft", "returned")  # in these the person changes it


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def outcome(state: str, day: date, plan_day: date, today: date) -> Outcome:
    """What became of a planned visit: done on its day; done or standing on another one (moved); called off or over
    without a record (missed); still to come (open)."""
    if state == "cancelled":
        return "missed"
    if day != plan_day:
        return "missed" if state == "planned" and day < today else "moved"
    if state == "done":
        return "done"
    return "missed" if day < today else "open"


def kept_share(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """How many were done as planned, of how many that are decided: what is still to come counts nowhere."""
    decided = [one for one in outcomes if one != "open"]
    return sum(1 for one in decided if one == "done"), len(decided)
