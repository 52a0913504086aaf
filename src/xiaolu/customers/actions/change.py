"""What every edit of a versioned record does: lock, compare, write, record."""

from collections.abc import Mapping
from typing import Any, TypeVar

from xiaolu.customers.models import Account, Competitor, Contact, Foothold, Industry, IndustryFoothold, Note, Source
from xiaolu.domain.custom_fields import EMPTY, by_key, merged
from xiaolu.domain.rules import Stale
from xiaolu.org import audit
from xiaolu.org.models import Person

R = TypeVar("R", Account, Competitor, Contact, Foothold, Industry, IndustryFoothold, Note, Source)


def locked(record: R, *, seen: int) -> R:
    """The record as it is now, held until the transaction ends. Raises Stale when it changed since."""
    now = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if now.version != seen:
        raise Stale(str(record), seen, now.version)
    return now


def change(
    record: R,
    action: str,
    *,
    by: Person | None,
    seen: int,
    values: Mapping[str, Any],
    derived: Mapping[str, Any] | None = None,
) -> R:
    """Write new values with one audit entry. `derived`: what follows from them and is not recorded.

    `custom` among the values is a patch: own fields of the company that it does not name stay.
    """
    record = locked(record, seen=seen)
    if isinstance(record, Account | Contact) and "custom" in values:
        values = {**values, "custom": merged(record.custom, values["custom"])}
    changes = audit.differences(record, values)
    written = {**values, **(derived or {}), "version": record.version + 1}
    for name, value in written.items():
        setattr(record, name, value)
    record.save(update_fields=list(written))
    audit.record(record, action, by=by, changes=changes)
    return record


def first_values(values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The audit's changes of a new record: what was filled in."""
    own = values.get("custom") or {}
    filled = {**values, "custom": None, **by_key(own)}
    return {name: (None, value) for name, value in filled.items() if value not in EMPTY}
