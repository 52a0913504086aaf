"""What leads to a customer or contact in the search."""

from xiaolu.customers.models import Account, Contact
from xiaolu.domain.names import initials, phone_key, pinyin
from xiaolu.search.actions import Row


def account_row(account: Account) -> Row:
    phone = [account.phone, phone_key(account.phone)] if account.phone else []
    texts = [account.name, account.pinyin, account.initials, account.code, account.credit_code]
    return Row("account", account.pk, account.name, texts, account.owner_id or 0, account.region, phone)


def contact_row(contact: Contact, account: Account) -> Row:
    called = [contact.name, pinyin(contact.name), initials(contact.name)]
    private = [contact.phone, contact.phone_key, contact.email, contact.wechat]
    return Row("contact", contact.pk, contact.name, called, account.owner_id or 0, account.name, private)
