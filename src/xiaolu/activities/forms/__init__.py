"""Parse and check what the pages of activities send."""

from .about import About
from .changes import CancelForm, FilterForm, RescheduleForm, RhythmForm, WithdrawForm
from .planning import PlanForm
from .recording import RecordForm
from .tickler import PutCardForm

__all__ = [
    "About",
    "CancelForm",
    "FilterForm",
    "PlanForm",
    "PutCardForm",
    "RecordForm",
    "RescheduleForm",
    "RhythmForm",
    "WithdrawForm",
]
