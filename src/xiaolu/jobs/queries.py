"""Reading the queue."""

from xiaolu.jobs.models import Job


def job_of(job_id: int, kind: str) -> Job | None:
    """A job of a kind, if it is one."""
    return Job.objects.filter(pk=job_id, kind=kind).first()
