"""The fields that a company defines itself: create, edit, archive, restore, put into another order."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from xiaolu.domain.custom_fields import CODE, KINDS, MOST_FIELDS, TYPES, Option
from xiaolu.domain.names import pinyin
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked
from xiaolu.org.models import CustomField, Person

# Filled by wiring.py: called with a kind of record when its records are to be found by other texts than before.
when_found_otherwise: list[Callable[[str], None]] = []


@transaction.atomic
def create_custom_field(
    *, kind: str, name: str, type: str, by: Person | None, code: str = "", options: Sequence[Option] = (), **values: Any
) -> CustomField:
    """A new field, the last of its kind. Without a code it gets one from its name. An amount hides with the amounts.

    Raises RuleBroken: unknown_field_kind, bad_field_code, too_many_fields, amount_not_searched, options_needed.
    """
    code = code or _free_code(name)
    if kind not in KINDS or type not in TYPES:
        raise RuleBroken("unknown_field_kind", value=f"{kind} {type}")
    if not CODE.fullmatch(code) or len(code) > 40:
        raise RuleBroken("bad_field_code", value=code)
    rows = CustomField.objects.select_for_update().filter(kind=kind)
    if len(rows) >= MOST_FIELDS:
        raise RuleBroken("too_many_fields", most=str(MOST_FIELDS))
    last = CustomField.objects.filter(kind=kind).aggregate(last=Max("place"))["last"] or 0
    row = CustomField(kind=kind, code=code, name=name, type=type, place=last + 1)
    _set(row, {**values, "options": options})
    row.save()
    changes = {
        name: (None, getattr(row, name)) for name in ("kind", "code", "type", "required", "searchable", "hidden")
    }
    audit.record(row, "create_custom_field", by=by, changes=changes)
    return row


@transaction.atomic
def edit_custom_field(field: CustomField, *, by: Person | None, seen: int, **values: Any) -> CustomField:
    """Change a field; its type, kind and code stay. Raises Stale, RuleBroken (amount_not_searched, options_needed)."""
    row = locked(field, seen=seen)
    before = {name: getattr(row, name) for name in values} | {"searchable": row.searchable, "hidden": row.hidden}
    _set(row, values)
    row.version += 1
    row.save()
    changes = {name: (old, new) for name, old in before.items() if (new := getattr(row, name)) != old}
    audit.record(row, "edit_custom_field", by=by, changes=changes)
    if changes.keys() & {"searchable", "hidden", "options"}:
        _found_otherwise(row)
    return row


@transaction.atomic
def archive_custom_field(field: CustomField, *, by: Person | None, seen: int) -> CustomField:
    """Ask for it no more: it leaves forms, filters and tables. What was written in it stays. Raises Stale."""
    return _put_away(field, "archive_custom_field", archived=True, by=by, seen=seen)


@transaction.atomic
def restore_custom_field(field: CustomField, *, by: Person | None, seen: int) -> CustomField:
    """Bring an archived field back, with everything that was written in it. Raises Stale."""
    return _put_away(field, "restore_custom_field", archived=False, by=by, seen=seen)


@transaction.atomic
def move_custom_field(field: CustomField, *, by: Person | None, up: bool) -> None:
    """Change places with the field above (`up`) or below; at the end of the list it stays."""
    rows = list(CustomField.objects.select_for_update().filter(kind=field.kind, archived=False).order_by("place", "id"))
    at = next((place for place, row in enumerate(rows) if row.pk == field.pk), -1)
    to = at - 1 if up else at + 1
    if at < 0 or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows, 1):
        row.place = place
    CustomField.objects.bulk_update(rows, ["place"])
    audit.record(rows[to], "move_custom_field", by=by, changes={"place": (at + 1, to + 1)})


def _put_away(field: CustomField, action: str, *, archived: bool, by: Person | None, seen: int) -> CustomField:
    row = locked(field, seen=seen)
    row.archived, row.version = archived, row.version + 1
    row.save(update_fields=["archived", "version"])
    audit.record(row, action, by=by, changes={"archived": (not archived, archived)})
    if row.searchable:
        _found_otherwise(row)
    return row


def _set(row: CustomField, values: dict[str, Any]) -> None:
    """Write what may change; amounts hide with the amounts, and nobody searches them."""
    for name, value in values.items():
        setattr(row, name, [list(option) for option in value] if name == "options" else value)
    row.hidden = "amounts" if row.type == "amount" else row.hidden
    if row.searchable and row.hidden == "amounts":
        raise RuleBroken("amount_not_searched")
    if row.type.startswith("choice") and not row.options:
        raise RuleBroken("options_needed")


def _free_code(name: str) -> str:
    """A code that no other field has, from how the name sounds."""
    base = re.sub(r"[^a-z0-9]+", "_", pinyin(name).lower()).strip("_")[:30].strip("_")
    base = base if re.match(r"[a-z]", base) else f"field_{base}".strip("_")
    taken = set(CustomField.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for number in range(1, 1000) if (code := f"{base}_{number}" if number > 1 else base) not in taken)


def _found_otherwise(row: CustomField) -> None:
    for call in when_found_otherwise:
        call(row.kind)
