"""Who stands in for whom."""

from datetime import date, timedelta

from django.db import transaction

from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit, queries
from xiaolu.org.models import Deputy, Person


@transaction.atomic
def stand_in(person: Person, *, deputy: Person, first: date, last: date, by: Person | None) -> Deputy:
    """From the first to the last day the deputy sees and changes what this person may. Abilities are not passed on.

    Raises RuleBroken: days_reversed, absence_over (the last day is past), deputy_is_oneself.
    """
    if deputy.pk == person.pk:
        raise RuleBroken("deputy_is_oneself")
    if last < first:
        raise RuleBroken("days_reversed")
    if last < queries.today():
        raise RuleBroken("absence_over")
    row = Deputy.objects.create(absent=person, deputy=deputy, from_day=first, to_day=last + timedelta(days=1))
    changes = {"deputy": (None, deputy), "from": (None, first), "to": (None, last)}
    audit.record(person, "stand_in", by=by, changes=changes)
    return row


@transaction.atomic
def end_stand_in(row: Deputy, *, by: Person | None) -> None:
    """From today on nobody stands in; one that has not begun is taken away."""
    now = queries.today()
    audit.record(row.absent, "end_stand_in", by=by, changes={"deputy": (row.deputy, None)})
    if row.from_day >= now:
        row.delete()
    elif row.to_day > now:
        row.to_day = now
        row.save(update_fields=["to_day"])
