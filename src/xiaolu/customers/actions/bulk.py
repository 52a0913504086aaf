"""Many customers at once, for imports: set-based, one audit entry for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from xiaolu.customers.actions.accounts import keys
from xiaolu.customers.actions.owners import owners_changed
from xiaolu.customers.actions.qualification import follow_contacts
from xiaolu.customers.entries import account_rows, contact_rows
from xiaolu.customers.models import Account, Contact
from xiaolu.domain.custom_fields import merged
from xiaolu.domain.names import phone_key
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.search.actions import forget, index_many

AT_ONCE = 2000


@dataclass(frozen=True)
class NewAccount:
    name: str
    code: str = ""
    kind: str = "organisation"
    industry_id: int | None = None
    source_id: int | None = None
    owner_id: int | None = None
    phone: str = ""
    address: str = ""
    region: str = ""
    website: str = ""
    credit_code: str = ""
    products_used: str = ""
    yearly_volume: int | None = None
    current_supplier: str = ""
    supplier_price: int | None = None
    payment_terms: str = ""
    credit_limit: int | None = None
    business: str = ""
    organisation: str = ""
    employees: str = ""
    purchasing_habits: str = ""
    relationship: str = ""
    custom: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True)
class NewContact:
    """A contact of an account that exists (`account_id`), or of the n-th new one (`new_account`, from 0)."""

    name: str
    account_id: int = 0
    new_account: int = -1
    post: str = ""
    authority: str = ""
    phone: str = ""
    email: str = ""
    wechat: str = ""
    no_messages: bool = False
    custom: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Created:
    """The ids, in the order in which the rows were given."""

    accounts: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)


@transaction.atomic
def create_many(
    accounts: Iterable[NewAccount],
    contacts: Iterable[NewContact] = (),
    *,
    by: Person | None,
    label: str = "",
) -> Created:
    """Write accounts and contacts with their search entries. `label` says in the audit what they came from."""
    now = timezone.now()
    made = Account.objects.bulk_create((_account(row, now) for row in accounts), batch_size=AT_ONCE)
    index_many(account_rows(made), fresh=True)
    people = _create_contacts(list(contacts), made)
    counts = {"accounts": (None, len(made)), "contacts": (None, len(people))}
    audit.record(Account(name=label), "create_accounts", by=by, changes=counts)
    return Created([account.pk for account in made], [contact.pk for contact in people])


def _account(row: NewAccount, now: datetime) -> Account:
    values = {**vars(row), "created_at": row.created_at or now}
    return Account(**values, **keys(row.name))


def _create_contacts(rows: list[NewContact], made: list[Account]) -> list[Contact]:
    there = Account.objects.in_bulk({row.account_id for row in rows if row.new_account < 0})
    Account.objects.filter(pk__in=list(there)).update(unchecked=True)
    at = [made[row.new_account] if row.new_account >= 0 else there[row.account_id] for row in rows]
    people = Contact.objects.bulk_create(
        (_contact(row, account) for row, account in zip(rows, at, strict=True)), batch_size=AT_ONCE
    )
    index_many(contact_rows(zip(people, at, strict=True)), fresh=True)
    for account in {account.pk for account, row in zip(at, rows, strict=True) if row.authority}:
        follow_contacts(account)
    return people


def _contact(row: NewContact, account: Account) -> Contact:
    values = {name: value for name, value in vars(row).items() if name not in ("account_id", "new_account")}
    return Contact(**values, account=account, phone_key=phone_key(row.phone))


@transaction.atomic
def edit_many(
    values: Mapping[int, Mapping[str, Any]], *, by: Person | None, label: str = "", import_id: int = 0
) -> int:
    """Give accounts (by id) new values, whatever their version; how many there were. `custom` is a patch.

    `import_id`: the load that does it.
    """
    found = Account.objects.select_for_update().in_bulk(list(values))
    before = {pk: account.owner_id for pk, account in found.items()}
    written = {"version", "unchecked"}
    for pk, account in found.items():
        new = {**values[pk], "version": account.version + 1, "unchecked": True}
        if "name" in new:
            new |= keys(new["name"])
        if "custom" in new:
            new["custom"] = merged(account.custom, new["custom"])
        for name, value in new.items():
            setattr(account, name, value)
        written |= new.keys()
    Account.objects.bulk_update(found.values(), sorted(written), batch_size=500)
    owners_changed(((pk, before[pk], account.owner_id) for pk, account in found.items()), by=by, import_id=import_id)
    index_many(account_rows(found.values()))
    audit.record(Account(name=label), "edit_accounts", by=by, changes={"accounts": (None, len(found))})
    return len(found)


@transaction.atomic
def remove_many(
    accounts: Iterable[int] = (), contacts: Iterable[int] = (), *, by: Person | None, label: str = ""
) -> None:
    """Take away what an import made, as if it had never been. An account that something stands on refuses."""
    gone, people = list(accounts), set(contacts)
    for start in range(0, len(gone), AT_ONCE):
        batch = gone[start : start + AT_ONCE]
        people |= set(Contact.objects.filter(account__in=batch).values_list("pk", flat=True))
    forget("contact", sorted(people))
    forget("account", gone)
    _delete(Contact, sorted(people))
    _delete(Account, gone)
    counts = {"accounts": (len(gone), None), "contacts": (len(people), None)}
    audit.record(Account(name=label), "remove_accounts", by=by, changes=counts)


def _delete(model: type[Account] | type[Contact], ids: list[int]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        model._default_manager.filter(pk__in=ids[start : start + AT_ONCE]).delete()
