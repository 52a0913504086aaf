"""Parse what the first run asks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.methods.queries import Line


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
