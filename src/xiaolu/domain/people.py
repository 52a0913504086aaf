"""Roles of people and what each lets them see and do. The one table of it."""

from dataclasses import dataclass
from typing import Literal

Scope = Literal["own", "subtree", "all"]
WIDTH = {"own": 0, "subtree": 1, "all": 2}


@dataclass(frozen=True)
class Role:
    """What a role sees (scope of opportunities and customers) and may do."""

    scope: Scope
    edits: bool = True
    keeps_house: bool = False  # people, teams, company, audit trail
    keeps_methods: bool = False
    overrides_gates: bool = False  # may pass a closed gate with a reason, and signs losses off


ROLES: dict[str, Role] = {
    "seller": Role("own"),
    "channel_manager": Role("own"),
    "manager": Role("subtree", overrides_gates=True),
    "director": Role("all", overrides_gates=True),
    "trainer": Role("all", edits=False),
    "method_owner": Role("all", edits=False, keeps_methods=True),
    "administrator": Role("all", keeps_house=True, keeps_methods=True, overrides_gates=True),
}


def widest(roles: frozenset[str], *, editing: bool = False) -> Scope | None:
    """The widest scope that any of the roles gives; None when none of them lets edit."""
    scopes: list[Scope] = [ROLES[name].scope for name in roles if ROLES[name].edits or not editing]
    return sorted(scopes, key=lambda scope: WIDTH[scope])[-1] if scopes else None
