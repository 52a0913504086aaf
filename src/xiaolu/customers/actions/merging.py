"""Merging two accounts into one, and taking them apart again exactly as they were."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from xiaolu.customers.actions.accounts import find_anew, keys
from xiaolu.customers.actions.aliases import called_like, called_no_more
from xiaolu.customers.actions.duplicates import remember
from xiaolu.customers.actions.owners import owners_changed
from xiaolu.customers.actions.qualification import follow_contacts
from xiaolu.customers.models import Account, Alias, Contact, DuplicateKey, Foothold, Merge, Note, name_key
from xiaolu.domain.custom_fields import PREFIX, merged
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked
from xiaolu.org.models import Person
from xiaolu.search.actions import forget

# What is chosen field by field; the columns that hold it.
CHOSEN = {
    "name": "name", "code": "code", "kind": "kind", "credit_code": "credit_code", "industry": "industry_id",
    "source": "source_id", "owner": "owner_id", "phone": "phone", "region": "region", "address": "address",
    "website": "website", "products_used": "products_used", "yearly_volume": "yearly_volume",
    "current_supplier": "current_supplier", "supplier_price": "supplier_price", "payment_terms": "payment_terms",
    "credit_limit": "credit_limit", "business": "business", "organisation": "organisation", "employees": "employees",
    "purchasing_habits": "purchasing_habits", "relationship": "relationship", "note": "note",
}  # fmt: skip
LATE = timedelta(hours=3)  # longer than any import runs
BOTH = "both"  # of notes: one below the other


@dataclass(frozen=True)
class Follower:
    """What of a higher app follows an account that is merged. Lists of ids, so that the record can keep them.

    `move(loser, winner)` moves and gives what it moved; `in_the_way(moved, winner, contacts)` names what was done
    since and would be torn by moving back; `back(moved, loser)` moves back.
    """

    move: Callable[[int, int], list[int]]
    in_the_way: Callable[[list[int], int, list[int]], list[str]]
    back: Callable[[list[int], int], None]


def rows_at(model: type[Model]) -> Follower:
    """Rows that only point to their account: they go along, and back."""
    rows = model._default_manager

    def move(loser: int, winner: int) -> list[int]:
        moved = list(rows.filter(account=loser).order_by("pk").values_list("pk", flat=True))
        rows.filter(pk__in=moved).update(account=winner)
        return moved

    def in_the_way(moved: list[int], winner: int, contacts: list[int]) -> list[str]:
        return [str(row) for row in rows.filter(pk__in=moved).exclude(account=winner)]

    def back(moved: list[int], loser: int) -> None:
        rows.filter(pk__in=moved).update(account=loser)

    return Follower(move, in_the_way, back)


# Under the label of the model that follows; those of higher apps are added by wiring.py.
followers: dict[str, Follower] = {
    "customers.Note": rows_at(Note), "customers.Foothold": rows_at(Foothold), "customers.Alias": rows_at(Alias),
}  # fmt: skip


@transaction.atomic
def merge_accounts(
    winner: Account, loser: Account, *, by: Person | None, seen: tuple[int, int], chosen: Mapping[str, str]
) -> Merge:
    """Make one account of two. `chosen`: field → "winner" or "loser" ("both" for the note); the winner's when left out.
    Own fields of the company are named by their keys.

    Contacts, and what higher apps hang on an account, go to the winner; the loser is archived and points to it. The
    ledger knows no accounts and stays as it is. `seen`: the versions of winner and loser. Raises Stale, RuleBroken.
    """
    if winner.pk == loser.pk:
        raise RuleBroken("merge_with_itself")
    first, second = sorted((winner, loser), key=lambda account: account.pk)
    versions = dict(zip((winner.pk, loser.pk), seen, strict=True))
    held = {one.pk: locked(one, seen=versions[one.pk]) for one in (first, second)}
    winner, loser = held[winner.pk], held[loser.pk]
    if winner.merged_into_id or loser.merged_into_id:
        raise RuleBroken("merged_away")
    taken = _taken(winner, loser, chosen)
    before = {name: getattr(winner, name) for name, column in CHOSEN.items() if column in taken}
    record: dict[str, Any] = {
        "winner": {column: getattr(winner, column) for column in taken},
        "set": taken,
        "loser": {"code": loser.code, "archived": loser.archived},
    }
    gone = {"code": "", "normal_name": "", "archived": True}  # files find the winner by its aliases
    _write(loser, {**gone, "merged_into_id": winner.pk, "unchecked": False})
    owners_changed([(winner.pk, winner.owner_id, taken.get("owner_id", winner.owner_id))], by=by)
    _write(winner, taken)
    record["contacts"] = _move_contacts(loser.pk, winner.pk)
    record["followed"] = {name: follower.move(loser.pk, winner.pk) for name, follower in followers.items()}
    forget("account", [loser.pk])
    DuplicateKey.objects.filter(account=loser).delete()
    find_anew(winner)
    remember(winner)
    merge = Merge.objects.create(winner=winner, loser=loser, record=record, by=by)
    called_like(loser, record["loser"]["code"], merge)
    changes = {name: (old, getattr(winner, name)) for name, old in before.items()}
    changes |= audit.custom_differences(record["winner"].get("custom", winner.custom), winner.custom)
    audit.record(winner, "merge_accounts", by=by, changes={"merged": (None, str(loser)), **changes})
    return merge


def _taken(winner: Account, loser: Account, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The columns of the winner that change, with what they become."""
    taken: dict[str, Any] = {}
    for name, column in CHOSEN.items():
        value = getattr(winner, column)
        if chosen.get(name) == "loser":
            value = getattr(loser, column)
        elif name == "note" and chosen.get(name) == BOTH:
            value = "\n\n".join(dict.fromkeys(filter(None, (winner.note, loser.note))))
        if value != getattr(winner, column):
            taken[column] = value
    own = {name.removeprefix(PREFIX) for name, side in chosen.items() if name.startswith(PREFIX) and side == "loser"}
    custom = merged(winner.custom, {code: loser.custom.get(code) for code in own})
    return taken if custom == winner.custom else {**taken, "custom": custom}


