"""Parse and check what the pipeline's pages send."""

from xiaolu.pipeline.forms.evidence import evidence_form
from xiaolu.pipeline.forms.moves import AnswerForm, MoveForm, VersionForm
from xiaolu.pipeline.forms.opportunity import (
    FieldForm,
    NextStepForm,
    OpportunityForm,
    OwnerForm,
    PeriodForm,
    ReasonForm,
)

__all__ = [
    "AnswerForm",
    "FieldForm",
    "MoveForm",
    "NextStepForm",
    "OpportunityForm",
    "OwnerForm",
    "PeriodForm",
    "ReasonForm",
    "VersionForm",
    "evidence_form",
]
