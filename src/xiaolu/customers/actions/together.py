"""Many customers changed to the same values by one person at once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from xiaolu.customers.access import editing_owners
from xiaolu.customers.actions.owners import owners_changed
from xiaolu.customers.entries import account_rows, contact_rows
from xiaolu.customers.models import Account, Contact
from xiaolu.customers.queries.together import Plan, new_values, planned
from xiaolu.domain.custom_fields import by_key
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.search.actions import index_many

AT_ONCE = 500


@transaction.atomic
def edit_together(seen: Mapping[int, int], values: Mapping[str, Any], *, by: Person, told: str = "") -> Plan:
    """Change these accounts (id → the version that the preview showed) to these values; `custom` is a patch.

    What somebody changed meanwhile, what the person may not change, what is archived or is so already stays as it is:
    the plan says which. One audit entry for all (`told`: of what), a line in the history of owners for each. Search
    and the comparison with other accounts follow.
    """
    rows = Account.objects.select_for_update(of=("self",)).filter(merged_into__isnull=True)
    held = rows.select_related("owner", "industry", "source").order_by("pk").in_bulk(list(seen))
    plan = planned((held[pk] for pk in seen if pk in held), values, editing_owners(by), seen)
    plan.kept.update({"gone": [Account(pk=pk) for pk in seen if pk not in held]} if len(held) < len(seen) else {})
    if not plan.changing:
        return plan
    before = {account.pk: account.owner_id for account in plan.changing}
    for account in plan.changing:
        for name, value in new_values(account, values).items():
            setattr(account, name, value)
        account.version, account.unchecked = account.version + 1, True
    Account.objects.bulk_update(plan.changing, [*values, "version", "unchecked"], batch_size=AT_ONCE)
    owners_changed(((account.pk, before[account.pk], account.owner_id) for account in plan.changing), by=by)
    _find_anew(plan.changing, owner="owner" in values)
    said = {**{name: value for name, value in values.items() if name != "custom"}, **by_key(values.get("custom", {}))}
    changes = {"accounts": (None, len(plan.changing)), **{name: (None, value) for name, value in said.items()}}
    audit.record(Account(name=told), "edit_accounts_together", by=by, changes=changes)
    return plan


def _find_anew(accounts: list[Account], *, owner: bool) -> None:
    """Search entries show the region and follow the owner; those of contacts follow the owner of their account."""
    index_many(account_rows(accounts))
    if owner:
        there = {account.pk: account for account in accounts}
        for start in range(0, len(accounts), AT_ONCE):
            ids = [account.pk for account in accounts[start : start + AT_ONCE]]
            people = Contact.objects.filter(account__in=ids)
            index_many(contact_rows((contact, there[contact.account_id]) for contact in people))
