"""What a role gives, as the company wants it."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from xiaolu.domain.people import KINDS, ROLES, Role
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.models import Person, RoleGrant, RoleRights


@transaction.atomic
def create_role(*, name: str, rights: Role, by: Person | None) -> RoleRights:
    """A role of the company's own."""
    row = RoleRights(code=f"own_{secrets.token_hex(4)}", name=name)
    _set(row, rights)
    audit.record(row, "create_role", by=by, changes={key: (None, value) for key, value in _said(rights).items()})
    return row


@transaction.atomic
def edit_role(code: str, *, rights: Role, by: Person | None, name: str = "") -> RoleRights:
    """Change what a role gives. Raises RuleBroken when administrators would no longer keep the house."""
    if code == "administrator" and "keeps_house" not in rights.abilities:
        raise RuleBroken("administrator_keeps_house")
    row = RoleRights.objects.select_for_update().filter(code=code).first()
    before = row.rights if row else ROLES[code]
    row = row or RoleRights(code=code)
    changes: dict[str, Any] = {}
    if row.name and name and row.name != name:
        changes["name"] = (row.name, name)
        row.name = name
    _set(row, rights)
    old, new = _said(before), _said(rights)
    changes |= {key: (old[key], new[key]) for key in new if old[key] != new[key]}
    audit.record(row, "edit_role", by=by, changes=changes)
    return row


@transaction.atomic
def reset_role(code: str, *, by: Person | None) -> None:
    """Give one of Xiaolu's roles back what it ships with."""
    row = RoleRights.objects.filter(code=code).first()
    if row and code in ROLES:
        audit.record(row, "reset_role", by=by)
        row.delete()


@transaction.atomic
def remove_role(code: str, *, by: Person | None) -> None:
    """Take away a role of the company's own. Raises RuleBroken while somebody has it."""
    row = RoleRights.objects.select_for_update().filter(code=code).exclude(code__in=ROLES).get()
    holders = RoleGrant.objects.filter(role=code).count()
    if holders:
        raise RuleBroken("role_in_use", value=str(holders))
    audit.record(row, "remove_role", by=by)
    row.delete()


def _set(row: RoleRights, rights: Role) -> None:
    for kind in KINDS:
        setattr(row, f"see_{kind}", rights.of(kind).see or "")
        setattr(row, f"edit_{kind}", rights.of(kind).edit or "")
    row.abilities, row.hidden = sorted(rights.abilities), sorted(rights.hidden)
    row.save()


def _said(rights: Role) -> Mapping[str, Any]:
    """What a role gives, for the audit trail."""
    reach = {f"{verb}_{kind}": getattr(rights.of(kind), verb) or "" for kind in KINDS for verb in ("see", "edit")}
    return {**reach, "abilities": sorted(rights.abilities), "hidden": sorted(rights.hidden)}
