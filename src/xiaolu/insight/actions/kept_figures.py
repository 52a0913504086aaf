"""A figure as a 3W or an agenda item keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiaolu.methods.models import Method
from xiaolu.org.models import Person, Team


@dataclass(frozen=True)
class Figure:
    """A figure as it is kept: by its address, with the value that it had, and whose it is."""

    method: Method
    kpi: str
    query: str
    label: str
    value: float | None
    team: Team | None = None
    person: Person | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("method", "kpi", "query", "label", "value", "team", "person")}


def first_values(values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The audit's changes of a new record: what was filled in."""
    return {name: (None, value) for name, value in values.items() if value not in (None, "", 0)}
