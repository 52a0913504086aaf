"""Parse what is said of roles, absences, handing over and saved views."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.people import ABILITIES, FIELDS, KINDS, SCOPES, WIDTH, Reach, Role, Scope
from xiaolu.org.models import Person
from xiaolu.org.roles import ABILITY_NAMES, FIELD_NAMES, KIND_NAMES, SCOPE_NAMES

REACHES = [("none", SCOPE_NAMES[None]), *((scope, SCOPE_NAMES[scope]) for scope in SCOPES)]


class RoleForm(forms.Form):
    """What a role gives. `cleaned_data["rights"]` is a domain.people.Role."""

    name = forms.CharField(label=_("Name"), max_length=60)
    abilities = forms.MultipleChoiceField(
        label=_("May"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one, ABILITY_NAMES[one]) for one in ABILITIES],
    )  # fmt: skip
    hidden = forms.MultipleChoiceField(
        label=_("Does not see"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(one, FIELD_NAMES[one]) for one in FIELDS],
        help_text=_("Hidden on pages, in search, sorting, totals, exports and history. Somebody with a second role that "
                    "sees a field sees it."),
    )  # fmt: skip

    def __init__(self, *args: Any, named: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            del self.fields["name"]
        for kind in KINDS:
            for verb, label in (("see", _("%(kind)s: sees")), ("edit", _("%(kind)s: changes"))):
                self.fields[f"{verb}_{kind}"] = forms.ChoiceField(
                    label=label % {"kind": KIND_NAMES[kind]}, choices=REACHES
                )
        order = [f"{verb}_{kind}" for kind in KINDS for verb in ("see", "edit")]
        self.order_fields(["name", *order, "abilities", "hidden"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reach = {}
        for kind in KINDS:
            see, edit = (_scope(cleaned.get(f"{verb}_{kind}")) for verb in ("see", "edit"))
            if WIDTH[edit] > WIDTH[see]:
                self.add_error(f"edit_{kind}", _("Nobody changes what they do not see."))
            reach[kind] = Reach(see, edit)
        return {
            "name": cleaned.get("name", ""),
            "rights": Role(reach, frozenset(cleaned.get("abilities", ())), frozenset(cleaned.get("hidden", ()))),
        }


def _scope(said: str | None) -> Scope | None:
    return next((scope for scope in SCOPES if scope == said), None)


def said_by(rights: Role) -> dict[str, Any]:
    """A role as the form shows it."""
    reach = {f"{verb}_{kind}": getattr(rights.of(kind), verb) or "none" for kind in KINDS for verb in ("see", "edit")}
    return {**reach, "abilities": sorted(rights.abilities), "hidden": sorted(rights.hidden)}


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} ({person.login})"


class StandInForm(forms.Form):
    """Who stands in for somebody, from the first to the last day."""

    deputy = PersonChoice(label=_("Stands in"), queryset=Person.objects.none())
    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who takes over what somebody looks after."""

    to = PersonChoice(label=_("Takes over"), queryset=Person.objects.none())
    leaves = forms.BooleanField(label=_("The person leaves: switch off"), required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], may_switch_off: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        if not may_switch_off:
            del self.fields["leaves"]


class SavedViewForm(forms.Form):
    name = forms.CharField(max_length=60)
    query = forms.CharField(max_length=1000, required=False)
    shared = forms.BooleanField(required=False)

    def clean_query(self) -> str:
        """Filters only: which page of the list was open is not part of a view."""
        kept = [(key, value) for key, value in parse_qsl(self.cleaned_data["query"]) if key != "page"]
        return urlencode(kept)
