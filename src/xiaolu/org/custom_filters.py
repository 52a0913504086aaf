"""Filters on fields of the company's own: read from an address, asked of the JSON column that holds the values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.custom_fields import NUMBERS, Definition, read
from xiaolu.org.queries import company

RANGES = (*NUMBERS, "day")
LONGEST = 100


@dataclass(frozen=True)
class CustomFilter:
    """What is asked of one field, as it was typed: a value, or for numbers and days the bounds."""

    field: Definition
    value: str = ""
    least: str = ""
    most: str = ""

    @property
    def is_range(self) -> bool:
        return self.field.type in RANGES

    @property
    def is_set(self) -> bool:
        return bool(self.value or self.least or self.most)


def custom_filters(given: Mapping[str, str], fields: Iterable[Definition]) -> tuple[CustomFilter, ...]:
    """A filter for each field: `custom_CODE=`, for numbers and days `custom_CODE-from=` and `custom_CODE-to=`."""
    return tuple(
        CustomFilter(
            field,
            "" if field.type in RANGES else _asked(given, field.key),
            _asked(given, f"{field.key}-from") if field.type in RANGES else "",
            _asked(given, f"{field.key}-to") if field.type in RANGES else "",
        )
        for field in fields
    )


def _asked(given: Mapping[str, str], name: str) -> str:
    return given.get(name, "").replace("\0", "").strip()[:LONGEST]


def condition(filters: Iterable[CustomFilter], column: str = "custom") -> Q:
    """The rows that fit all these filters; what makes no sense asks for nothing."""
    found = Q()
    for one in filters:
        found &= _condition(one, f"{column}__{one.field.code}")
    return found


def _condition(one: CustomFilter, path: str) -> Q:
    if one.is_range:
        bounds = (("gte", _bound(one.field, one.least)), ("lte", _bound(one.field, one.most)))
        return Q(*((f"{path}__{word}", bound) for word, bound in bounds if bound is not None))
    if not one.value:
        return Q()
    if one.field.type == "yes_no":
        return Q((f"{path}__exact", one.value == "yes")) if one.value in ("yes", "no") else Q()
    if one.field.type == "choice":
        return Q((f"{path}__exact", one.value))
    if one.field.type == "choices":  # a list of codes, written the same on every database: ["a", "b"]
        return Q((f"{path}__icontains", f'"{one.value}"'))
    return Q((f"{path}__icontains", one.value))


def _bound(field: Definition, typed: str) -> Any:
    try:
        return read(field, typed, currency=company().digits)
    except CellInvalid:
        return None
