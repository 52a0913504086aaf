"""Accounts: create, edit, hand over, archive, restore; and that a list was taken out."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from xiaolu.customers.actions.change import change, first_values
from xiaolu.customers.actions.duplicates import keep_apart, remember
from xiaolu.customers.actions.owners import owners_changed
from xiaolu.customers.entries import account_row, contact_rows
from xiaolu.customers.models import Account, name_key
from xiaolu.customers.queries.duplicates import Match
from xiaolu.domain.custom_fields import merged
from xiaolu.domain.names import initials, pinyin
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked
from xiaolu.org.models import Person
from xiaolu.search.actions import index_many


@transaction.atomic
def create_account(
    *, name: str, by: Person | None, owner: Person | None = None, unlike: Collection[Match] = (), **values: Any
) -> Account:
    """A new account; `values` are its other fields. `unlike`: accounts that look like it and are others."""
    given = {"name": name, "owner": owner, **values, "custom": merged({}, values.get("custom") or {})}
    account = Account.objects.create(**given, **keys(name))
    index_many([account_row(account)])
    remember(account)
    keep_apart(account, unlike, by=by)
    said = {"unlike": len(unlike)} if unlike else {}  # how many; their names may not be everybody's to read
    audit.record(account, "create_account", by=by, changes=first_values({**given, **said}))
    return account


@transaction.atomic
def edit_account(
    account: Account, *, by: Person | None, seen: int, unlike: Collection[Match] = (), **values: Any
) -> Account:
    """Change fields of an account. `unlike`: accounts that look like it now and are others. Raises Stale."""
    derived = keys(values["name"]) if "name" in values else {}
    account = change(account, "edit_account", by=by, seen=seen, values=values, derived=derived)
    find_anew(account)
    remember(account)
    keep_apart(account, unlike, by=by)
    return account


@transaction.atomic
def hand_over_account(account: Account, *, to: Person | None, by: Person | None, seen: int) -> Account:
    """Give an account another owner. Raises Stale."""
    before = locked(account, seen=seen).owner_id
    account = change(account, "hand_over_account", by=by, seen=seen, values={"owner": to})
    owners_changed([(account.pk, before, account.owner_id)], by=by)
    find_anew(account)
    return account


@transaction.atomic
def archive_account(account: Account, *, by: Person | None, seen: int) -> Account:
    """Take an account out of lists and choices; search and past figures keep it. Raises Stale."""
    return change(account, "archive_account", by=by, seen=seen, values={"archived": True})


@transaction.atomic
def restore_account(account: Account, *, by: Person | None, seen: int) -> Account:
    """Bring an archived account back. Raises Stale."""
    return change(account, "restore_account", by=by, seen=seen, values={"archived": False})


@transaction.atomic
def export_accounts(count: int, *, by: Person | None, asked: str) -> None:
    """Keep that somebody took so many accounts out, and with which filters."""
    subject = Account(name=asked)
    audit.record(subject, "export_accounts", by=by, changes={"rows": (None, count)})


def keys(name: str) -> dict[str, str]:
    """What follows from a name: the key for duplicates, and how it sounds."""
    return {"normal_name": name_key(name), "pinyin": pinyin(name)[:1200], "initials": initials(name)[:400]}


def find_anew(account: Account) -> None:
    """The search entries of an account and its contacts, which show its name and follow its owner."""
    index_many([account_row(account), *contact_rows((contact, account) for contact in account.contacts.all())])
