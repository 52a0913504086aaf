"""Putting a card into another slot of the tickler box."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.periods import month_of, month_start
from xiaolu.domain.tickler import box
from xiaolu.org.queries import today
from xiaolu.web.form_parts import DayInput, VersionedForm


class PutCardForm(VersionedForm):
    """A day, or a month, and why. `version` is that of the opportunity."""

    day = forms.DateField(label=_("On the day"), required=False, widget=DayInput())
    month = forms.TypedChoiceField(
        label=_("or some day in"), required=False, coerce=int, empty_value=0,
        help_text=_("It comes to a day on the first working day of that month."),
    )  # fmt: skip
    because = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [("", "—"), *((one, _named(one)) for one in months(today()))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and bool(cleaned.get("day")) == bool(cleaned.get("month")):
            self.add_error("day", _("Choose a day or a month."))
        return cleaned


def months(now: date) -> list[int]:
    """The months whose slots a card can be put into: the twelve after this one."""
    found = [month_of(span.last) for span in box(now) if span.slot.kind == "month"]
    return [one for one in found if one > month_of(now)]


def _named(month: int) -> str:
    return date_format(month_start(month), "YEAR_MONTH_FORMAT")
