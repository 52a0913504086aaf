"""The fields that the company defined itself, read once a page; who may see which."""

from collections.abc import Mapping

from xiaolu.domain.custom_fields import Definition
from xiaolu.org.models import CustomField, Person
from xiaolu.org.once import once_a_page


@once_a_page
def all_custom_fields() -> tuple[Definition, ...]:
    """Every field of every kind in its order, archived ones as well: what was written in them is still read."""
    return tuple(row.definition for row in CustomField.objects.order_by("kind", "place", "id"))


def custom_fields(kind: str, *, archived: bool = False) -> list[Definition]:
    """The fields of a kind of record (account, contact, opportunity) in their order."""
    return [one for one in all_custom_fields() if one.kind == kind and (archived or not one.archived)]


def seen_custom_fields(kind: str, person: Person | None) -> list[Definition]:
    """The fields of a kind whose values a person may see; all for the command line."""
    return [one for one in custom_fields(kind) if not (person and one.hidden and person.hides(one.hidden))]


def custom_fields_by_key() -> Mapping[str, Definition]:
    """Every field by the name under which forms, tables and the audit trail know it."""
    return {one.key: one for one in all_custom_fields()}
