"""What every change of a versioned record does: hold it, compare the version that was seen, write, record."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

from xiaolu.domain.rules import Stale
from xiaolu.org import audit
from xiaolu.org.models import Person

R = TypeVar("R", bound=models.Model)  # with a `version`


def locked(record: R, *, seen: int | None) -> R:
    """The record as it is now, held until the transaction ends. Raises Stale when it changed since; None: never."""
    now: Any = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if seen is not None and now.version != seen:
        raise Stale(str(record), seen, now.version)
    return now  # type: ignore[no-any-return]


def write(
    record: R,
    action: str,
    *,
    by: Person | None,
    values: Mapping[str, Any],
    derived: Mapping[str, Any] | None = None,
    told: Mapping[str, tuple[Any, Any]] | None = None,
) -> R:
    """Write new values of a locked record as its next version, with one audit entry.

    `derived`: written and not recorded, because it follows from the rest or is too long; `told`: recorded beside the
    columns, as [old, new].
    """
    row: Any = record
    changes = audit.differences(row, values) | dict(told or {})
    written = {**values, **(derived or {}), "version": row.version + 1}
    for name, value in written.items():
        setattr(row, name, value)
    row.save(update_fields=list(written))
    audit.record(row, action, by=by, changes=changes)
    return record
