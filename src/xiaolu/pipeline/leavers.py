"""The open opportunities that somebody who leaves hands over; closed ones stay with whoever closed them."""

from django.db.models import QuerySet

from xiaolu.org.models import Person
from xiaolu.pipeline.actions import reassign_opportunities
from xiaolu.pipeline.models import Opportunity


def count(person: Person) -> int:
    return _open(person).count()


def hand_over(person: Person, *, to: Person, by: Person | None) -> int:
    """Give all open opportunities of a person to another, from today on. Gives how many."""
    return reassign_opportunities(_open(person), to=to, by=by, fresh=False)


def _open(person: Person) -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(owner=person, stage_kind="open", withdrawn=False)
