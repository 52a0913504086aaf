"""Tags of the pages of customers. None of them queries the database."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template

from xiaolu.customers import advice
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


@register.filter
def told(value: Any, field: str) -> str:
    """A value of the history in words."""
    return advice.value_in_words(field, value)


@register.filter
def sized(score: int | None) -> str:
    """large, medium or small, by the third in which a score lies."""
    return advice.sized(score)
