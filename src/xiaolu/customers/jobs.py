"""Queued work of customers."""

from xiaolu.customers.actions.ratings import rate_again as rate_all_again
from xiaolu.customers.models import Rating
from xiaolu.jobs.actions import enqueue
from xiaolu.jobs.registry import Progress, job
from xiaolu.methods.models import MethodVersion


@job("customers.rate_again")
def rate_again(progress: Progress) -> None:
    """Bring every score to what the method asks and weighs now."""
    rate_all_again()


def queue_rate_again(version: MethodVersion) -> None:
    """A version was published: its weights may be others."""
    if Rating.objects.exists():
        enqueue("customers.rate_again")
