"""Records for the tests of customers."""

from xiaolu.customers import actions
from xiaolu.customers.models import Account, Contact, Industry
from xiaolu.org.models import AuditEntry, Person


def make_account(owner: Person | None = None, **over) -> Account:
    return actions.create_account(**{"name": "上海恒力机械有限公司", "owner": owner, "by": None, **over})


def make_contact(account: Account, **over) -> Contact:
    return actions.create_contact(account, **{"name": "张卫国", "phone": "138-0000-1234", "by": None, **over})


def make_industry(code: str = "machines", name: str = "机械") -> Industry:
    return actions.create_industry(code=code, name=name, by=None)


def entries(action: str, by: Person | None = None) -> int:
    return AuditEntry.objects.filter(action=action, person=by).count()
