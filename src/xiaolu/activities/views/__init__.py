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
from .changes import cancel_activity, edit_activity, reschedule_activity, withdraw_activity
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
from .rhythm import edit_rhythm
from .tickler import not_reached, put_card, tickler_box
from .yellow_card import yellow_card, yellow_cards

__all__ = [
    "account_activities",
    "activity_about",
    "activity_detail",
    "activity_list",
    "agreement_list",
    "answer_before_meeting",
    "cancel_activity",
    "close_meeting",
    "create_agreement",
    "create_meeting",
    "edit_activity",
    "edit_agreement",
    "edit_meeting",
    "edit_rhythm",
    "export_activities",
    "export_agreements",
    "finish_activity",
    "meeting_list",
    "not_reached",
    "note_in_meeting",
    "opportunity_activities",
    "person_agreements",
    "plan_activity",
    "put_card",
    "record_activity",
    "reopen_agreement",
    "reopen_meeting",
    "reschedule_activity",
    "settle_agreement",
    "tickler_box",
    "withdraw_activity",
    "withdraw_meeting",
    "yellow_card",
    "yellow_cards",
]
