"""Contacts: create, edit, archive, restore."""

from typing import Any

from django.db import transaction

from xiaolu.customers.actions.change import change, first_values
from xiaolu.customers.actions.duplicates import remember
from xiaolu.customers.actions.qualification import follow_contacts
from xiaolu.customers.entries import contact_row
from xiaolu.customers.models import Account, Contact
from xiaolu.domain.custom_fields import merged
from xiaolu.domain.names import phone_key
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.search.actions import index_many


@transaction.atomic
def create_contact(account: Account, *, name: str, by: Person | None, phone: str = "", **values: Any) -> Contact:
    """A person at an account; `values` are the other fields."""
    given = {"name": name, "phone": phone, **values, "custom": merged({}, values.get("custom") or {})}
    contact = Contact.objects.create(account=account, phone_key=phone_key(phone), **given)
    index_many([contact_row(contact, account)])
    remember(account)
    follow_contacts(account.pk)
    audit.record(contact, "create_contact", by=by, changes=first_values({"account": account, **given}))
    return contact


@transaction.atomic
def edit_contact(contact: Contact, *, by: Person | None, seen: int, **values: Any) -> Contact:
    """Change fields of a contact. Raises Stale."""
    derived = {"phone_key": phone_key(values["phone"])} if "phone" in values else {}
    contact = change(contact, "edit_contact", by=by, seen=seen, values=values, derived=derived)
    index_many([contact_row(contact, contact.account)])
    remember(contact.account)
    follow_contacts(contact.account_id)
    return contact


@transaction.atomic
def archive_contact(contact: Contact, *, by: Person | None, seen: int) -> Contact:
    """The person left the account. Raises Stale."""
    contact = change(contact, "archive_contact", by=by, seen=seen, values={"archived": True})
    follow_contacts(contact.account_id)
    return contact


@transaction.atomic
def restore_contact(contact: Contact, *, by: Person | None, seen: int) -> Contact:
    contact = change(contact, "restore_contact", by=by, seen=seen, values={"archived": False})
    follow_contacts(contact.account_id)
    return contact
