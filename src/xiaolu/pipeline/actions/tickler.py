"""Cards of the tickler box: put into another slot with a reason; a month's slot dealt out to days."""

from datetime import date
from itertools import groupby

from django.db import transaction
from django.db.models import F

from xiaolu.domain.periods import month_of, month_start
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.tickler import dealt_out, first_working_day
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.actions.opportunities import lateness, locked, save, set_values
from xiaolu.pipeline.models import Opportunity

MOST_DAYS_AHEAD = 366


@transaction.atomic
def put_card(
    opportunity: Opportunity,
    *,
    by: Person | None,
    seen: int | None,
    because: str,
    day: date | None = None,
    month: int = 0,
) -> Opportunity:
    """Lay the card of an open opportunity into the slot of a day, or of a month (202701), with a reason.

    A card put into a month has that month's first working day. At most twelve months ahead.
    Raises Stale, RuleBroken (reason_needed, not_open, planned_in_past, planned_too_far).
    """
    opportunity = locked(opportunity, seen=seen)
    if opportunity.stage_kind != "open":
        raise RuleBroken("not_open")
    if not because.strip():
        raise RuleBroken("reason_needed")
    if day is None:
        day = first_working_day(*divmod(month, 100))
    if day < today():
        raise RuleBroken("planned_in_past", day=day.isoformat())
    if (day - today()).days > MOST_DAYS_AHEAD:
        raise RuleBroken("planned_too_far")
    changes = {"next_date": (opportunity.next_date, day), "reason": ("", because.strip())}
    changes |= lateness(opportunity, changes)
    set_values(opportunity, {"next_date": day, "for_month": bool(month)}, by=by, on=today())
    save(opportunity)
    audit.record(opportunity, "put_card", by=by, changes=changes)
    return opportunity


@transaction.atomic
def deal_out_months() -> int:
    """From the first working day of a month on: the cards that waited for it are dealt out to its working days.

    Each owner's, largest amount first. Cards that somebody moved since keep their day. Gives how many.
    """
    now = today()
    if now < first_working_day(now.year, now.month):
        return 0
    begun = month_start(month_of(now))
    rows = Opportunity.objects.select_for_update(of=("self",)).filter(
        for_month=True, stage_kind="open", withdrawn=False
    )
    waiting = [
        one for one in rows.order_by("owner", "-amount", "pk") if one.next_date and one.next_date <= max(now, begun)
    ]
    for _owner, cards in groupby(waiting, key=lambda one: one.owner_id):
        for card, day in dealt_out(list(cards), now):
            Opportunity.objects.filter(pk=card.pk).update(next_date=day, for_month=False, version=F("version") + 1)
    if waiting:
        audit.record(waiting[0], "deal_out_months", by=None, changes={"cards": (0, len(waiting))})
    return len(waiting)
