"""The customer status tracking table 客户状态跟踪表: one row per opportunity with the day each stage was entered."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import F, QuerySet, Value

from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import audit
from xiaolu.pipeline.models import Opportunity, Passage

SORTS = {
    "customer": "account__name", "industry": "industry__name", "volume": "volume", "amount": "amount", "stage": "stage",
    "since": "stage_since", "next": "next_date", "owner": "owner__name", "close": "expected_close", "created": "created_on",
}  # fmt: skip


def rows(
    found: QuerySet[Opportunity], sort: str, *, by_amount: bool = True, few_owners: bool = False
) -> QuerySet[Opportunity]:
    """The table's rows in an order that a heading asks for; largest amount first without, if amounts may be seen.

    `few_owners`: the rows are few among many. PostgreSQL is made to fetch them by owner and sort; it would else walk
    through everybody's rows in the order of amounts until it met enough of them. SQLite does the right thing itself.
    """
    name = sort.removeprefix("-")
    joined = found.select_related("account", "contact", "owner", "industry", "source", "product", "method")
    if name not in SORTS or (name == "amount" and not by_amount):
        sorts = few_owners and connection.vendor == "postgresql"
        largest = (F("amount") + Value(0)).desc() if sorts else F("amount").desc()
        return joined.order_by(largest if by_amount else F("next_date").asc(), "id")
    field = F(SORTS[name])
    order = field.desc(nulls_last=True) if sort.startswith("-") else field.asc(nulls_last=True)
    return joined.order_by(order, "id")


def entered(opportunities: Iterable[Opportunity]) -> dict[int, dict[str, date]]:
    """For these opportunities: stage → the day it was first entered; skipped ones are left out."""
    ids = [one.pk for one in opportunities]
    days: dict[int, dict[str, date]] = {}
    for opportunity, stage, day in Passage.objects.filter(opportunity__in=ids, skipped=False).values_list(
        "opportunity", "stage", "day"
    ):
        days.setdefault(opportunity, {})[stage] = date.fromordinal(day)
    return days


def last_changes(opportunity: Opportunity) -> dict[str, AuditEntry]:
    """Of the last twenty entries of its audit trail the newest for each field; under '' the newest of all."""
    found: dict[str, AuditEntry] = {}
    for entry in audit(kind="opportunity", object_id=opportunity.pk)[:20]:
        for name in ("", *entry.changes):
            found.setdefault(name, entry)
    return found
