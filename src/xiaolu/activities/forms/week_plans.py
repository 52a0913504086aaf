"""The weekly visit plan: laying a visit into a day, its purpose and preparation, the manager's word."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiaolu.activities.forms.calendar import CalendarDayField
from xiaolu.domain.method import Questionnaire
from xiaolu.web.form_parts import VersionedForm


class PlanVisitForm(forms.Form):
    """Which opportunity is to be visited on which day."""

    opportunity = forms.IntegerField(min_value=1, max_value=2**62)
    day = CalendarDayField()


class MoveVisitForm(VersionedForm):
    day = CalendarDayField()


class VersionForm(VersionedForm):
    """Nothing but the version that the page showed."""


class CommentForm(VersionedForm):
    comment = forms.CharField(
        label=_("Comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PrepareForm(VersionedForm):
    """Purpose, and one answer to each question that the method wants known before."""

    subject = forms.CharField(label=_("Purpose"), max_length=200, required=False)

    def __init__(self, *args: Any, asked: Questionnaire | None, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [question.code for question in asked.questions] if asked else []
        language = get_language() or "zh-hans"
        for question in asked.questions if asked else ():
            self.fields[f"answer_{question.code}"] = forms.CharField(
                label=question.text.into(language), required=False, max_length=500, initial=known.get(question.code, "")
            )

    @property
    def answers(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"answer_{code}"].strip() for code in self.codes}
