"""What people plan for some days, and how many cards come due in them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from xiaolu.activities.models import Activity
from xiaolu.methods.models import Method
from xiaolu.pipeline.models import Opportunity


@dataclass
class Planned:
    """One person's plan: how many activities, and the first ones."""

    count: int = 0
    ids: list[int] = field(default_factory=list)


def owned_by(owners: list[int] | None) -> Q:
    """The condition for the work of some people; None: everybody's."""
    return Q() if owners is None else Q(owner__in=owners)


def week_plans(owned: Q, first: date, last: date, *, most: int) -> dict[int, Planned]:
    """Per person what is planned for the days from first to last, or was planned for them and is done."""
    days = Q(planned_for__gte=first.toordinal(), planned_for__lte=last.toordinal())
    rows = Activity.objects.filter(owned, days, withdrawn=False).exclude(state="cancelled")
    found: dict[int, Planned] = {}
    for pk, owner in rows.order_by("planned_for", "start", "pk").values_list("pk", "owner"):
        mine = found.setdefault(owner, Planned())
        mine.count += 1
        if len(mine.ids) < most:
            mine.ids.append(pk)
    return found


def cards_due(owned: Q, method: Method, now: date, last: date) -> dict[int, tuple[int, int]]:
    """Per person how many open cards come due up to a day, and how many of them are overdue."""
    rows = Opportunity.objects.filter(
        owned, method=method, withdrawn=False, stage_kind="open", owner__isnull=False, next_date__lte=last.toordinal()
    )
    late = Count("pk", filter=Q(next_date__lt=now.toordinal()))
    counted = rows.order_by().values_list("owner").annotate(due=Count("pk"), late=late)
    return {owner: (due, overdue) for owner, due, overdue in counted}
