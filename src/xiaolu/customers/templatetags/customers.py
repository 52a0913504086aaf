"""Tags of the pages of customers. None of them queries the database."""

from collections.abc import Iterable, Sequence

from django import template

from xiaolu.customers.reasons import in_words

register = template.Library()


@register.filter
def because(reasons: Iterable[Sequence[str]]) -> list[str]:
    """Why two customers may be one, in words."""
    return in_words(reasons)
