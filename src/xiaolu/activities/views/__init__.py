"""The pages of activities."""

from .agreements import (
    agreement_list,
    create_agreement,
    edit_agreement,
    export_agreements,
    person_agreements,
    reopen_agreement,
    settle_agreement,
)
from .calendar import calendar, calendar_events, move_in_calendar
from .changes import cancel_activity, edit_activity, reschedule_activity, withdraw_activity
from .feeds import calendar_feed, end_calendar_feed, feed, make_calendar_feed
from .lists import account_activities, activity_detail, activity_list, export_activities, opportunity_activities
from .meetings import (
    answer_before_meeting,
    close_meeting,
    create_meeting,
    edit_meeting,
    meeting_list,
    note_in_meeting,
    reopen_meeting,
    withdraw_meeting,
)
from .planning import plan_activity
from .recording import activity_about, finish_activity, record_activity
from .reports import activity_report, export_activity_report
from .rhythm import edit_rhythm
from .tickler import not_reached, put_card, tickler_box
from .week_plans import (
    approve_week_plan,
    comment_week_plan,
    export_week_plan,
    move_visit,
    plan_visit,
    prepare_visit,
    return_week_plan,
    submit_week_plan,
    take_back_week_plan,
    take_out_visit,
    week_plan,
    week_plan_of,
)
from .yellow_card import yellow_card, yellow_cards

__all__ = [
    "account_activities",
    "activity_about",
    "activity_detail",
    "activity_list",
    "activity_report",
    "agreement_list",
    "answer_before_meeting",
    "approve_week_plan",
    "calendar",
    "calendar_events",
    "calendar_feed",
    "cancel_activity",
    "close_meeting",
    "comment_week_plan",
    "create_agreement",
    "create_meeting",
    "edit_activity",
    "edit_agreement",
    "edit_meeting",
    "edit_rhythm",
    "end_calendar_feed",
    "export_activities",
    "export_activity_report",
    "export_agreements",
    "export_week_plan",
    "feed",
    "finish_activity",
    "make_calendar_feed",
    "meeting_list",
    "move_in_calendar",
    "move_visit",
    "not_reached",
    "note_in_meeting",
    "opportunity_activities",
    "person_agreements",
    "plan_activity",
    "plan_visit",
    "prepare_visit",
    "put_card",
    "record_activity",
    "reopen_agreement",
    "reopen_meeting",
    "reschedule_activity",
    "return_week_plan",
    "settle_agreement",
    "submit_week_plan",
    "take_back_week_plan",
    "take_out_visit",
    "tickler_box",
    "week_plan",
    "week_plan_of",
    "withdraw_activity",
    "withdraw_meeting",
    "yellow_card",
    "yellow_cards",
]
