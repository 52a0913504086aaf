"""Opportunities and external keys follow when two customers are merged, and go back when the merge is taken back."""

from xiaolu.pipeline.actions.opportunities import search_entry
from xiaolu.pipeline.models import ExternalKey, Opportunity
from xiaolu.search import actions as search


def follow_account(loser: int, winner: int) -> list[int]:
    """Two accounts were merged: the opportunities of one go to the other, withdrawn ones too. Gives their ids.

    No posting is written: the ledger counts opportunities, whatever account they name.
    """
    moved = list(Opportunity.objects.filter(account=loser).order_by("pk").values_list("pk", flat=True))
    _give_account(moved, winner)
    return moved


def account_in_the_way(moved: list[int], winner: int, contacts: list[int]) -> list[str]:
    """The opportunities that a merge taken back would tear: moved on since, gone, or new ones with a moved contact."""
    there = dict(Opportunity.objects.filter(pk__in=moved).values_list("pk", "account"))
    elsewhere = [number for number in moved if there.get(number) != winner]
    torn = Opportunity.objects.filter(account=winner, contact__in=contacts).exclude(pk__in=moved)
    return [f"OP{number}" for number in [*elsewhere, *torn.order_by("pk").values_list("pk", flat=True)]]


def account_taken_back(moved: list[int], loser: int) -> None:
    """The merge is taken back: these opportunities are the loser's again."""
    _give_account(moved, loser)


def _give_account(opportunities: list[int], account: int) -> None:
    rows = Opportunity.objects.filter(pk__in=opportunities)
    rows.update(account=account)
    search.index_many(search_entry(row) for row in rows.filter(withdrawn=False).select_related("account"))


def follow_keys(loser: int, winner: int) -> list[int]:
    """What other systems call the loser of a merge leads to the winner. Gives the ids of these keys."""
    moved = list(ExternalKey.objects.filter(kind="account", object_id=loser).values_list("pk", flat=True))
    ExternalKey.objects.filter(pk__in=moved).update(object_id=winner)
    return moved


def keys_in_the_way(moved: list[int], winner: int, contacts: list[int]) -> list[str]:
    there = ExternalKey.objects.filter(pk__in=moved).exclude(object_id=winner)
    return list(there.order_by("pk").values_list("key", flat=True))


def keys_taken_back(moved: list[int], loser: int) -> None:
    ExternalKey.objects.filter(pk__in=moved).update(object_id=loser)
