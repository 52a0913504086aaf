"""Parse and check what the pages of the customer file send."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.customers import queries
from xiaolu.customers.forms import VersionedForm
from xiaolu.customers.models import Competitor, Foothold, IndustryFoothold, Note
from xiaolu.customers.queries.ratings import Standing
from xiaolu.domain.attractiveness import scored
from xiaolu.domain.method import Questionnaire
from xiaolu.domain.money import plain, whole
from xiaolu.files.limits import ENDINGS
from xiaolu.org.hiding import without_hidden
from xiaolu.org.models import Person
from xiaolu.org.queries import company, today


class NoteForm(VersionedForm):
    """A note, a file, or both; the file of a note stays as it is."""

    text = forms.CharField(label=_("Note"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        help_text=_("PDF, picture, Word, Excel, PowerPoint, WPS or text, at most 20 MB."),
        error_messages={"empty": _("This file is empty.")},
    )
    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When it happened; not after today."),
    )

    def __init__(self, *args: Any, subject: Note | None = None, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        if subject is not None:
            del self.fields["file"]
        else:
            self.initial.setdefault("day", today())


class CompetitorForm(VersionedForm):
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=80)
    note = forms.CharField(label=_("Note"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.is_taken(Competitor.objects, code__iexact=code):
            raise forms.ValidationError(_("Another competitor has this code."))
        return code


class FootholdForm(VersionedForm):
    """What a competitor sells at an account. The price is typed as people write it and kept in minor units."""

    competitor = forms.ModelChoiceField(label=_("Competitor"), queryset=Competitor.objects.none())
    product = forms.CharField(label=_("What they sell there"), max_length=120, required=False)
    price = forms.CharField(label=_("Unit price"), max_length=30, required=False)
    share = forms.IntegerField(
        label=_("Share of wallet"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("0 to 100: how much of what this customer buys of such products comes from them."),
    )
    strengths = forms.CharField(label=_("Strengths"), max_length=300, required=False)
    contact = forms.CharField(label=_("Their contact there"), max_length=80, required=False)

    def __init__(
        self, *args: Any, user: Person, subject: Foothold | IndustryFoothold | None = None, **kwargs: Any
    ) -> None:
        self.digits = company().digits
        if subject is not None and subject.price is not None:
            kwargs["initial"] = {"price": plain(subject.price, self.digits)} | kwargs.get("initial", {})
        super().__init__(*args, subject=subject, **kwargs)
        chosen = subject.competitor_id if subject else None
        self.fields["competitor"].queryset = queries.offered(Competitor, chosen)  # type: ignore[attr-defined]
        without_hidden(self, user)

    def clean_price(self) -> int | None:
        typed = self.cleaned_data["price"].strip()
        try:
            price = whole(typed, self.digits) if typed else None
        except ValueError:
            raise forms.ValidationError(_("This is no amount.")) from None
        if price is not None and price < 0:
            raise forms.ValidationError(_("This is no amount."))
        return price


class IndustryFootholdForm(FootholdForm):
    """What a competitor sells in an industry."""

    share = forms.IntegerField(
        label=_("Share of the market"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("0 to 100: how much of what this industry buys of such products comes from them."),
    )


class RatingForm(VersionedForm):
    """The questions of the method about an industry or a customer; any may be left open."""

    def __init__(self, *args: Any, asked: Questionnaire, standing: Standing | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        given = standing.rating.answers if standing else {}
        self.initial["version"] = standing.rating.pk if standing else 0
        self.codes = [question.code for question in scored(asked)]
        for question in scored(asked):
            scores = [(str(score), str(score)) for score in range(question.least, question.most + 1)]
            self.fields[f"question_{question.code}"] = forms.TypedChoiceField(
                label=question.text.into(language), choices=[("", gettext("not known yet")), *scores], coerce=int, empty_value=None,
                required=False, initial=given.get(question.code),
                help_text=gettext("Counts %(weight)s ×") % {"weight": question.weight},
            )  # fmt: skip

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        if not self.errors and not self.answers:
            raise forms.ValidationError(_("Answer at least one question."))
        return cleaned

    @property
    def answers(self) -> dict[str, int]:
        """Code of the question → score, without those that are left open."""
        given = {code: self.cleaned_data.get(f"question_{code}") for code in self.codes}
        return {code: score for code, score in given.items() if score is not None}
