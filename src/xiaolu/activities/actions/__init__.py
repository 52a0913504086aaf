"""Every change to activities. One function, one transaction, one audit entry."""

from xiaolu.activities.actions.feeds import end_calendar_feed, make_calendar_feed
from xiaolu.activities.actions.following import hand_over_planned
from xiaolu.activities.actions.planning import cancel_activity, edit_activity, plan_activity, reschedule_activity
from xiaolu.activities.actions.recording import (
    NextStep,
    export_activities,
    finish_activity,
    record_activity,
    withdraw_activity,
)

__all__ = [
    "NextStep",
    "cancel_activity",
    "edit_activity",
    "end_calendar_feed",
    "export_activities",
    "finish_activity",
    "hand_over_planned",
    "make_calendar_feed",
    "plan_activity",
    "record_activity",
    "reschedule_activity",
    "withdraw_activity",
]
