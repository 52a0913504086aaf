"""Forms of an opportunity itself, and the days of a URL."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.inputs import MeasureField
from xiaolu.customers.models import Account, Contact, Industry, Source
from xiaolu.domain.custom_fields import EMPTY, Definition, patch_of
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.names import normalised
from xiaolu.org.custom_fields import custom_fields, custom_fields_by_key
from xiaolu.org.custom_forms import add_inputs, in_words
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.far_dates import WHY
from xiaolu.pipeline.models import GROWTH, Opportunity
from xiaolu.products.models import Product
from xiaolu.web.form_parts import DayInput


class AmountField(MeasureField):
    """A number as people write it, kept as whole units (minor units of the currency, or thousandths); 0 for nothing."""

    def clean(self, value) -> int:
        return super().clean(value) or 0


class AccountField(forms.CharField):
    """A customer by name; one that is not in the list yet is made, when the person says so."""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=200, **kwargs)
        self.visible: QuerySet[Account] = Account.objects.none()

    def found(self, name: str) -> Account | None:
        named = list(self.visible.filter(normal_name=normalised(name), archived=False)[:2])
        return named[0] if named else None


class OpportunityForm(forms.Form):
    """Everything about an opportunity but its stage."""

    account_name = AccountField(
        label=_("Customer"), help_text=_("Type a name; a new customer is made when there is none.")
    )
    contact = forms.ModelChoiceField(label=_("Contact"), queryset=Contact.objects.none(), required=False)
    name = forms.CharField(label=_("Title"), max_length=200, required=False)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.none(), required=False)
    amount = AmountField(label=_("Amount"))
    volume = AmountField(label=_("Volume"), thousandths=True)
    expected_close = forms.DateField(label=_("Expected close"), required=False, widget=DayInput())
    industry = forms.ModelChoiceField(label=_("Industry"), queryset=Industry.objects.none(), required=False)
    source = forms.ModelChoiceField(label=_("Source"), queryset=Source.objects.none(), required=False)
    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.none(), required=False)
    growth = forms.ChoiceField(label=_("Growth"), choices=[("", _("none")), *GROWTH.items()], required=False)
    current_supplier = forms.CharField(label=_("Current supplier"), max_length=120, required=False)
    competitor = forms.CharField(label=_("Competitor"), max_length=120, required=False)
    next_action = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_date = forms.DateField(label=_("Next date"), required=False, widget=DayInput())
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000)

    def __init__(self, *args, accounts, owners, rules: MethodRules, opportunity: Opportunity | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.opportunity = opportunity
        self.fields["account_name"].visible = accounts
        self.fields["account_name"].widget.attrs |= {"list": "accounts", "autocomplete": "off"}
        self.fields["owner"].queryset = owners
        for name, model in (("industry", Industry), ("source", Source), ("product", Product)):
            self.fields[name].queryset = model.objects.filter(archived=False)
        if opportunity and opportunity.account:
            self.fields["contact"].queryset = opportunity.account.contacts.filter(archived=False)
        else:
            del self.fields["contact"]  # which contacts there are is known once the customer is
        add_inputs(self, custom_fields("opportunity"), opportunity.custom if opportunity else None)
        if rules.volume:
            self.fields["volume"].label = f"{rules.volume.name.into(get_language() or 'zh')} ({rules.volume.measure})"

    @property
    def own(self) -> dict[str, object]:
        """The fields of the company's own, as a patch for actions: `custom`, or nothing when there are none."""
        patch = patch_of(self.cleaned_data)
        return {"custom": patch} if patch else {}

    def compared(self, now: Opportunity) -> list[tuple[Any, Any, Any]]:
        """Label, what stands there now, and what was typed, of every field in which they differ."""
        rows, own = [], custom_fields_by_key()
        account = now.account.name if now.account else ""
        for name, yours in self.cleaned_data.items():
            if name == WHY:
                continue
            there = (
                now.custom.get(own[name].code)
                if name in own
                else account
                if name == "account_name"
                else getattr(now, name)
            )
            if there == yours or (there in EMPTY and yours in EMPTY):
                continue
            rows.append((self[name].label, *(self._said(name, own, one) for one in (there, yours))))
        return rows

    def _said(self, name: str, own: Mapping[str, Definition], value: Any) -> Any:
        if name in own:
            return in_words(own[name], value)
        if name == "growth":
            return GROWTH.get(value, "")
        field = self.fields[name]
        return field.prepare_value(value) if isinstance(field, AmountField) else value

    def clean_next_date(self) -> date | None:
        day = self.cleaned_data["next_date"]
        if day is None and self.opportunity and self.opportunity.stage_kind == "open":
            raise forms.ValidationError(_("An open opportunity always has a next date."))
        if day and day > today().replace(year=today().year + 1, day=min(today().day, 28)):
            raise forms.ValidationError(_("At most twelve months ahead."))
        return day


class FieldForm(OpportunityForm):
    """One field of an opportunity, which its gate asks for."""

    def __init__(self, *args, field: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {field: self.fields[field]}
        self.fields[field].required = True

    def clean(self):
        """A field that is asked for is filled: zero is not."""
        name = next(iter(self.fields))
        if name in self.cleaned_data and not self.cleaned_data[name]:
            self.add_error(name, _("Fill this in."))
        return self.cleaned_data


class NextStepForm(forms.Form):
    next_action = forms.CharField(label=_("Next step"), max_length=200, required=False)
    next_date = forms.DateField(label=_("Next date"), widget=DayInput())
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    @property
    def values(self) -> dict[str, Any]:
        """What is written: not why the day lies so far off."""
        return {name: value for name, value in self.cleaned_data.items() if name != WHY}


class ReviveForm(NextStepForm):
    """A deal that fell silent gets a next step again: what, and when."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["next_action"].required = True

    def clean_next_date(self):
        day, now = self.cleaned_data["next_date"], today()
        if not now <= day <= now + timedelta(days=366):
            raise forms.ValidationError(_("Choose a day from today on, at most a year ahead."))
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=120)
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(label=_("New owner"), queryset=Person.objects.none())
    on = forms.DateField(label=_("From day"), widget=DayInput())

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class PeriodForm(forms.Form):
    """Two days of a URL; what makes no sense falls back to the default."""

    start = forms.DateField(required=False)
    end = forms.DateField(required=False)
    at = forms.DateField(required=False)
