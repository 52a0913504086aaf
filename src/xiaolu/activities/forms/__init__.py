"""Parse and check what the pages of activities send."""

from xiaolu.activities.answering import AnswersForm

from .about import About
from .changes import CancelForm, FilterForm, RescheduleForm, RhythmForm, WithdrawForm
from .meetings import (
    AgreementFilterForm,
    AgreementForm,
    CloseForm,
    MeetingForm,
    NoteForm,
    SettleForm,
)
from .messages import MessageRuleForm, MessageTemplateForm, WriteForm
from .planning import PlanForm
from .recording import RecordForm
from .tickler import PutCardForm

__all__ = [
    "About",
    "AgreementFilterForm",
    "AgreementForm",
    "AnswersForm",
    "CancelForm",
    "CloseForm",
    "FilterForm",
    "MeetingForm",
    "MessageRuleForm",
    "MessageTemplateForm",
    "NoteForm",
    "PlanForm",
    "PutCardForm",
    "RecordForm",
    "RescheduleForm",
    "RhythmForm",
    "SettleForm",
    "WithdrawForm",
    "WriteForm",
]
