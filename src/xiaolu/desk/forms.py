"""Parse what the first run and the weekly pack ask."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xiaolu.methods.queries import Line
from xiaolu.org.queries import today
from xiaolu.web.form_parts import DayInput, VersionedForm


class MethodsForm(forms.Form):
    """By which methods the company works; ids, at least one."""

    methods = forms.TypedMultipleChoiceField(
        label=_("Methods"), coerce=int, error_messages={"required": _("Choose at least one.")}
    )

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["methods"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(line.method.pk, line.method.code) for line in lines]

    @property
    def chosen(self) -> list[str]:
        return self.data.getlist("methods") if self.is_bound else []  # type: ignore[attr-defined]


class PackForm(VersionedForm):
    """As of which day a pack is made: today or a day before."""

    at = forms.DateField(label=_("As of the end of"), widget=DayInput(**{"class": "input"}))

    def clean_at(self) -> date:
        day: date = self.cleaned_data["at"]
        if not date(1990, 1, 1) <= day <= today():
            raise ValidationError(_("Choose a day up to today."))
        return day
