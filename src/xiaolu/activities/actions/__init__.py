"""Every change to activities, meetings and agreements. One function, one transaction, one audit entry."""

from xiaolu.activities.actions.agreements import (
    count_agreements,
    create_agreement,
    edit_agreement,
    hand_over_agreements,
    note_agreements_export,
    reopen_agreement,
    settle_agreement,
)
from xiaolu.activities.actions.feeds import end_calendar_feed, make_calendar_feed
from xiaolu.activities.actions.following import hand_over_planned
from xiaolu.activities.actions.loading import NewActivity, create_many, edit_loaded, index_again, remove_many
from xiaolu.activities.actions.meetings import (
    answer_before_meeting,
    close_meeting,
    create_meeting,
    edit_meeting,
    keep_pack,
    note_in_meeting,
    reopen_meeting,
    withdraw_meeting,
)
from xiaolu.activities.actions.message_rules import (
    archive_message_template,
    create_message_template,
    edit_message_rule,
    edit_message_template,
    restore_message_template,
)
from xiaolu.activities.actions.message_sending import remind_of_messages, send_message, tell_of_failed
from xiaolu.activities.actions.messages import drop_message, stop_messages
from xiaolu.activities.actions.planning import cancel_activity, edit_activity, plan_activity, reschedule_activity
from xiaolu.activities.actions.recording import (
    NextStep,
    export_activities,
    finish_activity,
    record_activity,
    withdraw_activity,
)
from xiaolu.activities.actions.reviews import review_day
from xiaolu.activities.actions.silence import edit_rhythm, sound_alarms
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
    "NewActivity",
    "NextStep",
    "answer_before_meeting",
    "archive_message_template",
    "cancel_activity",
    "close_meeting",
    "comment_week_plan",
    "count_agreements",
    "create_agreement",
    "create_many",
    "create_meeting",
    "create_message_template",
    "decide_week_plan",
    "drop_message",
    "edit_activity",
    "edit_agreement",
    "edit_loaded",
    "edit_meeting",
    "edit_message_rule",
    "edit_message_template",
    "edit_rhythm",
    "end_calendar_feed",
    "export_activities",
    "export_week_plan",
    "finish_activity",
    "hand_over_agreements",
    "hand_over_planned",
    "index_again",
    "keep_pack",
    "make_calendar_feed",
    "move_visit",
    "note_agreements_export",
    "note_in_meeting",
    "plan_activity",
    "plan_visit",
    "prepare_visit",
    "record_activity",
    "remind_of_messages",
    "remove_many",
    "reopen_agreement",
    "reopen_meeting",
    "reschedule_activity",
    "restore_message_template",
    "review_day",
    "send_message",
    "settle_agreement",
    "sound_alarms",
    "stop_messages",
    "submit_week_plan",
    "take_back_week_plan",
    "take_out_visit",
    "tell_of_failed",
    "withdraw_activity",
    "withdraw_meeting",
]
