"""Recording: what happened, and the next step in the same form."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.activities.actions import NextStep
from xiaolu.activities.forms.about import AboutForm
from xiaolu.activities.models import Activity
from xiaolu.activities.queries import contacts_too_many
from xiaolu.activities.words import SIGNALS
from xiaolu.domain.cadence import Due
from xiaolu.files.limits import ENDINGS
from xiaolu.org.queries import today
from xiaolu.pipeline.far_dates import ask_why_late, why_late
from xiaolu.web.form_parts import DayInput, TimeInput

YES_NO = [("", _("not said")), ("yes", _("yes")), ("no", _("no"))]
MOST_FILES = 10
KEPT_FOR = timedelta(days=30)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; a phone offers camera and microphone."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most ten files at once."))
        return [super(FilesField, self).clean(one, initial) for one in given]


class RecordForm(AboutForm):
    """Something done; with the next step, which an open opportunity always has."""

    result = forms.CharField(
        label=_("What happened"), max_length=10000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    words = forms.CharField(
        label=_("In the customer's words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Some milestones are shown only by what the customer said."),
    )  # fmt: skip
    reached = forms.TypedChoiceField(label=_("Reached"), choices=YES_NO, required=False, coerce=lambda text: text == "yes", empty_value=None)  # fmt: skip
    in_charge_met = forms.TypedChoiceField(
        label=_("Person in charge met"), choices=YES_NO, required=False, coerce=lambda text: text == "yes", empty_value=None
    )  # fmt: skip
    signals = forms.MultipleChoiceField(
        label=_("Buying signals"), choices=list(SIGNALS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    time_kind = forms.ChoiceField(
        label=_("Kind of time"), choices=[("", _("as usual for its kind")), *Activity.TimeKind.choices], required=False
    )
    attached = FilesField(
        label=_("Files, photos, voice"), required=False,
        widget=ManyFiles(attrs={"accept": ",".join(f".{one}" for one in ENDINGS) + ",image/*,audio/*"}),
    )  # fmt: skip
    recorded_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)  # on a phone without signal
    next_kind = forms.ChoiceField(
        label=_("Next step"), choices=[("", _("none")), *Activity.Kind.choices], required=False
    )
    next_day = forms.DateField(label=_("Next date"), required=False, widget=DayInput())
    next_start = forms.TimeField(label=_("Time"), required=False, widget=TimeInput())
    next_subject = forms.CharField(label=_("What will be done"), max_length=200, required=False)

    due: Due | None = None
    warning: Any = ""  # said, never in the way

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", today())
        self.initial.setdefault("owner", self.user.pk)
        self.initial.setdefault("kind", "call")
        self.fields["day"].help_text = _("When it happened; not after today.")
        self.fields["contacts"].label = _("Who was met")
        deal = self.about.opportunity
        if deal and deal.stage_kind == "open":
            self.initial.setdefault("next_kind", "call")
            self.due = ask_why_late(self, deal, of="next_day")
            self.initial.setdefault("next_day", self.due and self.due.day)
        if self.about.account and (found := contacts_too_many(self.about.account, deal, today())):
            self.warning = _("Contacted %(done)s times in seven days; at most %(most)s were meant.") % {
                "done": found[0], "most": found[1],
            }  # fmt: skip

    def clean_recorded_at(self) -> Any:
        """When it was written down; what a phone says of long ago or of later is not believed."""
        at, now = self.cleaned_data["recorded_at"], timezone.now()
        return at if at and now - KEPT_FOR < at <= now else None

    def clean_next_day(self) -> Any:
        day = self.cleaned_data["next_day"]
        if day and not today() <= day <= today() + timedelta(days=366):
            raise forms.ValidationError(_("From today on, at most twelve months ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        """An open opportunity is never left without a next step; a day without a kind is a task."""
        cleaned = super().clean() or self.cleaned_data
        deal, day = cleaned.get("opportunity"), cleaned.get("next_day")
        if deal is not None and deal.stage_kind == "open" and not day and "next_day" not in self.errors:
            self.add_error("next_day", _("An open opportunity always has a next date."))
        if (cleaned.get("next_kind") or cleaned.get("next_subject")) and not day and "next_day" not in self.errors:
            self.add_error("next_day", _("Say on which day."))
        return cleaned

    @property
    def next_step(self) -> NextStep | None:
        given = self.cleaned_data
        if not given.get("next_day"):
            return None
        return NextStep(
            given["next_kind"] or "task", given["next_day"], given["next_subject"], given["next_start"],
            why_late(self), self.due.day if self.due else None,
        )  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if not name.startswith("next_")}
