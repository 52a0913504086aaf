"""Parse meetings, what was answered before them, notes and agreements."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiaolu.activities import meeting_access as access
from xiaolu.activities.models import Agreement, Meeting
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods, rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.web.form_parts import DayInput, VersionedForm

LONGEST = 4_000
YEAR = timedelta(days=366)
SETTLED = [choice for choice in Agreement.State.choices if choice[0] != Agreement.State.OPEN]


def within_a_year(day: date, before: date | None = None) -> date:
    """A day at most a year away from today, unless it was there before."""
    if day != before and not today() - YEAR <= day <= today() + YEAR:
        raise forms.ValidationError(_("Choose a day at most a year away."))
    return day


class MeetingForm(VersionedForm):
    """A meeting: whose, when, what for, who has to be there. Whose it is stays."""

    method = forms.ModelChoiceField(label=_("Method"), queryset=Method.objects.none(), empty_label=None)
    team = forms.ChoiceField(label=_("Team"))
    day = forms.DateField(label=_("Day"), widget=DayInput())
    purpose = forms.CharField(
        label=_("Purpose"), max_length=300, help_text=_("What is decided or different when it is over?")
    )
    needed = forms.ModelMultipleChoiceField(
        label=_("Who is needed"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, user: Person, subject: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        self.teams = {team.code: team for team in access.teams_to_meet(user)}
        self.fields["needed"].queryset = access.people_to_need(user)  # type: ignore[attr-defined]
        self.fields["method"].queryset = methods()  # type: ignore[attr-defined]
        self.fields["method"].label_from_instance = _name_of_method  # type: ignore[attr-defined]
        whole = [("all", _("Whole company"))] if user.edit_scope == "all" else []
        self.fields["team"].choices = [*((code, team.name) for code, team in self.teams.items()), *whole]  # type: ignore[attr-defined]
        if subject is not None:
            del self.fields["team"], self.fields["method"]

    def clean_team(self) -> Any:
        return self.teams.get(self.cleaned_data["team"])

    def clean_day(self) -> date:
        return within_a_year(self.cleaned_data["day"], getattr(self.subject, "day", None))


def _name_of_method(method: Any) -> str:
    return rules_of(method).name.into(get_language() or "zh-hans")


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST})
    )


class AgreementForm(VersionedForm):
    """Who does what by when."""

    text = forms.CharField(label=_("What is done"), max_length=300)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none())
    due = forms.DateField(label=_("By when"), widget=DayInput())

    def __init__(self, *args: Any, user: Person, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = access.possible_keepers(user, meeting)  # type: ignore[attr-defined]

    def clean_due(self) -> date:
        return within_a_year(self.cleaned_data["due"], getattr(self.subject, "due", None))


class SettleForm(VersionedForm):
    """What became of it; a reason where it was not kept or dropped."""

    state = forms.ChoiceField(label=_("What became of it"), choices=SETTLED, widget=forms.RadioSelect)
    because = forms.CharField(label=_("Reason"), max_length=300, required=False)


class CloseForm(VersionedForm):
    """Which agreements were read back."""

    read = forms.TypedMultipleChoiceField(label=_("Read back"), coerce=int, required=False)

    def __init__(self, *args: Any, agreements: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["read"].choices = [(pk, pk) for pk in agreements]  # type: ignore[attr-defined]


class AgreementFilterForm(forms.Form):
    """What the address of the list asks for; what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=[("", ""), *Agreement.State.choices])
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    team = forms.CharField(required=False, max_length=40)
    due = forms.ChoiceField(required=False, choices=[("", ""), ("late", ""), ("week", "")])
