"""Service-level rules as instants: when a clock warns, is due, and who hears of it afterwards (spec 3, 6).

The rule is method data (`domain.method.Clock`); this turns it, with a start and a calendar, into steps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from xiaolu.domain.business_time import BusinessCalendar
from xiaolu.domain.method import Clock, Span

WARN, DUE = "warn", "due"


@dataclass(frozen=True)
class Step:
    """One moment of a clock. `rank`: how severe; of several that came while nobody looked only the highest speaks."""

    key: str
    at: datetime
    rank: int
    to: str
    working: bool


def steps_of(rule: Clock, start: datetime, calendar: BusinessCalendar) -> list[Step]:
    """Every step of a clock that starts at an instant, in order. Raises RuleBroken (no_working_time)."""
    due = calendar.add(start, rule.due)
    found = [Step(DUE, due, 1, "owner", rule.due.working)]
    if rule.warn is not None and (warned := calendar.add(due, rule.warn, back=True)) > start:
        found.insert(0, Step(WARN, warned, 0, "owner", _any_working(rule.due, rule.warn)))
    for place, one in enumerate(rule.escalate):
        working = _any_working(rule.due, one.after)
        found.append(Step(f"{place}:{one.to}", calendar.add(due, one.after), 2 + place, one.to, working))
    return found


def due_of(steps: Iterable[Step]) -> datetime:
    """When the clock is missed."""
    return next(step.at for step in steps if step.key == DUE)


def later(at: datetime, *, paused: datetime, resumed: datetime, working: bool, calendar: BusinessCalendar) -> datetime:
    """Where a step lies after a pause: what was left when the clock stood still is left when it goes on."""
    if not working:
        return at + (resumed - paused)
    return calendar.add_working(resumed, calendar.working_time(paused, at))


def is_kept(due: datetime, ended: datetime) -> bool:
    """Whether what had to be done was done in time."""
    return ended <= due


def _any_working(*spans: Span) -> bool:
    return any(span.working for span in spans)
