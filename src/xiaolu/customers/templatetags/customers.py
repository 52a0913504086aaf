"""Tags of the pages of customers. None of them queries the database."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import NoReverseMatch, reverse

from xiaolu.customers import advice
from xiaolu.customers.models import Account
from xiaolu.customers.reasons import in_words

register = template.Library()


@register.filter
def because(reasons: Iterable[Sequence[str]]) -> list[str]:
    """Why two customers may be one, in words."""
    return in_words(reasons)


@register.filter
def says(letter: str) -> str:
    """What a letter of MAN says."""
    return str(advice.LETTERS.get(letter, ""))


@register.filter
def advised(action: str) -> str:
    """What to do with a customer who is qualified so."""
    return str(advice.ACTIONS.get(action, ""))


@register.filter
def advised_shortly(action: str) -> str:
    return str(advice.SHORT.get(action, ""))


@register.filter
def graded(letter: str) -> str:
    """Grade A."""
    return advice.graded(letter)


EDITED_AT = {
    "company": "business", "industry": "industry", "use": "products_used", "supplier": "current_supplier",
    "terms": "payment_terms",
}  # fmt: skip  # part of the file → the input in the form of the customer


@register.simple_tag
def place_of(part: str, account: Account) -> str:
    """Where a missing part of the customer file is supplied."""
    if part in EDITED_AT:
        return reverse("customers:edit_account", args=[account.pk]) + f"#id_{EDITED_AT[part]}"
    if part in ("contacts", "competitors"):
        name = "create_contact" if part == "contacts" else "create_foothold"
        return reverse(f"customers:{name}", args=[account.pk])
    return _deal_of(account) if part == "stages" else "#opportunities" if part == "next_step" else "#contacts"


def _deal_of(account: Account) -> str:
    """The form of a first opportunity, from the app above if it is there."""
    try:
        return reverse("pipeline:create_opportunity") + "?" + urlencode({"account": account.name})
    except NoReverseMatch:
        return "#opportunities"


@register.filter
def told(value: Any, field: str) -> str:
    """A value of the history in words."""
    return advice.value_in_words(field, value)


@register.filter
def sized(score: int | None) -> str:
    """large, medium or small, by the third in which a score lies."""
    return advice.sized(score)
