"""Inputs for the fields that the company defined, and the form by which it defines them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.custom_fields import (
    CODE,
    EMPTY,
    KINDS,
    LONGEST,
    NUMBERS,
    TYPES,
    Definition,
    Option,
    digits_of,
    lines_of,
    options_of,
    read,
    shown,
)
from xiaolu.domain.headings import field_of
from xiaolu.domain.money import plain
from xiaolu.domain.people import FIELDS
from xiaolu.org.models import CustomField
from xiaolu.org.queries import company
from xiaolu.org.roles import FIELD_NAMES
from xiaolu.web.cells import cell_sentence
from xiaolu.web.form_parts import VersionedForm

KIND_NAMES = {"account": _("Customers"), "contact": _("Contacts"), "opportunity": _("Opportunities")}
TABLES = {"account": "accounts", "contact": "contacts", "opportunity": "opportunities"}
TYPE_NAMES = {
    "text": _("One line of text"), "long_text": _("Long text"), "whole": _("Whole number"), "decimal": _("Number with decimals"),
    "amount": _("Amount of money"), "day": _("Day"), "yes_no": _("Yes or no"), "choice": _("One of some choices"),
    "choices": _("Several of some choices"),
}  # fmt: skip
UNSAID = ("", "—")


class TypedInput(forms.CharField):
    """A text, number or day, read as cells of tables are."""

    def __init__(self, definition: Definition, **kwargs: Any) -> None:
        self.definition = definition
        longest = LONGEST.get(definition.type, 30)
        super().__init__(max_length=longest, widget=_widget(definition.type), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if self.definition.type in NUMBERS and isinstance(value, int):
            return plain(value, digits_of(self.definition, company().digits))
        return value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return read(self.definition, typed, currency=company().digits)
        except CellInvalid as error:
            raise forms.ValidationError(cell_sentence(error)) from None


def _widget(type_: str) -> forms.Widget:
    if type_ == "long_text":
        return forms.Textarea(attrs={"rows": 3})
    if type_ == "day":
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"} if type_ in NUMBERS else {})


def input_for(field: Definition, value: Any = None, *, required: bool | None = None) -> forms.Field:
    """The form field of one own field; `value`: what stands there, so that an archived choice is still offered."""
    words: dict[str, Any] = {
        "label": field.name,
        "help_text": field.help,
        "required": field.required if required is None else required,
    }
    options = [(option.code, option.name) for option in field.offered(value)]
    if field.type == "choice":
        return forms.ChoiceField(choices=[UNSAID, *options], **words)
    if field.type == "choices":
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **words)
    if field.type == "yes_no":
        choices = [UNSAID, ("True", _("yes")), ("False", _("no"))]
        return forms.TypedChoiceField(choices=choices, coerce=lambda text: text == "True", empty_value=None, **words)
    return TypedInput(field, **words)


def add_inputs(form: forms.BaseForm, fields: Iterable[Definition], values: dict[str, Any] | None = None) -> None:
    """Give a form the inputs of these fields, filled with what stands there."""
    there = values or {}
    for field in fields:
        form.fields[field.key] = input_for(field, there.get(field.code))
        if field.code in there:
            form.initial.setdefault(field.key, there[field.code])


def in_words(field: Definition, value: Any) -> str:
    """A value of an own field as a page says it, in the reader's language; '' for none."""
    if value in EMPTY:
        return ""
    chinese, house = (get_language() or "zh").startswith("zh"), company()
    return shown(field, value, currency=house.digits, symbol=house.symbol, chinese=chinese)


class CustomFieldForm(VersionedForm):
    """What a field of the company's own is. Kind, code and type are said once, when it is made."""

    kind = forms.ChoiceField(label=_("Of"), choices=[(kind, KIND_NAMES[kind]) for kind in KINDS])
    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Also the heading of its column in tables."))
    code = forms.CharField(
        label=_("Code"), max_length=40, required=False,
        help_text=_("Small letters, digits and _. Left empty: made from the name. It stays."),
    )  # fmt: skip
    type = forms.ChoiceField(
        label=_("Type"), choices=[(one, TYPE_NAMES[one]) for one in TYPES], help_text=_("It cannot be changed later.")
    )
    options = forms.CharField(
        label=_("Choices"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line. A line that is taken away is archived: it stays where it was chosen."),
    )  # fmt: skip
    help = forms.CharField(label=_("Explanation"), max_length=200, required=False)
    required = forms.BooleanField(
        label=_("Required"), required=False, help_text=_("Forms ask for it. Tables may leave it empty.")
    )
    searchable = forms.BooleanField(label=_("Searchable"), required=False)
    hidden = forms.ChoiceField(
        label=_("Hidden with"), required=False, choices=[("", _("nothing")), *((one, FIELD_NAMES[one]) for one in FIELDS)],
        help_text=_("Roles that hide this kind of field hide it too. Amounts of money always hide with the amounts."),
    )  # fmt: skip

    def __init__(self, *args: Any, subject: CustomField | None = None, **kwargs: Any) -> None:
        if subject is not None:
            kwargs["initial"] = {"options": lines_of(subject.definition.options)}
        super().__init__(*args, subject=subject, **kwargs)
        if subject is not None:
            for name in ("kind", "code", "type"):
                del self.fields[name]
            if not subject.type.startswith("choice"):
                del self.fields["options"]
            elif gone := [option.name for option in subject.definition.options if option.archived]:
                self.fields["options"].help_text = gettext(
                    "One a line as code = name; change the name to rename it. Archived: %(gone)s; written again, they are back."
                ) % {"gone": ", ".join(gone)}

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code and not CODE.fullmatch(code):
            raise forms.ValidationError(_("It begins with a letter and has small letters, digits and _ only."))
        if code and CustomField.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another field has this code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        type_ = self.subject.type if self.subject else cleaned.get("type", "")
        if name := cleaned.get("name"):
            self._check_name(name, self.subject.kind if self.subject else cleaned.get("kind", ""))
        if "options" in cleaned:
            cleaned["options"] = self._options(cleaned["options"]) if type_.startswith("choice") else ()
        if type_ == "amount":
            cleaned["hidden"] = "amounts"
        if cleaned.get("searchable") and cleaned.get("hidden") == "amounts":
            self.add_error("searchable", _("What is hidden with the amounts is not searched for."))
        return cleaned

    def _check_name(self, name: str, kind: str) -> None:
        others = CustomField.objects.filter(kind=kind, name=name).exclude(pk=self.subject.pk if self.subject else 0)
        if others.exists():
            self.add_error("name", _("Another field is called so."))
        elif kind in TABLES and field_of(name, {}, TABLES[kind]):
            self.add_error("name", _("Tables have a column of this name already."))

    def _options(self, lines: str) -> tuple[Option, ...]:
        try:
            options = options_of(lines, self.subject.definition.options if self.subject else ())
        except CellInvalid as error:
            self.add_error("options", cell_sentence(error))
            return ()
        if not any(not option.archived for option in options):
            self.add_error("options", _("Write at least one choice."))
        return options