def _write(account: Account, values: Mapping[str, Any]) -> None:
    """Write columns, what follows from the name, and the next version."""
    derived = keys(values["name"]) if "name" in values else {}
    written = {**values, **derived, "version": account.version + 1}
    for name, value in written.items():
        setattr(account, name, value)
    account.save(update_fields=[name.removesuffix("_id") for name in written])


def _move_contacts(loser: int, winner: int) -> list[int]:
    moved = list(Contact.objects.filter(account=loser).order_by("pk").values_list("pk", flat=True))
    if not moved:
        return moved
    Contact.objects.filter(pk__in=moved).update(account=winner)
    for account in (loser, winner):
        follow_contacts(account)
    return moved


@transaction.atomic
def follow_late() -> int:
    """For the worker: what was written to a loser while it was merged (a form or an import under way) follows too."""
    moved = 0
    recent = Merge.objects.select_for_update().filter(undone_at__isnull=True, at__gte=timezone.now() - LATE)
    for merge in recent.order_by("pk"):
        late = {name: follower.move(merge.loser_id, merge.winner_id) for name, follower in followers.items()}
        contacts = _move_contacts(merge.loser_id, merge.winner_id)
        if contacts or any(late.values()):
            merge.record["contacts"] += contacts
            for name, ids in late.items():
                merge.record["followed"][name] += ids
            merge.save(update_fields=["record"])
            moved += len(contacts) + sum(map(len, late.values()))
    return moved


@transaction.atomic
def unmerge_accounts(merge: Merge, *, by: Person | None) -> Account:
    """Take a merge back: both accounts, their contacts and what followed stand as before. Gives the loser.

    What was added to the winner since stays there. Raises RuleBroken, naming what is in the way, when something that
    the merge moved or set was changed since.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise RuleBroken("merge_undone")
    held = {one.pk: one for one in Account.objects.select_for_update().filter(pk__in=(merge.winner_id, merge.loser_id))}
    winner, loser = held[merge.winner_id], held[merge.loser_id]
    if winner.merged_into_id:
        raise RuleBroken("merged_away")
    record = merge.record
    if found := list(dict.fromkeys(_in_the_way(winner, record))):
        raise RuleBroken("merge_built_upon", value=", ".join(found[:5]))
    owners_changed([(winner.pk, winner.owner_id, record["winner"].get("owner_id", winner.owner_id))], by=by)
    _write(winner, record["winner"])
    _write(loser, {**record["loser"], "normal_name": name_key(loser.name), "merged_into_id": None})
    Contact.objects.filter(pk__in=record["contacts"]).update(account=loser)
    called_no_more(merge)
    for name, moved in record["followed"].items():
        followers[name].back(moved, loser.pk)
    for account in (winner, loser):
        follow_contacts(account.pk)
        find_anew(account)
        remember(account)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    audit.record(winner, "unmerge_accounts", by=by, changes={"merged": (str(loser), None)})
    return loser


def _in_the_way(winner: Account, record: Mapping[str, Any]) -> Iterable[str]:
    """What was done since the merge to what it moved or set."""
    for column, value in record["set"].items():
        if getattr(winner, column) != value:
            yield str(Account._meta.get_field(column.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
    there = Contact.objects.in_bulk(record["contacts"])
    for contact in record["contacts"]:
        if contact not in there or there[contact].account_id != winner.pk:
            yield there[contact].name if contact in there else f"#{contact}"
    code = record["loser"]["code"]
    if code and Account.objects.filter(code=code).exclude(pk=winner.pk).exists():
        yield code
    for name, moved in record["followed"].items():
        yield from followers[name].in_the_way(moved, winner.pk, record["contacts"])
