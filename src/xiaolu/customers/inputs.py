"""Inputs that several forms of customers have in common."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.domain import money
from xiaolu.org.queries import company


class MeasureField(forms.CharField):
    """A number as people write it, kept as minor units of the currency or as thousandths; None for nothing."""

    def __init__(self, *, thousandths: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=30, **kwargs)
        self.thousandths = thousandths
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    @property
    def digits(self) -> int:
        return 3 if self.thousandths else company().digits

    def prepare_value(self, value: Any) -> Any:
        return self.in_words(value).replace(",", "") if isinstance(value, int) else value

    def in_words(self, value: int | None) -> str:
        """The number as a page says it."""
        return "" if value is None else money.trimmed(value, self.digits)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        try:
            units = money.whole(typed, self.digits) if typed else None
        except ValueError:
            raise forms.ValidationError(_("This is not a number that fits here.")) from None
        if units is not None and units < 0:
            raise forms.ValidationError(_("It cannot be negative."))
        return units


def sections(form: forms.Form, groups: Iterable[tuple[Any, Iterable[str]]]) -> list[tuple[Any, list[forms.BoundField]]]:
    """The visible fields of a form under headings; what no group names stands in the last one. Empty groups are left out."""
    left = {field.name: field for field in form.visible_fields()}
    found = [(heading, [left.pop(name) for name in names if name in left]) for heading, names in groups]
    found[-1][1].extend(left.values())
    return [(heading, fields) for heading, fields in found if fields]
