"""Parse and check what the pages of calendars and clocks send."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.clocks.models import NoticeChoice, NoticeHours
from xiaolu.clocks.queries import Ways
from xiaolu.clocks.queries.clocks import STATES
from xiaolu.clocks.words import NOTICE_KINDS
from xiaolu.domain.business_time import Shift, Week
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.web.form_parts import DayInput, TimeInput, VersionedForm

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
SHIFT = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至]\s*(\d{1,2})[:：](\d{2})")


def read_shifts(text: str) -> list[Shift]:
    """Read "09:00-12:00, 13:00-18:00"; nothing is a day off. Raises ValueError."""
    found = []
    for part in filter(None, (one.strip() for one in re.split(r"[,，;；、]", text))):
        match = SHIFT.fullmatch(part)
        if not match:
            raise ValueError(part)
        first, last = (int(match[place]) * 60 + int(match[place + 1]) for place in (1, 3))
        if int(match[2]) > 59 or int(match[4]) > 59 or last > 1440 or first >= last:
            raise ValueError(part)
        found.append(Shift(first, last))
    return found


def written_shifts(shifts: Sequence[Shift]) -> str:
    """Shifts the way `read_shifts` reads them."""
    return ", ".join(
        f"{one.first // 60:02}:{one.first % 60:02}-{one.last // 60:02}:{one.last % 60:02}" for one in shifts
    )


class HoursForm(forms.Form):
    """One line of shifts for each weekday."""

    def __init__(self, *args: Any, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, name in enumerate(WEEKDAYS):
            self.fields[f"day{place}"] = forms.CharField(
                label=name, required=False, max_length=120, initial=written_shifts(week[place]),
                widget=forms.TextInput(attrs={"placeholder": gettext("day off")}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        self.shifts: dict[int, list[Shift]] = {}
        for place in range(7):
            try:
                self.shifts[place] = read_shifts(self.cleaned_data.get(f"day{place}", ""))
            except ValueError:
                self.add_error(f"day{place}", gettext("Write it like 09:00-12:00, 13:00-18:00; leave a day off empty."))
        return self.cleaned_data


class OwnDayForm(forms.Form):
    """A day on which the company works or does not, whatever the public calendar says."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    works = forms.TypedChoiceField(
        label=_("On this day"), choices=[("no", _("nobody works")), ("yes", _("we work"))], coerce=lambda text: text == "yes",
        widget=forms.RadioSelect, initial="no",
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=60, required=False)

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if abs(day.year - today().year) > 10:
            raise forms.ValidationError(gettext("A day within ten years."))
        return day


class LeaveForm(forms.Form):
    """Who is away from when to when."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none())
    first = forms.DateField(label=_("First day"), widget=DayInput())
    last = forms.DateField(label=_("Last day"), widget=DayInput())
    reason = forms.CharField(
        label=_("Kind of leave"), max_length=60, required=False, help_text=_("Annual leave, training, business trip …")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class FilterForm(forms.Form):
    """What the address of a list asks for; what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=[("all", ""), *((one, "") for one in STATES)])
    code = forms.CharField(required=False, max_length=60)
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    start = forms.DateField(required=False)
    end = forms.DateField(required=False)


class NoticeChoicesForm(VersionedForm):
    """By which ways somebody is told things of each kind, and when not."""

    quiet_from = forms.TimeField(label=_("Quiet from"), widget=TimeInput())
    quiet_to = forms.TimeField(label=_("until"), widget=TimeInput())
    digest_at = forms.TimeField(label=_("Once a day at"), widget=TimeInput())
    days_off = forms.BooleanField(label=_("Also quiet on days off and on leave"), required=False)

    def __init__(self, *args: Any, subject: NoticeHours, ways: Mapping[str, Ways], **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        for kind, label in NOTICE_KINDS.items():
            for place, way in enumerate(("email", "robot")):
                self.fields[f"{way}_{kind}"] = forms.ChoiceField(
                    label=label, choices=NoticeChoice.When.choices, initial=ways[kind][place]
                )

    @property
    def lines(self) -> list[tuple[Any, Any, Any]]:
        """What a kind is called, with its two fields."""
        return [(label, self[f"email_{kind}"], self[f"robot_{kind}"]) for kind, label in NOTICE_KINDS.items()]

    @property
    def chosen(self) -> dict[str, Ways]:
        given = self.cleaned_data
        return {kind: (given[f"email_{kind}"], given[f"robot_{kind}"]) for kind in NOTICE_KINDS}

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("quiet_from", "quiet_to", "digest_at", "days_off")}
