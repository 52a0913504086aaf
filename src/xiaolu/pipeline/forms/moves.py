"""Forms of moves, of answers to requests, and of moving to a new version."""

from collections.abc import Iterable

from django import forms
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.gates import Step, reasons_for
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.method.model import ReasonFor
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.versions import Running
from xiaolu.web.form_parts import DayInput

WHY = {
    "lost": _("Why it was lost"),
    "churned": _("Why the customer left"),
    "back": _("Why it goes back"),
    "skip": _("Why a stage is skipped"),
    "override": _("Why it may pass the gate"),
}


def reason_field(rules: MethodRules, use: ReasonFor, *, required: bool) -> forms.Field:
    """A choice among the method's reasons for a use; where it has none, the person's own words."""
    language = get_language() or "zh-hans"
    reasons = [(reason.code, reason.name.into(language)) for reason in reasons_for(rules, use)]
    if not reasons:
        return forms.CharField(label=WHY[use], max_length=40 if use == "override" else 120, required=required)
    return forms.ChoiceField(label=WHY[use], choices=[("", "—"), *reasons], required=required)


class MoveForm(forms.Form):
    """A move to another stage, with what this one asks for: a reason, a competitor, a word of who manages."""

    to = forms.ChoiceField(label=_("To stage"))
    on = forms.DateField(label=_("Day"), widget=DayInput(), help_text=_("When it happened; not after today."))
    reason = forms.CharField(required=False)  # replaced by what the move asks for
    competitor = forms.CharField(
        label=_("Competitor"), max_length=120, widget=forms.TextInput(attrs={"list": "competitors"}),
        error_messages={"required": _("Name the competitor, or tick that there was none.")},
    )  # fmt: skip
    no_competitor = forms.BooleanField(label=_("No competitor, or not known"), required=False)
    override = forms.CharField(required=False)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    use_required_attribute = False  # the competitor is needed unless there was none

    def __init__(
        self, *args, opportunity: Opportunity, rules: MethodRules, step: Step, stages: Iterable[str], may_override: bool,
        closed: bool = False, **kwargs,
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        self.is_loss = step.kind in ("lost", "churned")
        self.fields["to"].choices = [(code, f"{code} {rules.stage(code).name.into(language)}") for code in stages]
        self.fields["to"].widget.attrs |= {
            "hx-get": reverse("pipeline:move_opportunity", args=[opportunity.pk]), "hx-trigger": "change", "hx-target": "closest .drawer-body",
            "hx-swap": "outerHTML", "hx-disabled-elt": "next button",
        }  # fmt: skip
        if step.asks:
            self.fields["reason"] = reason_field(rules, step.asks, required=True)
        else:
            del self.fields["reason"]
        if not self.is_loss:
            del self.fields["competitor"], self.fields["no_competitor"]
        if may_override and closed:
            self.fields["override"] = reason_field(rules, "override", required=True)
        else:
            del self.fields["override"]
        if not step.asks and "override" not in self.fields:
            del self.fields["remark"]

    def clean(self):
        """To whom a deal was lost is said, or said to be nobody or unknown: then it is ''."""
        cleaned = super().clean()
        if self.is_loss and cleaned.pop("no_competitor", False):
            self.errors.pop("competitor", None)
            cleaned["competitor"] = ""
        return cleaned


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Why not"), max_length=200)


class VersionForm(forms.Form):
    """Which stage takes the place of each retired one."""

    def __init__(self, *args, running: Iterable[Running], **kwargs):
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        for one in running:
            if one.stage.retired:
                choices = [(stage.code, f"{stage.code} {stage.name.into(language)}") for stage in one.choices]
                label = f"{one.stage.code} {one.stage.name.into(language)} →"
                self.fields[f"stage_{one.stage.code}"] = forms.ChoiceField(label=label, choices=[("", "—"), *choices])

    @property
    def mapping(self) -> dict[str, str]:
        """Retired stage → the one that takes its place."""
        return {name.removeprefix("stage_"): value for name, value in self.cleaned_data.items()}
