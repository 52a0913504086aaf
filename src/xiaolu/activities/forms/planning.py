"""Planning, and changing what is planned."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.activities.forms.about import AboutForm
from xiaolu.activities.models import Activity
from xiaolu.org.queries import today


class PlanForm(AboutForm):
    """Something to do: when, what for, with whom; it may repeat."""

    subject = forms.CharField(label=_("What for"), max_length=200, required=False)
    repeats = forms.ChoiceField(
        label=_("Repeats"), choices=[("", _("once")), *Activity.Repeats.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("owner", self.user.pk)
        self.initial.setdefault("kind", "visit")
        self.initial.setdefault("day", today())

    def clean_day(self) -> Any:
        day, before = self.cleaned_data["day"], getattr(self.subject, "day", None)
        if day != before and not today() <= day <= today() + timedelta(days=366):
            raise forms.ValidationError(_("From today on, at most twelve months ahead."))
        return day
