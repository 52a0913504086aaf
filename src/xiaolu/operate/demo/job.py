"""The demo company as work for the queue, ordered in the first run."""

from xiaolu.jobs.registry import Progress, job
from xiaolu.methods.queries import require
from xiaolu.operate.demo.make import make
from xiaolu.org.queries import today
from xiaolu.pipeline import caches
from xiaolu.pipeline.models import Opportunity


@job("operate.demo")
def make_demo(progress: Progress, by: int) -> None:
    """Make it small, under the company's own name; nobody in it can sign in. Run again, it does nothing."""
    if not Opportunity.objects.exists():
        make(require("spancop"), until=today(), guests=False)
        caches.fold()
