"""What the first run does across apps."""

from collections.abc import Collection

from django.db import transaction

from xiaolu.desk import queries
from xiaolu.domain.rules import RuleBroken
from xiaolu.jobs.actions import enqueue
from xiaolu.jobs.models import Job
from xiaolu.methods.actions import archive_method, restore_method
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import company


@transaction.atomic
def work_by(chosen: Collection[int], *, by: Person) -> None:
    """The company works by these methods; the others are archived and can be restored at any time."""
    for method in Method.objects.filter(versions__state="published").distinct():
        if method.pk in chosen:
            restore_method(method, by=by)
        else:
            archive_method(method, by=by)


@transaction.atomic
def order_demo(*, by: Person) -> Job:
    """Queue the making of the fictitious company. Raises RuleBroken when people work here already."""
    if not queries.can_make_demo():
        raise RuleBroken("demo_needs_an_empty_house")
    audit.record(company(), "order_demo", by=by)
    return enqueue("operate.demo", by=by.pk)
