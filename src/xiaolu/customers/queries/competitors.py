"""Competitors: the list, where each stands, and who stands at an account."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from xiaolu.customers.models import Account, Competitor, Foothold
from xiaolu.org.models import Person


@dataclass(frozen=True)
class Met:
    """How many opportunities of a kind (open, won, lost) name a competitor, and where that figure says why."""

    kind: str
    count: int
    url: str = ""
    method: str = ""


# Filled by wiring.py: person, name of a competitor → in which opportunities that the person sees it is named.
met: list[Callable[[Person, str], Iterable[Met]]] = []


def competitors(*, archived: bool = False) -> QuerySet[Competitor]:
    rows = Competitor.objects.order_by("name", "pk")
    return rows if archived else rows.filter(archived=False)


def footholds(account: Account) -> QuerySet[Foothold]:
    """What competitors sell at an account, the largest share first."""
    rows = Foothold.objects.filter(account=account, archived=False).select_related("competitor", "account")
    return rows.order_by("-share", "competitor__name", "pk")


def footholds_of(competitor: Competitor, accounts: QuerySet[Account]) -> QuerySet[Foothold]:
    """Where a competitor stands, among these accounts."""
    rows = Foothold.objects.filter(competitor=competitor, archived=False, account__in=accounts.values("pk"))
    return rows.select_related("account", "account__owner").order_by("account__pinyin", "pk")


def foothold_counts(competitors: Iterable[Competitor], accounts: QuerySet[Account]) -> dict[int, int]:
    """At how many of these accounts each competitor stands."""
    rows = Foothold.objects.filter(
        competitor__in=[one.pk for one in competitors], archived=False, account__in=accounts.values("pk")
    )
    return dict(rows.order_by().values_list("competitor").annotate(there=Count("account", distinct=True)))


def met_in_deals(user: Person, competitor: Competitor) -> list[Met]:
    """Opportunities in which this competitor is named, as far as the person sees them."""
    return [one for source in met for one in source(user, competitor.name)]
