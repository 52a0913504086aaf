"""The form by which each kind of evidence is given."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.gates import Demand
from xiaolu.domain.method import FIELDS, Question, Questionnaire
from xiaolu.domain.method import Method as MethodRules
from xiaolu.files.limits import ENDINGS, MOST_BYTES
from xiaolu.org.queries import today
from xiaolu.web.form_parts import DayInput

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)


class EvidenceForm(forms.Form):
    """When it was, and the customer's own words where the milestone wants them."""

    on = forms.DateField(label=_("Day"), widget=DayInput(), help_text=_("When it happened; not after today."))
    words = forms.CharField(
        label=_("The customer's own words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As it was said, not as we would put it."),
    )  # fmt: skip

    def __init__(self, *args, quoted: bool, **kwargs):
        kwargs["initial"] = {"on": today()}
        super().__init__(*args, **kwargs)
        if not quoted:
            del self.fields["words"]

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(_("This day lies after today."))
        return day


class FileForm(EvidenceForm):
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, picture, Word, Excel, PowerPoint, WPS or text, at most 20 MB."),
        error_messages={"empty": _("This file is empty.")},
    )  # fmt: skip
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)
    field_order = ("file", "on", "words", "note")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB."))
        return file


class ConfirmationForm(EvidenceForm):
    note = forms.CharField(
        label=_("What happened"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A second person reads this and confirms it."),
    )  # fmt: skip
    field_order = ("note", "words", "on")


class StatementForm(EvidenceForm):
    whom = forms.CharField(label=_("With whom"), max_length=120)
    note = forms.CharField(label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("on", "whom", "note", "words")

    def clean(self):
        cleaned = super().clean()
        cleaned["note"] = " · ".join(filter(None, [cleaned.pop("whom", ""), cleaned.get("note", "")]))
        return cleaned


class KnownForm(EvidenceForm):
    """A field that has no column of its own: what is known of it."""

    note = forms.CharField(max_length=500)
    field_order = ("note", "on")


class QuestionnaireForm(EvidenceForm):
    """The questions of a questionnaire, each answered in its way."""

    def __init__(self, *args, asked: Questionnaire, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["on"]
        own = {f"question_{question.code}": question_field(question) for question in asked.questions}
        self.fields = {**own, **self.fields}

    @property
    def answers(self) -> dict[str, str]:
        """Question code → answer, as it is kept."""
        named = [(name.removeprefix("question_"), value) for name, value in self.cleaned_data.items()]
        return {code: str(value) for code, value in named if f"question_{code}" in self.fields}


def question_field(question: Question) -> forms.Field:
    language = get_language() or "zh-hans"
    label = question.text.into(language)
    if question.answer == "score":
        scores = [(str(score), str(score)) for score in range(question.least, question.most + 1)]
        return forms.ChoiceField(label=label, choices=[("", "—"), *scores])
    if question.answer == "yes or no":
        return forms.ChoiceField(label=label, choices=[("", "—"), (_("yes"), _("yes")), (_("no"), _("no"))])
    if question.answer == "choice":
        return forms.ChoiceField(
            label=label, choices=[("", "—"), *((one.zh, one.into(language)) for one in question.choices)]
        )
    if question.answer == "date":
        return forms.DateField(label=label, widget=DayInput())
    if question.answer == "number":
        return forms.DecimalField(label=label, max_digits=18, decimal_places=4)
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def evidence_form(demand: Demand, rules: MethodRules, *args) -> EvidenceForm:
    """The form for what a gate asks for, unless it is a field that has a column."""
    milestone = demand.milestone
    if milestone is None or milestone.evidence == "field":
        known = KnownForm(*args, quoted=bool(milestone and milestone.quoted))
        name = FIELDS[(milestone.subject if milestone else None) or demand.code]
        known.fields["note"].label = _(name)
        return known
    if milestone.evidence == "questionnaire":
        asked = next(one for one in rules.questionnaires if one.code == milestone.subject)
        return QuestionnaireForm(*args, quoted=milestone.quoted, asked=asked)
    kinds = {"file": FileForm, "confirmation": ConfirmationForm, "activity": StatementForm}
    return kinds[milestone.evidence](*args, quoted=milestone.quoted)
