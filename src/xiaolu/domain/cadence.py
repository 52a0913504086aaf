"""When a record is due again: by its stage, its customer's grade, the intention level, and how long nothing was done.

The soonest of what applies counts, moved to a working day of the person (spec 9). Days are calendar days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from xiaolu.domain.business_time import BusinessCalendar
from xiaolu.domain.method import ContactCadence, IntentionCadence, Method, Stage

USUAL_DAYS = 7  # where a method says nothing
SILENCES = (7, 15, 30)  # days without anything done after which owner, owner, manager are told


@dataclass(frozen=True)
class Reason:
    """Why a record is due so soon: which rule (stage, grade, intention, silence, usual), its code, and every how many days."""

    kind: str
    code: str
    days: int


@dataclass(frozen=True)
class Due:
    """The day on which a record comes to hand again, with the reason that made it the soonest."""

    day: date
    reason: Reason


@dataclass(frozen=True)
class Standing:
    """What cadences ask of a record; '' and None for what is not known."""

    stage: Stage | None = None
    grade: str = ""
    intention: str = ""
    last_touch: date | None = None


def reasons_for(method: Method, standing: Standing) -> list[Reason]:
    """Every rule of the method that applies to a record."""
    found: list[Reason] = []
    stage = standing.stage
    if stage and stage.cadence_days:
        found.append(Reason("stage", stage.code, stage.cadence_days))
    for one in method.cadences:
        if isinstance(one, ContactCadence) and one.scale == "grade" and standing.grade == one.level:
            found.append(Reason("grade", one.level, max(one.every_days // one.times, 1)))
        elif isinstance(one, IntentionCadence) and standing.intention == one.code:
            found.append(Reason("intention", one.code, one.every_days))
    return found or [Reason("usual", "", USUAL_DAYS)]


def next_due(method: Method, standing: Standing, today: date, calendar: BusinessCalendar) -> Due:
    """The soonest day by any rule, counted from today; a stage that rots is touched before it does.

    Never before tomorrow, always a working day. Raises RuleBroken (no_working_time).
    """
    candidates = [(today + timedelta(days=one.days), one) for one in reasons_for(method, standing)]
    limit = standing.stage.rots_after_days if standing.stage else None
    if limit and standing.last_touch and standing.last_touch < today:
        candidates.append((standing.last_touch + timedelta(days=limit), Reason("silence", "", limit)))
    day, reason = min(candidates, key=lambda one: one[0])
    return Due(calendar.working_day_from(max(day, today + timedelta(days=1))), reason)


def is_changed(chosen: date, due: Due) -> bool:
    """Whether a chosen day lies further off than the cadence allows, so that it needs a reason; earlier never does.

    More than the cadence itself beyond the proposed day: a weekly card may slip a week, not more.
    """
    return (chosen - due.day).days > due.reason.days


def silence_reached(days: int, levels: Iterable[int] = SILENCES) -> int:
    """The highest level of silence that so many days without anything done have reached; 0 for none."""
    return max((level for level in levels if days >= level), default=0)


def most_contacts_a_week(method: Method, grade: str) -> int | None:
    """How often a customer of a grade is contacted at most in seven days; None where the method sets no limit."""
    for one in method.cadences:
        if isinstance(one, ContactCadence) and one.scale == "grade" and one.level == grade and one.at_most:
            return max(-(-one.at_most * 7 // one.every_days), 1)
    return None
