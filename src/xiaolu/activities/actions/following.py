"""What becomes of planned activities when somebody leaves or accounts are merged."""

from django.db import transaction
from django.db.models import F, QuerySet

from xiaolu.activities.models import Activity, Message
from xiaolu.org import audit
from xiaolu.org.models import Person


def planned_by(person: Person) -> QuerySet[Activity]:
    """What a person still has to do."""
    return Activity.objects.filter(owner=person, state="planned", withdrawn=False)


@transaction.atomic
def hand_over_planned(person: Person, *, to: Person, by: Person | None) -> int:
    """Give everything that a person still has to do to another; what was done stays with whoever did it.

    Visits leave the week plan of the person: the successor plans them anew.
    """
    moved = planned_by(person).update(owner=to, week_plan=None, plan_day=None, version=F("version") + 1)
    Message.objects.filter(owner=person, state="due").update(owner=to, version=F("version") + 1)
    if moved:
        audit.record(person, "hand_over_activities", by=by, changes={"owner": (person, to), "activities": (moved, 0)})
    return moved


def count_planned(person: Person) -> int:
    return planned_by(person).count()
