"""What every edit of a customer and of what belongs to one does: own fields are patched, the rest is as everywhere."""

from collections.abc import Mapping
from typing import Any, TypeVar

from xiaolu.customers.models import Account, Competitor, Contact, Foothold, Industry, IndustryFoothold, Note, Source
from xiaolu.domain.custom_fields import EMPTY, by_key, merged
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.models import Person

R = TypeVar("R", Account, Competitor, Contact, Foothold, Industry, IndustryFoothold, Note, Source)


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
    return write(record, action, by=by, values=values, derived=derived)


def first_values(values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The audit's changes of a new record: what was filled in."""
    own = values.get("custom") or {}
    filled = {**values, "custom": None, **by_key(own)}
    return {name: (None, value) for name, value in filled.items() if value not in EMPTY}
