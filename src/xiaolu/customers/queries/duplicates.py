"""Which accounts may be one: for what somebody types, for the rows of a file, and the list to clean up."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from xiaolu.customers.models import Account, Contact, DuplicateKey, DuplicatePair, Merge
from xiaolu.domain.duplicates import LIKELY, MOST, SHOWN, Card, Prepared, Reason, compare, keys, prepare, telling
from xiaolu.search.queries import matching_ids

AT_ONCE = 500
# What these facts share is a phone or an address: the reason says that it is so, never which.
UNTOLD = {"same_phone", "same_phone_tail", "other_phone", "same_email", "same_website", "other_website", "same_number",
          "near_number", "other_number", "unlike_number", "like_address", "other_address"}  # fmt: skip
FULL = {"same_phone", "same_number"}


@dataclass(frozen=True)
class Match:
    """An account that may be the one in question. `score` 0–1; `reasons` as [code, value, other], strongest first."""

    account_id: int
    score: float
    reasons: list[list[str]]
    whole: bool  # a whole name, phone or credit code agrees: enough to say that it exists to those who may not see it

    @property
    def percent(self) -> int:
        return round(self.score * 100)


@dataclass(frozen=True)
class PairFilters:
    """What the list of pairs was asked for. `least` in percent."""

    q: str = ""
    least: int = 0
    apart: bool = False
    private: bool = True  # phones and e-mails may lead to them


def likely(rows: Sequence[Card], *, least: float = LIKELY, most: int = 5) -> list[list[Match]]:
    """For each row the accounts that it is likely to be, best first; [] for a row that seems new.

    Meant for many rows at once (an import): three statements per 500 rows, whatever the number of accounts. Asks
    for all accounts, archived ones too: who may see which is for `access.seen_matches`. Accounts that an import
    wrote a moment ago are found as soon as the worker has looked through them.
    """
    found: list[list[Match]] = []
    for start in range(0, len(rows), AT_ONCE):
        found += _likely([prepare(row) for row in rows[start : start + AT_ONCE]], least, most)
    return found


def _likely(rows: list[Prepared], least: float, most: int) -> list[list[Match]]:
    asked = [keys(row) for row in rows]
    under = under_keys({key for one in asked for key in one})
    wanted = [_candidates(one, under, all_=least < LIKELY) for one in asked]
    there = prepared({id_ for ids in wanted for id_ in ids})
    return [
        sorted(
            _matches(row, {id_: there[id_] for id_ in ids if id_ in there}, least),
            key=lambda match: (-match.score, match.account_id),
        )[:most]
        for row, ids in zip(rows, wanted, strict=True)
    ]


def _candidates(asked: Iterable[str], under: Mapping[str, Sequence[int]], *, all_: bool) -> list[int]:
    """Which accounts are compared with a record of these keys: all that share one, or those that can be likely."""
    shared: dict[int, list[str]] = defaultdict(list)
    for key in sorted(asked):
        for id_ in under.get(key, ()):
            shared[id_].append(key)
    return [id_ for id_, keys_ in shared.items() if all_ or telling(keys_)]


def _matches(row: Prepared, there: Mapping[int, Prepared], least: float) -> Iterator[Match]:
    for id_, other in there.items():
        verdict = compare(row, other)
        same_name = row.parts.key == other.parts.key and len(row.parts.key) >= 4
        agreed = same_name or any(reason.code in FULL for reason in verdict.reasons)
        if verdict.score >= least:
            yield Match(id_, verdict.score, told(verdict.reasons), agreed)


def told(reasons: Iterable[Reason]) -> list[list[str]]:
    """Reasons as they are kept and shown: without phones, addresses and numbers."""
    return [[one.code, *(("", "") if one.code in UNTOLD else (one.value, one.other))] for one in reasons]


def like_this(typed: Card, besides: Account | None = None) -> list[Match]:
    """Accounts that may be what somebody is typing, best first; without those that were said to be others."""
    found = likely([typed], least=SHOWN, most=8)[0]
    if besides is None:
        return found
    decided = DuplicatePair.objects.filter(Q(first=besides) | Q(second=besides), apart=True)
    others = {id_ for pair in decided.values_list("first", "second") for id_ in pair} | {besides.pk}
    return [match for match in found if match.account_id not in others]


def under_keys(wanted: Collection[str]) -> dict[str, list[int]]:
    """The ids of the accounts under each of these keys; a key that too many share is left out."""
    found: dict[str, list[int]] = defaultdict(list)
    listed = sorted(wanted)
    for start in range(0, len(listed), AT_ONCE):
        rows = DuplicateKey.objects.filter(key__in=listed[start : start + AT_ONCE])
        crowded = rows.values("key").annotate(size=Count("id")).filter(size__gt=MOST).values("key")
        for key, id_ in rows.exclude(key__in=crowded).values_list("key", "account_id"):
            found[key].append(id_)
    return found


def prepared(ids: Collection[int]) -> dict[int, Prepared]:
    """These accounts in comparable form, without those that went into another."""
    found: dict[int, Prepared] = {}
    listed = sorted(ids)
    for start in range(0, len(listed), AT_ONCE):
        batch = Account.objects.filter(pk__in=listed[start : start + AT_ONCE], merged_into__isnull=True)
        people: dict[int, list[Contact]] = defaultdict(list)
        for contact in Contact.objects.filter(account__in=listed[start : start + AT_ONCE], archived=False):
            people[contact.account_id].append(contact)
        found |= {account.pk: prepare(card(account, people[account.pk])) for account in batch}
    return found


def card(account: Account, people: Iterable[Contact]) -> Card:
    """What an account is compared by: its own facts, phones and e-mails of its people."""
    people = list(people)
    return Card(
        account.name, account.kind, tuple(filter(None, [account.phone, *(one.phone for one in people)])),
        tuple(one.email for one in people if one.email), account.website, account.region, account.address,
        account.credit_code,
    )  # fmt: skip


def duplicate_pairs(editable: QuerySet[Account] | None, asked: PairFilters) -> QuerySet[DuplicatePair]:
    """Pairs of which both accounts are among the editable ones (None: all), best score first."""
    rows = DuplicatePair.objects.select_related("first__owner", "second__owner", "decided_by").filter(
        apart=asked.apart, first__merged_into__isnull=True, second__merged_into__isnull=True
    )
    if editable is not None:
        rows = rows.filter(first__in=editable.values("pk"), second__in=editable.values("pk"))
    if asked.least:
        rows = rows.filter(percent__gte=asked.least)
    if asked.q:
        found = matching_ids("account", asked.q, private=asked.private)
        rows = rows.filter(Q(first__in=found) | Q(second__in=found))
    return rows.order_by("-percent", "id")


def unchecked() -> int:
    """How many accounts wait to be compared with the others."""
    return Account.objects.filter(unchecked=True, merged_into__isnull=True).count()


def merges_into(account: Account) -> QuerySet[Merge]:
    """What went into an account and was not taken out again, newest first."""
    return Merge.objects.filter(winner=account, undone_at__isnull=True).select_related("loser", "by").order_by("-id")
