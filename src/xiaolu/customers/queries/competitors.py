"""Competitors: the list, where each stands, and who stands at an account."""

from collections.abc import Callable, Iterable

from django.db.models import Count, QuerySet

from xiaolu.customers.models import Account, Competitor, Foothold
from xiaolu.org.models import Person

# Filled by wiring.py: person, name of a competitor → kind of stage → opportunities that the person sees.
met: list[Callable[[Person, str], dict[str, int]]] = []


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


def met_in_deals(user: Person, competitor: Competitor) -> dict[str, int]:
    """Opportunities in which this competitor is named, as far as the person sees them: open, won, lost → how many."""
    found = {"open": 0, "won": 0, "lost": 0}
    for source in met:
        for kind, count in source(user, competitor.name).items():
            found["won" if kind == "paid" else kind] += count
    return found
