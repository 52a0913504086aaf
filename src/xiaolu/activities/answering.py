"""A method's questionnaire as a form: before a meeting, at the end of a day."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from xiaolu.domain.method import Question, Questionnaire
from xiaolu.web.form_parts import VersionedForm

LONGEST = 4_000


class AnswersForm(VersionedForm):
    """The questions in their order; none has to be answered."""

    def __init__(self, *args: Any, asked: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in asked.questions:
            self.fields[question.code] = _field(question)

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, without what was left empty."""
        return {code: str(answer) for code, answer in self.values.items() if answer not in (None, "")}


def _field(question: Question) -> forms.Field:
    label = question.text.into(get_language() or "zh-hans")
    if question.answer == "score":
        return forms.IntegerField(label=label, required=False, min_value=question.least, max_value=question.most)
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST})
    )
