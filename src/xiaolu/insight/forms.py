"""Parse what the addresses and pages of figures send."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from xiaolu.domain import money
from xiaolu.insight.models import ThreeW
from xiaolu.org.models import Person
from xiaolu.org.queries import today

LONGEST = 4_000
LINES = forms.Textarea(attrs={"rows": 2})
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


class ThreeWForm(forms.Form):
    """A 3W as it is written down; the figure that opened it stands beside it and does not change."""

    bottleneck = forms.CharField(label=_("Bottleneck"), max_length=200)
    problem = forms.CharField(
        label=_("What is the problem"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    why1 = forms.CharField(label=_("Why (W1)"), max_length=LONGEST, required=False, widget=LINES)
    why2 = forms.CharField(label=_("Why that (W2)"), max_length=LONGEST, required=False, widget=LINES)
    why3 = forms.CharField(label=_("Why that (W3)"), max_length=LONGEST, required=False, widget=LINES)
    solution = forms.CharField(label=_("Solution for W3"), max_length=LONGEST, required=False, widget=LINES)
    plan = forms.CharField(label=_("Goal and plan"), max_length=LONGEST, required=False, widget=LINES)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.none())
    due = Day(_("Due"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owners: QuerySet[Person], subject: ThreeW | None = None, **kwargs: Any) -> None:
        if subject is not None:
            kwargs["initial"] = {name: getattr(subject, name) for name in self.base_fields if hasattr(subject, name)}
        super().__init__(*args, **kwargs)
        self.fields["due"].required = True
        chosen = Q(pk=subject.owner_id) if subject else Q(pk__in=[])
        self.fields["owner"].queryset = Person.objects.filter(Q(pk__in=owners.values("pk")) | chosen).order_by(
            "name", "id"
        )

    @property
    def seen(self) -> int:
        """The version that the page showed; 0 when it said none."""
        return self.cleaned_data.get("version") or 0

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ResultForm(forms.Form):
    """What came of a 3W."""

    result = forms.CharField(label=_("What came of it"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ItemForm(forms.Form):
    """Something for the weekly meeting: a figure's address, a record, or a line."""

    line = forms.CharField(max_length=200, required=False)
    figure = forms.CharField(max_length=700, required=False)
    kind = forms.ChoiceField(choices=[("", ""), ("account", ""), ("opportunity", "")], required=False)
    object_id = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    team = forms.CharField(max_length=40, required=False)
