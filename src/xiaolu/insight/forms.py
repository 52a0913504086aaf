"""Parse what the addresses and pages of figures send."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.domain import money
from xiaolu.org.queries import today

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
DIGITS = 3  # a volume is kept in thousandths


class Day(forms.DateField):
    """A day that a pipeline can have; the page's own date picker sends it as 2026-11-22."""

    def __init__(self, label: object) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d")
        super().__init__(label=label, required=False, input_formats=["%Y-%m-%d"], widget=widget)  # type: ignore[arg-type]

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not FIRST <= value <= LAST:
            raise forms.ValidationError(_("Choose a day between 1990 and 2100."))


class LensForm(forms.Form):
    """The report's date, the period, and since when rows entered the table."""

    at = Day(_("As it was on"))
    start = Day(_("From"))
    end = Day(_("To"))
    since = Day(_("Entered since"))

    def clean_at(self) -> date | None:
        at: date | None = self.cleaned_data["at"]
        if at and at > today():
            raise forms.ValidationError(_("This day is still to come."))
        return at

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end") or cleaned.get("at") or today()
        if start and start > end:
            raise forms.ValidationError(_("The first day is after the last."))
        return cleaned


class YearForm(forms.Form):
    year = forms.IntegerField(min_value=FIRST.year, max_value=LAST.year)


def increase_in(text: str) -> int:
    """A yearly increase as people write it, in thousandths; 0 for an empty field. Raises ValidationError."""
    if not text.strip():
        return 0
    try:
        volume = money.whole(text, DIGITS)
    except ValueError:
        raise forms.ValidationError(_("Write a number, such as 120 or 37.5.")) from None
    if volume < 0:
        raise forms.ValidationError(_("An increase cannot be less than nothing."))
    return volume
