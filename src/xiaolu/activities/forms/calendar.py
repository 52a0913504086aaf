"""Which days a calendar shows."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.named_days import FIRST_YEAR, LAST_YEAR

MOST_DAYS = 45
VIEWS = [("week", _("One week")), ("day", _("One day")), ("team", _("Team"))]


class CalendarDayField(forms.DateField):
    """A day of a year in which people plan."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise forms.ValidationError(_("Nobody plans in that year."))


class CalendarForm(forms.Form):
    """What the address of the calendar asks for; what makes no sense is left out."""

    view = forms.ChoiceField(required=False, choices=VIEWS)
    day = CalendarDayField(required=False)

    def chosen(self, today: date) -> tuple[str, date]:
        """The view and the day, a week and today without a word."""
        self.is_valid()
        return self.cleaned_data.get("view") or "week", self.cleaned_data.get("day") or today


class DaysForm(forms.Form):
    """The first and the last day of what is asked for, at most 45 of them."""

    first = CalendarDayField()
    last = CalendarDayField()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("At most 45 days at once, the first one before the last."))
        return given


class ReportForm(forms.Form):
    """What the report of activities is asked for; what makes no sense is left out."""

    UNITS = [("day", _("per day")), ("week", _("per week")), ("month", _("per month"))]
    unit = forms.ChoiceField(required=False, choices=UNITS)
    day = CalendarDayField(required=False)

    def chosen_unit(self, today: date) -> tuple[str, date]:
        """The unit and the day, weeks up to today without a word."""
        self.is_valid()
        return self.cleaned_data.get("unit") or "week", self.cleaned_data.get("day") or today
