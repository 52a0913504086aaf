"""What was done counts as a touch: of the opportunity, and of the customer."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, Max, OuterRef, QuerySet

from xiaolu.activities.models import Activity
from xiaolu.customers.queries.touches import Touch


def _done() -> QuerySet[Activity]:
    return Activity.objects.filter(state="done", withdrawn=False).order_by()


def _on_deal_since(day: date) -> Exists:
    return Exists(_done().filter(opportunity=OuterRef("pk"), day__gte=day.toordinal()))


def _on_deals(ids: Sequence[int]) -> dict[int, date]:
    rows = _done().filter(opportunity__in=list(ids)).values_list("opportunity")
    return {one or 0: as_day(day) for one, day in rows.annotate(last=Max("day"))}


def _at_account_since(day: date) -> Exists:
    return Exists(_done().filter(account=OuterRef("pk"), day__gte=day.toordinal()))


def _at_accounts(ids: Sequence[int]) -> dict[int, date]:
    rows = _done().filter(account__in=list(ids)).values_list("account")
    return {one or 0: as_day(day) for one, day in rows.annotate(last=Max("day"))}


def as_day(day: date | int) -> date:
    """An aggregate gives some databases' days as numbers."""
    return day if isinstance(day, date) else date.fromordinal(day)


of_deals = Touch(_on_deal_since, _on_deals)
of_accounts = Touch(_at_account_since, _at_accounts)
