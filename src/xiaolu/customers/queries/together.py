"""Changing many customers at once: which of them would change, which not, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiaolu.customers.models import Account
from xiaolu.domain.custom_fields import merged

MOST_TOGETHER = 5_000  # rows that one page changes in one transaction
REASONS = ("not_yours", "archived", "already_so", "changed_meanwhile", "gone")


@dataclass(frozen=True)
class Plan:
    """The accounts that would change, and the others by reason (REASONS)."""

    changing: list[Account] = field(default_factory=list)
    kept: dict[str, list[Account]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        return {reason: len(rows) for reason, rows in self.kept.items()}


def planned(
    accounts: Iterable[Account], values: Mapping[str, Any], owners: set[int] | None,
    seen: Mapping[int, int] | None = None,
) -> Plan:  # fmt: skip
    """What changing these accounts to these values would do. `owners`: whose accounts may be changed, None for all.

    `seen`: the versions that a preview showed; what has another one is left as it is.
    """
    plan = Plan()
    for account in accounts:
        if reason := _reason(account, values, owners, seen):
            plan.kept.setdefault(reason, []).append(account)
        else:
            plan.changing.append(account)
    return plan


def _reason(
    account: Account, values: Mapping[str, Any], owners: set[int] | None, seen: Mapping[int, int] | None
) -> str:
    if owners is not None and account.owner_id not in owners:
        return "not_yours"
    if seen is not None and seen.get(account.pk) != account.version:
        return "changed_meanwhile"
    if account.archived and values.get("archived") is not False:
        return "already_so" if values.keys() == {"archived"} else "archived"
    return "already_so" if new_values(account, values) == old_values(account, values) else ""


def new_values(account: Account, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that an account would have; `custom` among them is a patch."""
    own = {"custom": merged(account.custom, values["custom"])} if "custom" in values else {}
    return {**values, **own}


def old_values(account: Account, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(account, name) for name in names}
