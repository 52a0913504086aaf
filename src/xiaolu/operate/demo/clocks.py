"""Clocks of the demo company: how first contacts were kept in the last weeks, what is at risk today, who is away."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from xiaolu.activities.actions.clock_events import deal_subject
from xiaolu.clocks import actions as clocks
from xiaolu.domain.method import Clock
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import zone
from xiaolu.pipeline.models import Opportunity

PAST, OPEN = 48, (2, 9, 21, 23, 25, 31)  # hours ago at which those that still run were handed over
ANNIVERSARY = timedelta(days=40)


def lay_clocks(method: Method, random: Random, until: date) -> None:
    """Clocks as if opportunities had been handed to people; they escalate to the manager and give nothing back."""
    found = next((one for one in rules_of(method.pk).clocks if one.starts == "assigned"), None)
    rows = Opportunity.objects.filter(method=method, stage_kind="open", owner__isnull=False)
    rows = rows.select_related("owner", "account").order_by("-created_on", "-pk")
    seen = [rows.filter(owner__login=login)[: len(OPEN) // 2] for login in ("linlan", "zhaolei")]  # who is looked at
    now = [deal for pair in zip(*seen, strict=False) for deal in pair]
    deals = [*now, *rows.exclude(pk__in=[deal.pk for deal in now])[:PAST]]
    if found and deals:
        rule = replace(found, escalate=tuple(step for step in found.escalate if step.to != "pool"))
        end = min(datetime.combine(until, time(17), zone()), timezone.now())
        _past(rule, deals[len(now) :], random, end)
        for deal, hours in zip(now, OPEN, strict=False):
            clocks.start(deal_subject(deal), rule, by=None, at=end - timedelta(hours=hours))
        clocks.run_due(end)
    clocks.set_own_day(until + ANNIVERSARY, works=False, name="司庆", by=None)
    if away := Person.objects.filter(login="zhaolei", is_active=True).first():
        first = max(until, timezone.now().astimezone(zone()).date()) + timedelta(days=7)
        clocks.take_leave(away, first=first, last=first + timedelta(days=2), reason="年假", by=None)


def _past(rule: Clock, deals: list[Opportunity], random: Random, end: datetime) -> None:
    for place, deal in enumerate(deals):
        begun = end - timedelta(days=3 + place, hours=random.randrange(8))
        took = timedelta(hours=random.randrange(1, 23) if random.random() < 0.85 else random.randrange(26, 60))
        clock = clocks.start(deal_subject(deal), rule, by=None, at=begun)
        clocks.stop(clock, by=deal.owner, at=begun + took)
