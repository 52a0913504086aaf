"""The fields that the company defined, as columns of tables."""

from collections.abc import Iterable, Mapping
from typing import Any

from xiaolu.domain.custom_fields import PREFIX, Definition, by_key, written
from xiaolu.domain.headings import plain
from xiaolu.org.custom_fields import custom_fields
from xiaolu.org.queries import company

OF = {"accounts": "account", "contacts": "contact", "opportunities": "opportunity"}  # kind of table → kind of record


def own_fields(kind: str) -> dict[str, Definition]:
    """The fields of the company's own that a kind of table has, by their keys."""
    return {field.key: field for field in custom_fields(OF[kind])} if kind in OF else {}


def gone_fields(kind: str, fields: Iterable[str]) -> set[str]:
    """Of the fields that a layout fills those of the company's own that were archived since it was made."""
    return {name for name in fields if name.startswith(PREFIX)} - own_fields(kind).keys()


def own_headings(kind: str) -> dict[str, str]:
    """Headings in comparable form → the key of the field: its name, its code, its key."""
    fields = own_fields(kind).values()
    return {plain(word): field.key for field in fields for word in (field.key, field.code, field.name)}


def own_values(fields: Mapping[str, Definition], record: Any) -> dict[str, Any]:
    """What a record says in these fields, as a row would bring it; '' for what is empty."""
    return {key: record.custom.get(field.code, "") for key, field in fields.items()}


def own_cells(fields: Mapping[str, Definition], values: Mapping[str, Any], *, chinese: bool) -> dict[str, str]:
    """The values of a record (by code) as exports write them."""
    digits, found = company().digits, by_key(values)
    return {key: written(field, found.get(key), currency=digits, chinese=chinese) for key, field in fields.items()}
