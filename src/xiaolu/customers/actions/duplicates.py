"""Accounts that may be one: keep the keys they are looked for under, find the pairs, say that two are not one."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from xiaolu.customers.models import Account, DuplicateKey, DuplicatePair
from xiaolu.customers.queries import duplicates as queries
from xiaolu.domain.duplicates import SHOWN, Prepared, compare, keys
from xiaolu.org import audit
from xiaolu.org.models import Person

AT_ONCE = 1000


def remember(account: Account) -> None:
    """Let a new or changed account be found at once by who types the same; the worker compares it with all others."""
    Account.objects.filter(pk=account.pk).update(unchecked=True)
    _keep_keys(queries.prepared([account.pk]))


def compare_new(limit: int = 500) -> int:
    """Compare accounts that changed since the last time with all others; how many there were. For the worker.

    Pairs that somebody decided on stay; the others of these accounts are found anew. One transaction each time, short
    enough for others to write in between.
    """
    waiting = Account.objects.filter(unchecked=True, merged_into__isnull=True)
    return _compare_waiting(limit) if waiting.exists() else 0


@transaction.atomic
def _compare_waiting(limit: int) -> int:
    ids = list(
        Account.objects.select_for_update().filter(unchecked=True, merged_into__isnull=True)
        .order_by("pk").values_list("pk", flat=True)[:limit]
    )  # fmt: skip
    Account.objects.filter(pk__in=ids).update(unchecked=False)
    mine = queries.prepared(ids)
    asked = _keep_keys(mine)
    under = queries.under_keys({key for found in asked.values() for key in found})
    wanted = {
        (min(id_, other), max(id_, other))
        for id_, found in asked.items()
        for key in found
        for other in under.get(key, ())
        if other != id_
    }
    there = mine | queries.prepared({id_ for pair in wanted for id_ in pair} - mine.keys())
    _keep_pairs(ids, [row for pair in sorted(wanted) if (row := _pair(*pair, there))])
    return len(ids)


def _keep_keys(accounts: dict[int, Prepared]) -> dict[int, frozenset[str]]:
    DuplicateKey.objects.filter(account__in=list(accounts)).delete()
    found = {id_: keys(account) for id_, account in accounts.items()}
    rows = (DuplicateKey(account_id=id_, key=key) for id_, all_ in found.items() for key in sorted(all_))
    DuplicateKey.objects.bulk_create(rows, batch_size=AT_ONCE)
    return found


def _pair(first: int, second: int, there: dict[int, Prepared]) -> DuplicatePair | None:
    if first not in there or second not in there:
        return None
    verdict = compare(there[first], there[second])
    if verdict.score < SHOWN:
        return None
    percent = round(verdict.score * 100)
    return DuplicatePair(first_id=first, second_id=second, percent=percent, reasons=queries.told(verdict.reasons))


def _keep_pairs(ids: Collection[int], rows: Iterable[DuplicatePair]) -> None:
    open_ = DuplicatePair.objects.filter(apart=False)
    open_.filter(first__in=ids).delete()
    open_.filter(second__in=ids).delete()
    DuplicatePair.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


@transaction.atomic
def compare_all_again(*, by: Person | None) -> int:
    """Let the worker compare every account with all others anew; how many there are."""
    waiting = Account.objects.filter(merged_into__isnull=True).update(unchecked=True)
    audit.record(Account(), "compare_accounts", by=by, changes={"accounts": (None, waiting)})
    return waiting


@transaction.atomic
def set_apart(pair: DuplicatePair, *, by: Person | None) -> DuplicatePair:
    """Two accounts are not one: the pair leaves the list and does not come back."""
    return _decide(pair, apart=True, by=by, action="set_accounts_apart")


@transaction.atomic
def ask_again(pair: DuplicatePair, *, by: Person | None) -> DuplicatePair:
    """Take back that two accounts are not one."""
    return _decide(pair, apart=False, by=by, action="ask_about_accounts_again")


def _decide(pair: DuplicatePair, *, apart: bool, by: Person | None, action: str) -> DuplicatePair:
    pair = DuplicatePair.objects.select_for_update().select_related("first", "second").get(pk=pair.pk)
    pair.apart, pair.decided_by, pair.decided_at = apart, by, timezone.now()
    pair.save(update_fields=["apart", "decided_by", "decided_at"])
    audit.record(pair.first, action, by=by, changes={"other": (None, str(pair.second))})
    return pair


def keep_apart(account: Account, others: Collection[queries.Match], *, by: Person | None) -> None:
    """Somebody made or changed an account although these looked like it, and said that it is none of them."""
    rows = [
        DuplicatePair(
            first_id=min(account.pk, match.account_id), second_id=max(account.pk, match.account_id), apart=True,
            percent=match.percent, reasons=match.reasons, decided_by=by, decided_at=timezone.now(),
        )
        for match in others
    ]  # fmt: skip
    DuplicatePair.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["apart", "decided_by", "decided_at"],
    )
