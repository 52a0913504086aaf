"""What insight tests need: customers of a method in given stages, with the days on which they entered them."""

from collections.abc import Mapping
from datetime import date, timedelta

from xiaolu.methods.models import Method
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

__all__ = ["days_ago", "entered", "make_opportunity", "spancop", "table"]


def entered(method: Method, days: Mapping[str, date], **over) -> Opportunity:
    """One customer that entered the stages of `days`, in that order."""
    (first, on), *rest = days.items()
    one = make_opportunity(method, stage=first, on=on, **over)
    for stage, day in rest:
        actions.move_opportunity(one, to=stage, by=None, on=day, reason="价格")
        one.refresh_from_db()
    return one


def table(method: Method, counts: Mapping[str, int], **over) -> list[Opportunity]:
    """So many customers in each stage, since a month ago."""
    on = over.pop("on", today() - timedelta(days=30))
    stages = [stage for stage, count in counts.items() for _ in range(count)]
    return [make_opportunity(method, stage=stage, on=on, **over) for stage in stages]
