"""What leads to a customer or contact in the search."""

from collections.abc import Iterable, Iterator, Sequence

from xiaolu.customers.models import Account, Contact
from xiaolu.domain.custom_fields import Definition, search_texts
from xiaolu.domain.names import initials, phone_key, pinyin
from xiaolu.org.custom_fields import custom_fields
from xiaolu.search.actions import Row


def account_row(account: Account) -> Row:
    return _account_row(account, custom_fields("account"))


def contact_row(contact: Contact, account: Account) -> Row:
    return _contact_row(contact, account, custom_fields("contact"))


def account_rows(accounts: Iterable[Account]) -> Iterator[Row]:
    """The rows of many, with the company's own fields read once."""
    fields = custom_fields("account")
    return (_account_row(account, fields) for account in accounts)


def contact_rows(contacts: Iterable[tuple[Contact, Account]]) -> Iterator[Row]:
    fields = custom_fields("contact")
    return (_contact_row(contact, account, fields) for contact, account in contacts)


def _account_row(account: Account, fields: Sequence[Definition]) -> Row:
    phone = [account.phone, phone_key(account.phone)] if account.phone else []
    texts = [account.name, account.pinyin, account.initials, account.code, account.credit_code]
    own, hidden = search_texts(fields, account.custom)
    return Row(
        "account", account.pk, account.name, [*texts, *own], account.owner_id or 0, account.region, [*phone, *hidden]
    )


def _contact_row(contact: Contact, account: Account, fields: Sequence[Definition]) -> Row:
    called = [contact.name, pinyin(contact.name), initials(contact.name)]
    private = [contact.phone, contact.phone_key, contact.email, contact.wechat]
    own, hidden = search_texts(fields, contact.custom)
    return Row(
        "contact", contact.pk, contact.name, [*called, *own], account.owner_id or 0, account.name, [*private, *hidden]
    )
