"""Queued work of the pipeline."""

from xiaolu.jobs.actions import enqueue
from xiaolu.jobs.registry import Progress, job
from xiaolu.methods.models import MethodVersion
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity


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
