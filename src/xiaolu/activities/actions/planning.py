"""Planning, changing, moving and calling off."""

from datetime import date, time
from typing import Any

from django.db import transaction

from xiaolu.activities.actions.keeping import differences, keep, locked, put, with_customer
from xiaolu.activities.actions.messages import ask_around
from xiaolu.activities.models import Activity
from xiaolu.domain.activities import repeated
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.workdays import is_working_day
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today

MOST_DAYS_AHEAD = 366


@transaction.atomic
def plan_activity(*, kind: str, owner: Person, by: Person | None, day: date, **values: Any) -> Activity:
    """Plan something for a day from today on, at most a year ahead. `new_customer`: the name of one to be made.

    Raises RuleBroken (planned_in_past, planned_too_far, other_customers_deal, other_customers_contact).
    """
    activity = Activity(kind=kind, owner=owner, state="planned", created_by=by, day=day, planned_for=day)
    _check_day(day)
    values = with_customer(values, owner=owner, by=by)
    put(activity, values)
    keep(activity, values)
    ask_around(activity)
    audit.record(activity, "plan_activity", by=by, changes={"day": (None, day), "owner": (None, owner)})
    return activity


@transaction.atomic
def edit_activity(activity: Activity, *, by: Person | None, seen: int, **values: Any) -> Activity:
    """Change what is planned, or correct what was recorded; what is done stays on a day up to today.

    Raises Stale, RuleBroken (day_in_future, planned_in_past, planned_too_far, called_off, …).
    """
    activity = locked(activity, seen=seen)
    if activity.state == "cancelled":
        raise RuleBroken("called_off")
    day: Any = values.get("day", activity.day)
    if activity.state == "done" and day > today():
        raise RuleBroken("day_in_future", day=day.isoformat())
    if activity.state == "planned" and day != activity.day:
        _check_day(day)
        values["planned_for"] = day
    values = with_customer(values, owner=activity.owner, by=by)
    changes = differences(activity, values)
    put(activity, values)
    keep(activity, values)
    if activity.state == "planned":
        ask_around(activity)
    audit.record(activity, "edit_activity", by=by, changes=changes)
    return activity


@transaction.atomic
def reschedule_activity(
    activity: Activity, *, by: Person | None, seen: int, day: date, start: time | None, minutes: int | None = None
) -> Activity:
    """Move what is planned to another day or time. Raises Stale, RuleBroken (not_planned, planned_in_past, …)."""
    activity = locked(activity, seen=seen)
    if activity.state != "planned":
        raise RuleBroken("not_planned")
    if day != activity.day:
        _check_day(day)
    values = {"day": day, "planned_for": day, "start": start, "minutes": minutes or activity.minutes}
    changes = differences(activity, values)
    put(activity, values)
    keep(activity, {})
    ask_around(activity)
    audit.record(activity, "reschedule_activity", by=by, changes=changes)
    return activity


@transaction.atomic
def cancel_activity(activity: Activity, *, by: Person | None, seen: int, because: str) -> Activity:
    """Call off what is planned; one that repeats goes on. Raises Stale, RuleBroken (not_planned, reason_needed)."""
    activity = locked(activity, seen=seen)
    if activity.state != "planned":
        raise RuleBroken("not_planned")
    if not because.strip():
        raise RuleBroken("reason_needed")
    activity.state, activity.cancelled_because = "cancelled", because.strip()
    keep(activity, {})
    ask_around(activity)
    plan_repetition(activity, by=by)
    audit.record(activity, "cancel_activity", by=by, changes={"reason": ("", because)})
    return activity


def plan_repetition(activity: Activity, *, by: Person | None) -> Activity | None:
    """The next one of what repeats: on its own rhythm, the first working day from then on, never in the past."""
    day = repeated(activity.planned_for or activity.day, activity.repeats)
    while day is not None and (day <= today() or not is_working_day(day)):
        day = _later(day, activity.repeats)
    if day is None:
        return None
    kept = {
        name: getattr(activity, name) for name in ("subject", "account", "start", "minutes", "repeats", "time_kind")
    }
    deal = activity.opportunity if activity.opportunity and activity.opportunity.stage_kind == "open" else None
    return plan_activity(kind=activity.kind, owner=activity.owner, by=by, day=day, opportunity=deal, **kept)


def _later(day: date, repeats: str) -> date | None:
    """The next candidate: by the rhythm while it lies in the past, else day by day until it is a working day."""
    return repeated(day, repeats) if day <= today() else repeated(day, "day")


def _check_day(day: date) -> None:
    if day < today():
        raise RuleBroken("planned_in_past", day=day.isoformat())
    if (day - today()).days > MOST_DAYS_AHEAD:
        raise RuleBroken("planned_too_far")
