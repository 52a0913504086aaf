"""What every change of a 3W or an agenda item does: lock, compare, write, record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from xiaolu.domain.rules import Stale
from xiaolu.insight.models import AgendaItem, ThreeW
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.models import Person, Team

R = TypeVar("R", AgendaItem, ThreeW)


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


def locked(record: R, *, seen: int) -> R:
    """The record as it is now, held until the transaction ends. Raises Stale when it changed since."""
    now = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if now.version != seen:
        raise Stale(str(record), seen, now.version)
    return now


def change(record: R, action: str, *, by: Person | None, values: Mapping[str, Any]) -> R:
    """Write new values of a locked record with one audit entry."""
    changes = audit.differences(record, values)
    written = {**values, "version": record.version + 1}
    for name, value in written.items():
        setattr(record, name, value)
    record.save(update_fields=list(written))
    audit.record(record, action, by=by, changes=changes)
    return record


def first_values(values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The audit's changes of a new record: what was filled in."""
    return {name: (None, value) for name, value in values.items() if value not in (None, "", 0)}
