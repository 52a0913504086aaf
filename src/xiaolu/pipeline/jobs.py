"""Queued work of the pipeline."""

from xiaolu.jobs.actions import enqueue
from xiaolu.jobs.registry import Progress, job
from xiaolu.methods.models import MethodVersion
from xiaolu.org.models import Person
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.versions import running_under_older

INDEXED_AT_ONCE = 1000


@job("pipeline.follow_method")
def follow_method(progress: Progress, method_id: int) -> None:
    """Bring every opportunity of a method to the stage order of its newest version."""
    ids = list(Opportunity.objects.filter(method=method_id, withdrawn=False).values_list("pk", flat=True))
    for done, opportunity in enumerate(ids, 1):
        actions.follow_method(opportunity)
        progress(done, len(ids))


def queue_follow_method(version: MethodVersion) -> None:
    """A version was published: queue the work when something runs under its method."""
    if Opportunity.objects.filter(method=version.method_id).exists():
        enqueue("pipeline.follow_method", method_id=version.method_id)


@job("pipeline.index_again")
def index_again(progress: Progress) -> None:
    """Make every opportunity findable anew: own fields of the company became searchable, hidden, or no more."""
    rows, done = Opportunity.objects.filter(withdrawn=False), 0
    total, after = rows.count(), 0
    while ids := list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:INDEXED_AT_ONCE]):
        actions.index_many(Opportunity.objects.filter(pk__in=ids), fresh=False)
        after, done = ids[-1], done + len(ids)
        progress(done, total)


def queue_index_again(kind: str) -> None:
    """What leads to the records of a kind changed: queue the work for opportunities."""
    if kind == "opportunity":
        enqueue("pipeline.index_again")


@job("pipeline.move_to_version")
def move_to_version(progress: Progress, version_id: int, mapping: dict[str, str], by: int) -> None:
    """Bring every running opportunity under older versions to one, each in its own transaction."""
    version = MethodVersion.objects.select_related("method").get(pk=version_id)
    person = Person.objects.filter(pk=by).first()
    ids = list(running_under_older(version).order_by("pk").values_list("pk", flat=True))
    for done, opportunity in enumerate(ids, 1):
        actions.remap_opportunity(opportunity, version=version, mapping=mapping, by=person)
        progress(done, len(ids))
