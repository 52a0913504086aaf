"""What counts as done for an opportunity, and through its opportunities for an account."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, F, Max, OuterRef

from xiaolu.customers.models import Note
from xiaolu.customers.queries.touches import Touch
from xiaolu.pipeline.models import Change, Evidence, Opportunity


def _changed_since(day: date) -> Exists:
    return Exists(Change.objects.filter(opportunity=OuterRef("pk"), day__gte=day.toordinal()))


def _changed(ids: Sequence[int]) -> dict[int, date]:
    rows = Change.objects.filter(opportunity__in=list(ids)).order_by().values_list("opportunity")
    return {one: date.fromordinal(day) for one, day in rows.annotate(last=Max("day"))}


def _shown_since(day: date) -> Exists:
    return Exists(Evidence.objects.filter(opportunity=OuterRef("pk"), withdrawn_at__isnull=True, day__gte=day))


def _shown(ids: Sequence[int]) -> dict[int, date]:
    rows = Evidence.objects.filter(opportunity__in=list(ids), withdrawn_at__isnull=True).order_by()
    return dict(rows.values_list("opportunity").annotate(last=Max("day")))


def _noted_since(day: date) -> Exists:
    return Exists(Note.objects.filter(account=OuterRef("account"), archived=False, day__gte=day))


def _noted(ids: Sequence[int]) -> dict[int, date]:
    deals = dict(Opportunity.objects.filter(pk__in=list(ids), account__isnull=False).values_list("pk", "account"))
    notes = Note.objects.filter(account__in=set(deals.values()), archived=False).order_by().values_list("account")
    latest = dict(notes.annotate(last=Max("day")))
    return {deal: latest[account] for deal, account in deals.items() if account in latest}


def _deal_changed_since(day: date) -> Exists:
    changed = Change.objects.filter(opportunity=OuterRef("pk"), day__gte=day.toordinal())
    return Exists(Opportunity.objects.filter(Exists(changed), account=OuterRef("pk"), withdrawn=False))


def _deal_changed(ids: Sequence[int]) -> dict[int, date]:
    deals = dict(Opportunity.objects.filter(account__in=list(ids), withdrawn=False).values_list("pk", "account"))
    latest: dict[int, date] = {}
    for deal, day in _changed(list(deals)).items():
        latest[deals[deal]] = max(day, latest.get(deals[deal], day))
    return latest


def _deal_shown_since(day: date) -> Exists:
    rows = Evidence.objects.filter(opportunity__account=OuterRef("pk"), withdrawn_at__isnull=True, day__gte=day)
    return Exists(rows)


def _deal_shown(ids: Sequence[int]) -> dict[int, date]:
    rows = Evidence.objects.filter(opportunity__account__in=list(ids), withdrawn_at__isnull=True).order_by()
    return dict(rows.annotate(customer=F("opportunity__account")).values_list("customer").annotate(last=Max("day")))


# What counts as done for an opportunity; wiring.py adds what higher apps record.
last_touched: list[Touch] = [
    Touch(_changed_since, _changed), Touch(_shown_since, _shown), Touch(_noted_since, _noted),
]  # fmt: skip
# The same seen from the account, for customers.queries.touches.
touched_through_deals = [Touch(_deal_changed_since, _deal_changed), Touch(_deal_shown_since, _deal_shown)]
