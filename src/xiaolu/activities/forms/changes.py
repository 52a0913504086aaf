"""Short forms: moving, calling off, withdrawing, and the filters of a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiaolu.activities.models import Activity
from xiaolu.web.form_parts import DayInput, TimeInput, VersionedForm


class RescheduleForm(VersionedForm):
    day = forms.DateField(label=_("Day"), widget=DayInput())
    start = forms.TimeField(label=_("Time"), required=False, widget=TimeInput())
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=1440)


class CancelForm(VersionedForm):
    because = forms.CharField(label=_("Why it was called off"), max_length=200)


class WithdrawForm(VersionedForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RhythmForm(VersionedForm):
    first = forms.IntegerField(label=_("Remind the owner after"), min_value=0, max_value=365, help_text=_("days"))
    second = forms.IntegerField(
        label=_("Remind the owner again after"), min_value=0, max_value=365, help_text=_("days")
    )
    third = forms.IntegerField(label=_("Tell the manager after"), min_value=0, max_value=365, help_text=_("days"))
    most_contacts = forms.IntegerField(
        label=_("Contacts per customer in seven days, at most"), min_value=0, max_value=100,
        help_text=_("More are warned of, never refused; 0 sets no limit. A limit of the method for the grade comes first."),
    )  # fmt: skip


class FilterForm(forms.Form):
    """What the address of a list asks for; what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=100)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *Activity.Kind.choices])
    state = forms.ChoiceField(required=False, choices=[("", ""), *Activity.State.choices])
    owner = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    start = forms.DateField(required=False)
    end = forms.DateField(required=False)
