"""What else files may call an account: names and codes of those that went into it, and names that a load gave it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from xiaolu.customers.models import Account, Alias, Handover, Merge, name_key
from xiaolu.org import audit
from xiaolu.org.models import Person

AT_ONCE = 2_000


def called_like(loser: Account, code: str, merge: Merge) -> None:
    """The winner of a merge is found by what its loser was called. Inside the caller's transaction."""
    kind = Alias.Kind
    said = {kind.NAME: loser.name, kind.CODE: code, kind.CREDIT_CODE: loser.credit_code}
    keys = said | {kind.NAME: name_key(loser.name)}
    Alias.objects.bulk_create(
        Alias(account_id=merge.winner_id, kind=one, key=key, said=said[one], merge=merge)
        for one, key in keys.items()
        if key
    )


def called_no_more(merge: Merge) -> None:
    """A merge is taken back: what the loser is called leads to it again. Inside the caller's transaction."""
    Alias.objects.filter(merge=merge).delete()


@dataclass(frozen=True)
class Called:
    """What a file calls an account; '' for what it does not say."""

    account_id: int
    name: str
    code: str = ""
    credit_code: str = ""


@transaction.atomic
def call_accounts(names: Iterable[Called], *, by: Person | None, import_id: int, label: str = "") -> None:
    """Let files call accounts by further names and codes."""
    kind = Alias.Kind
    rows = [
        Alias(account_id=one.account_id, kind=which, key=name_key(said) if which == kind.NAME else said, said=said[:200],
              import_id=import_id)
        for one in names
        for which, said in ((kind.NAME, one.name), (kind.CODE, one.code), (kind.CREDIT_CODE, one.credit_code))
        if said
    ]  # fmt: skip
    Alias.objects.bulk_create(rows, batch_size=AT_ONCE)
    audit.record(Account(name=label), "call_accounts", by=by, changes={"names": (None, len(rows))})


@transaction.atomic
def forget_import(import_id: int) -> None:
    """An import is taken back: the names that it gave, and the changes of owner that it made, have never been."""
    Alias.objects.filter(import_id=import_id).delete()
    Handover.objects.filter(import_id=import_id).delete()
