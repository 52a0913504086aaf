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
from xiaolu.activities.actions.week_plans import (
    comment_week_plan,
    decide_week_plan,
    export_week_plan,
    move_visit,
    plan_visit,
    prepare_visit,
    submit_week_plan,
    take_back_week_plan,
    take_out_visit,
)

__all__ = [
    "NextStep",
    "cancel_activity",
    "comment_week_plan",
    "decide_week_plan",
    "edit_activity",
    "end_calendar_feed",
    "export_activities",
    "export_week_plan",
    "finish_activity",
    "hand_over_planned",
    "make_calendar_feed",
    "move_visit",
    "plan_activity",
    "plan_visit",
    "prepare_visit",
    "record_activity",
    "reschedule_activity",
    "submit_week_plan",
    "take_back_week_plan",
    "take_out_visit",
    "withdraw_activity",
]
