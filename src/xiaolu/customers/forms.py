"""Parse and check what the pages of customers send; the words for what was done."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from xiaolu.customers import access, queries
from xiaolu.customers.actions.merging import BOTH, CHOSEN
from xiaolu.customers.actions.qualification import ANSWERS
from xiaolu.customers.advice import MEASURES, graded, value_in_words
from xiaolu.customers.inputs import MeasureField, sections
from xiaolu.customers.models import Account, Contact, Industry, Qualification, Source
from xiaolu.domain.credit_codes import is_credit_code, tidy_code
from xiaolu.domain.custom_fields import EMPTY, PREFIX, patch_of
from xiaolu.domain.duplicates import Card
from xiaolu.domain.grading import GRADES
from xiaolu.domain.qualification import ABILITY, FIRST
from xiaolu.org.custom_fields import custom_fields, custom_fields_by_key
from xiaolu.org.custom_forms import add_inputs, in_words
from xiaolu.org.hiding import without_hidden
from xiaolu.org.models import Person
from xiaolu.web.form_parts import VersionedForm as WithVersion

ACTION_NAMES = {
    "create_account": _("Created"),
    "edit_account": _("Edited"),
    "hand_over_account": _("Handed over"),
    "archive_account": _("Archived"),
    "restore_account": _("Restored"),
    "qualify_account": _("Qualified"),
    "set_grade": _("Graded by hand"),
    "rate_account": _("Rated"),
    "merge_accounts": _("Merged"),
    "unmerge_accounts": _("Merge taken back"),
    "set_accounts_apart": _("Said to be another one"),
    "ask_about_accounts_again": _("Asked about again"),
    "create_contact": _("Contact created"),
    "edit_contact": _("Contact edited"),
    "archive_contact": _("Contact archived"),
    "restore_contact": _("Contact restored"),
}
FIELD_NAMES = {
    field.name: field.verbose_name
    for model in (Qualification, Contact, Account)
    for field in model._meta.concrete_fields
}
FIELD_NAMES |= {
    "rating": _("Attractiveness"),
    "grade_until": _("Until"),
    "merged": _("The other record"),
    "other": _("The other record"),
}


LINES = forms.Textarea(attrs={"rows": 2})
ACCOUNT_SECTIONS = (
    ("", ("name", "code", "kind", "industry", "source", "owner", "phone", "region", "address", "credit_code", "website",
          "high_potential", "note")),
    (_("Demand, supplier and terms"), ("products_used", "yearly_volume", "current_supplier", "supplier_price",
                                       "payment_terms", "credit_limit")),
    (_("Analysis"), ("business", "organisation", "employees", "purchasing_habits", "relationship")),
    (_("Own fields"), ()),
)  # fmt: skip


class VersionedForm(WithVersion):
    """A form of a record with the fields of the company's own, and what to show when somebody was faster."""

    of = ""  # the kind of record whose own fields of the company belong to the form

    def __init__(self, *args: Any, subject: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        if self.of:
            add_inputs(self, custom_fields(self.of), subject.custom if subject else None)

    @property
    def values(self) -> dict[str, Any]:
        """What actions take; own fields of the company as a patch under `custom`."""
        given = self.cleaned_data.items()
        values = {name: value for name, value in given if name != "version" and not name.startswith(PREFIX)}
        own = patch_of(self.cleaned_data)
        return {**values, "custom": own} if own else values

    def compared(self, now: Any) -> list[tuple[Any, Any, Any]]:
        """Label, what stands there now, and what was typed, of every field in which they differ."""
        rows, own = [], custom_fields_by_key()
        for name, value in self.cleaned_data.items():
            there = now.custom.get(own[name].code) if name in own else getattr(now, name, None)
            if name == "version" or there == value or (there in EMPTY and value in EMPTY):
                continue
            both = [in_words(own[name], one) for one in (there, value)] if name in own else [there, value]
            field = self.fields[name]
            if isinstance(field, MeasureField):
                both = [field.in_words(one) for one in both]
            rows.append((self[name].label, *both))
        return rows


class AccountForm(VersionedForm):
    of = "account"
    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Account.Kind.choices)
    industry = forms.ModelChoiceField(label=_("Industry"), queryset=Industry.objects.none(), required=False)
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), required=False)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.none())
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    credit_code = forms.CharField(
        label=_("Credit code"),
        max_length=40,
        required=False,
        help_text=_("The unified social credit code, 18 digits and letters."),
    )
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    high_potential = forms.BooleanField(
        label=_("High potential"), required=False, help_text=_("Raises the grade by one when grades are computed.")
    )
    products_used = forms.CharField(
        label=_("Products used"), max_length=300, required=False, help_text=_("Which products of our kind they use.")
    )
    yearly_volume = MeasureField(label=_("Yearly volume"), thousandths=True)
    current_supplier = forms.CharField(label=_("Current supplier"), max_length=120, required=False)
    supplier_price = MeasureField(label=_("Supplier's price"), help_text=_("For one unit."))
    payment_terms = forms.CharField(label=_("Payment terms"), max_length=300, required=False)
    credit_limit = MeasureField(label=_("Credit limit"))
    business = forms.CharField(label=_("Business"), max_length=10000, required=False, widget=LINES)
    organisation = forms.CharField(
        label=_("Structure of the organisation"), max_length=10000, required=False, widget=LINES
    )
    employees = forms.CharField(label=_("Employees"), max_length=200, required=False)
    purchasing_habits = forms.CharField(label=_("Purchasing habits"), max_length=10000, required=False, widget=LINES)
    relationship = forms.CharField(
        label=_("History of the relationship"), max_length=10000, required=False, widget=LINES
    )
    note = forms.CharField(label=_("Note"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, user: Person, subject: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        chosen = {name: getattr(subject, f"{name}_id", None) for name in ("industry", "source")}
        self.fields["industry"].queryset = queries.offered(Industry, chosen["industry"])  # type: ignore[attr-defined]
        self.fields["source"].queryset = queries.offered(Source, chosen["source"])  # type: ignore[attr-defined]
        if subject is not None:
            del self.fields["owner"]  # handing over is an action of its own
            without_hidden(self, user)
        else:
            self.fields["owner"].queryset = access.possible_owners(user)
            self.fields["owner"].required = user.edit_scope_of("account") != "all"
            self.initial.setdefault("owner", user.pk)

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under headings, own fields of the company last."""
        return sections(self, ACCOUNT_SECTIONS)

    def clean_credit_code(self) -> str:
        code = tidy_code(self.cleaned_data["credit_code"])
        if code and not is_credit_code(code):
            raise forms.ValidationError(_("This is no credit code: a digit or letter of it is wrong."))
        return code

    @property
    def is_compared(self) -> bool:
        """Whether anything changed by which customers are known again."""
        names = ("name", "kind", "phone", "credit_code", "website")
        return self.subject is None or any(getattr(self.subject, name) != self.cleaned_data[name] for name in names)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if code and self.is_taken(Account.objects, code__iexact=code):
            raise forms.ValidationError(_("Another customer has this code."))
        return code


class LookForm(forms.Form):
    """What somebody knows of a customer who may be there already. Anything is accepted, also half a word."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    credit_code = forms.CharField(label=_("Credit code"), max_length=40, required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Account.Kind.choices, required=False)


def card_of(values: Mapping[str, Any]) -> Card:
    """What was typed, as it is compared."""
    return Card(
        values.get("name", ""), values.get("kind") or Account.Kind.ORGANISATION.value,
        (values["phone"],) if values.get("phone") else (), (), values.get("website", ""), values.get("region", ""),
        values.get("address", ""), values.get("credit_code", ""),
    )  # fmt: skip


class MergeForm(forms.Form):
    """From which of two customers each field is taken; only fields in which they differ are asked about."""

    winner_version = forms.IntegerField(widget=forms.HiddenInput)
    loser_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, winner: Account, loser: Account, **kwargs: Any) -> None:
        kwargs["initial"] = {"winner_version": winner.version, "loser_version": loser.version}
        super().__init__(*args, **kwargs)
        self.rows: list[dict[str, Any]] = []
        self.equal: list[tuple[str, Any, Any]] = []
        own = {field.key: field for field in custom_fields("account")}
        for name in (*CHOSEN, *own):
            sides = {"winner": winner, "loser": loser}
            values = {side: _value(one, own[name].code if name in own else "", name) for side, one in sides.items()}
            label = own[name].name if name in own else FIELD_NAMES[name]
            if values["winner"] == values["loser"]:
                shown = winner.get_kind_display() if name == "kind" else values["winner"]
                self.equal += [(name, label, shown)] if shown not in EMPTY else []
                continue
            choices = ["winner", "loser"] + ([BOTH] if name == "note" and all(values.values()) else [])
            self.fields[name] = forms.ChoiceField(choices=[(choice, choice) for choice in choices])
            first = BOTH if BOTH in choices else "winner" if values["winner"] not in EMPTY else "loser"
            taken = self.data.get(name, first) if self.is_bound else first
            self.rows.append({"name": name, "label": label, **values, "both": BOTH in choices, "taken": taken})

    @property
    def chosen(self) -> dict[str, str]:
        return {row["name"]: self.cleaned_data[row["name"]] for row in self.rows}

    @property
    def seen(self) -> tuple[int, int]:
        return self.cleaned_data["winner_version"], self.cleaned_data["loser_version"]


def _value(account: Account, code: str, name: str) -> Any:
    """What an account says in an own field (by code) or in a column, measures in words."""
    value = account.custom.get(code) if code else getattr(account, name)
    return value_in_words(name, value) if name in MEASURES and value is not None else value


class HandOverForm(VersionedForm):
    owner = forms.ModelChoiceField(label=_("New owner"), queryset=Person.objects.none())

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = access.possible_owners(user)  # type: ignore[attr-defined]


class ContactForm(VersionedForm):
    of = "contact"
    name = forms.CharField(label=_("Name"), max_length=80)
    post = forms.CharField(label=_("Post"), max_length=80, required=False)
    authority = forms.ChoiceField(
        label=_("Part in the decision"), choices=[("", _("not known yet")), *Contact.Authority.choices], required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    wechat = forms.CharField(label=_("WeChat"), max_length=60, required=False)
    no_messages = forms.BooleanField(
        label=_("Wants no messages"), required=False, help_text=_("Xiaolu then sends this person nothing.")
    )
    note = forms.CharField(label=_("Note"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class SourceForm(VersionedForm):
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=80)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.is_taken(Source.objects, code__iexact=code):
            raise forms.ValidationError(_("Another source has this code."))
        return code


class IndustryForm(VersionedForm):
    code = forms.CharField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=80)
    estimated_companies = forms.IntegerField(
        label=_("Companies in the market"),
        required=False,
        validators=[MinValueValidator(0), MaxValueValidator(10**9)],
        help_text=_("An estimate; it shows how much of the market is known."),
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.is_taken(Industry.objects, code__iexact=code):
            raise forms.ValidationError(_("Another industry has this code."))
        return code


class GradeForm(VersionedForm):
    """A grade set by hand: with a reason, and for a time."""

    grade = forms.ChoiceField(label=_("Grade"), choices=[(letter, letter) for letter in GRADES])
    reason = forms.CharField(label=_("Reason"), max_length=200)
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Within a year; from then on it is computed again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [(letter, graded(letter)) for letter in GRADES]  # type: ignore[attr-defined]


class QualificationForm(VersionedForm):
    """MAN: what is known of a customer; an answer may be left open."""

    def __init__(self, *args: Any, subject: Qualification | None, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        for name in ANSWERS:
            field, first = Qualification._meta.get_field(name), name in FIRST
            choices = YES_OR_NO if first else ABILITIES if name in ABILITY else DEGREES
            self.fields[name] = forms.TypedChoiceField(
                label=field.verbose_name, choices=choices, coerce=_yes if first else int, empty_value=None,
                required=False,
            )  # fmt: skip
            if subject is not None and not self.is_bound:
                self.initial[name] = getattr(subject, name)


def _yes(text: str) -> bool:
    return text == "True"


UNASKED = ("", _("not asked yet"))
YES_OR_NO = [UNASKED, (True, _("yes")), (False, _("no"))]
DEGREES = [UNASKED, (2, _("yes")), (1, _("partly")), (0, _("no"))]
ABILITIES = [UNASKED, (2, _("sound")), (1, _("fair")), (0, _("poor"))]
