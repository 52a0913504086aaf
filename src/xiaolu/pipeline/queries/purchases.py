"""What customers bought: until orders are recorded, opportunities that entered a won stage."""

from datetime import date

from django.db.models import Q, Sum

from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.pipeline.models import Opportunity, Passage


def amounts_by_account(first: date, last: date) -> dict[int, int]:
    """Account → the amount, in minor units, of what entered a won stage from the first day to the last."""
    won = Q()
    for method in Method.objects.values_list("pk", flat=True):
        won |= Q(method=method, stage__in=rules_of(method).of_kind("won"))
    if not won:
        return {}
    entered = Passage.objects.filter(won, day__gte=first.toordinal(), day__lte=last.toordinal())
    rows = Opportunity.objects.filter(pk__in=entered.values("opportunity"), withdrawn=False, account__isnull=False)
    return dict(rows.order_by().values_list("account").annotate(bought=Sum("amount")))
