"""Whom and what an activity is about: the customer by name, then the opportunity, contacts and key activity there."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiaolu.activities import access
from xiaolu.activities.models import Activity
from xiaolu.customers.models import Account, Contact
from xiaolu.domain.names import normalised
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.gates import rules_under
from xiaolu.web.form_parts import DayInput, TimeInput, VersionedForm


@dataclass(frozen=True)
class About:
    """The customer that was named, and the opportunity if one is chosen."""

    account: Account | None = None
    opportunity: Opportunity | None = None
    several: bool = False  # more than one customer has this name

    @classmethod
    def named(cls, user: Person, name: str, opportunity: str = "") -> "About":
        """From what was typed and chosen; an opportunity of another customer is not taken."""
        found = access.accounts_named(user, normalised(name.strip()[:200])) if name.strip() else []
        account = found[0] if len(found) == 1 else None
        deals = access.opportunities_at(user, account) if account else Opportunity.objects.none()
        chosen = (
            deals.filter(pk=int(opportunity)).first() if opportunity.isdecimal() and len(opportunity) < 16 else None
        )
        return cls(account, chosen, len(found) > 1)


class AboutForm(VersionedForm):
    """The fields that every form of an activity has. Its choices follow from the customer."""

    account_name = forms.CharField(label=_("Customer"), max_length=200, required=False)
    opportunity = forms.ModelChoiceField(label=_("Opportunity"), queryset=Opportunity.objects.none(), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Activity.Kind.choices, widget=forms.RadioSelect)
    owner = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none())
    day = forms.DateField(label=_("Day"), widget=DayInput())
    start = forms.TimeField(label=_("Time"), required=False, widget=TimeInput())
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=1440)
    contacts = forms.ModelMultipleChoiceField(
        label=_("Who is met"), queryset=Contact.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    colleagues = forms.ModelMultipleChoiceField(
        label=_("Colleagues"), queryset=Person.objects.none(), required=False,
        help_text=_("Who comes along; it stands in their calendar too."),
    )  # fmt: skip
    key_activity = forms.ChoiceField(label=_("Key activity"), required=False)
    new_customer = forms.BooleanField(label=_("Make a new customer of this name"), required=False)

    def __init__(self, *args: Any, user: Person, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.about, account = user, about, about.account
        deals = access.opportunities_at(user, account) if account else Opportunity.objects.none()
        if self.subject is not None and self.subject.opportunity_id:
            deals = Opportunity.objects.filter(Q(pk__in=deals.values("pk")) | Q(pk=self.subject.opportunity_id))
        self._choose("opportunity", deals.select_related("account"))
        people = account.contacts.filter(archived=False) if account else Contact.objects.none()
        self._choose("contacts", people)
        self._choose("owner", access.possible_owners(user))
        self._choose("colleagues", Person.objects.filter(is_active=True).order_by("name", "id"))
        self.fields["key_activity"].choices = [("", "—"), *_key_activities(about.opportunity)]  # type: ignore[attr-defined]
        self.fields["account_name"].widget.attrs |= {"list": "accounts", "autocomplete": "off"}
        if not self._missing_customer(self.data.get("account_name", "")):
            del self.fields["new_customer"]

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def _missing_customer(self, name: str) -> bool:
        return bool(self.is_bound and name.strip() and self.about.account is None and not self.about.several)

    def clean_account_name(self) -> str:
        name: str = self.cleaned_data["account_name"].strip()
        if self.about.several:
            raise forms.ValidationError(
                _("Several customers have this name. Open the one you mean and record it there.")
            )
        if self._missing_customer(name) and not self.data.get("new_customer"):
            raise forms.ValidationError(
                _("You see no customer of this name. Choose one, or tick that it is a new one.")
            )
        return name

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take; the customer stands beside it in `about`."""
        own = ("version", "account_name", "new_customer", "owner", "kind")
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


def _key_activities(deal: Opportunity | None) -> list[tuple[str, str]]:
    """The method's key activities, those of the stage first."""
    if deal is None:
        return []
    rules, language = rules_under(deal), get_language() or "zh-hans"
    here = rules.stage(deal.stage).activities if deal.stage in rules.codes else ()
    ordered = sorted(rules.activities, key=lambda one: one.code not in here)
    return [(one.code, one.name.into(language)) for one in ordered]
