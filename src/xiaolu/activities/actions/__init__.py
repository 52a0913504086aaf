"""Every change to activities. One function, one transaction, one audit entry."""

from xiaolu.activities.actions.following import hand_over_planned
from xiaolu.activities.actions.planning import cancel_activity, edit_activity, plan_activity, reschedule_activity
from xiaolu.activities.actions.recording import (
    NextStep,
    export_activities,
    finish_activity,
    record_activity,
    withdraw_activity,
)
from xiaolu.activities.actions.silence import edit_rhythm, sound_alarms

__all__ = [
    "NextStep",
    "cancel_activity",
    "edit_activity",
    "edit_rhythm",
    "export_activities",
    "finish_activity",
    "hand_over_planned",
    "plan_activity",
    "record_activity",
    "reschedule_activity",
    "sound_alarms",
    "withdraw_activity",
]
