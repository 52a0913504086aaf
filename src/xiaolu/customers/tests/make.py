"""Records for the tests of customers."""

from xiaolu.customers import actions
from xiaolu.customers.models import Account, Contact, DuplicatePair, Industry, Merge
from xiaolu.org.models import AuditEntry, Person


def make_account(owner: Person | None = None, **over) -> Account:
    return actions.create_account(**{"name": "上海恒力机械有限公司", "owner": owner, "by": None, **over})


def make_contact(account: Account, **over) -> Contact:
    return actions.create_contact(account, **{"name": "张卫国", "phone": "138-0000-1234", "by": None, **over})


def make_industry(code: str = "machines", name: str = "机械") -> Industry:
    return actions.create_industry(code=code, name=name, by=None)


def make_pair(owner: Person | None = None, *, other: Person | None = None, name: str = "无锡远洋润滑") -> DuplicatePair:
    """Two accounts that the worker found alike."""
    first = make_account(owner, name=f"{name}油有限公司", phone="0510-88886666")
    make_account(other or owner, name=name, phone="88886666")
    actions.compare_new()
    return DuplicatePair.objects.get(first=first)


def make_merge(owner: Person | None = None, **over) -> Merge:
    pair = make_pair(owner, name="常州鼎盛轴承")
    seen = pair.first.version, pair.second.version
    return actions.merge_accounts(pair.first, pair.second, **{"by": None, "seen": seen, "chosen": {}, **over})


def entries(action: str, by: Person | None = None) -> int:
    return AuditEntry.objects.filter(action=action, person=by).count()
