"""Putting work into the queue, taking it out, doing it."""

import logging
import os
import socket
import threading
import traceback
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from xiaolu.jobs.models import Beat, Job
from xiaolu.jobs.registry import GIVEN_UP, JOBS, Cancelled

log = logging.getLogger("xiaolu.jobs")
SILENT = timedelta(seconds=60)  # a running job that has not beaten for so long was killed
ATTEMPTS = 3
BEAT = timedelta(seconds=1)


def enqueue(kind: str, **arguments: object) -> Job:
    """Queue work of a registered kind; it becomes visible to the worker when the transaction commits."""
    if kind not in JOBS:
        raise KeyError(kind)
    return Job.objects.create(kind=kind, arguments=arguments)


def ask_to_stop(job: Job) -> None:
    """A waiting job is cancelled at once, a running one at its next sign of progress."""
    Job.objects.filter(pk=job.pk, state="waiting").update(state="cancelled", ended_at=timezone.now())
    Job.objects.filter(pk=job.pk, state="running").update(stop_asked=True)


@transaction.atomic
def requeue_interrupted(*, all_running: bool = False) -> int:
    """Queue again what a killed worker left; after three attempts it has failed. Gives how many went back."""
    running = Job.objects.filter(state="running")
    if not all_running:
        running = running.filter(beat_at__lt=timezone.now() - SILENT)
    for job in running.select_for_update().filter(attempts__gte=ATTEMPTS):
        _end(job, "failed", "interrupted three times")
        if job.kind in GIVEN_UP:
            GIVEN_UP[job.kind](**job.arguments)
    return running.update(state="waiting")


@transaction.atomic
def beat() -> None:
    """Say that this worker lives; workers that were silent for a day are forgotten."""
    now = timezone.now()
    Beat.objects.update_or_create(worker=f"{socket.gethostname()[:60]} {os.getpid()}", defaults={"at": now})
    Beat.objects.filter(at__lt=now - timedelta(days=1)).delete()


@transaction.atomic
def take() -> Job | None:
    """The oldest waiting job, now running and this worker's."""
    rows = Job.objects.filter(state="waiting").order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    job = rows.first()
    if job:
        job.state, job.beat_at, job.attempts = "running", timezone.now(), job.attempts + 1
        job.save(update_fields=["state", "beat_at", "attempts"])
    return job


def work_once() -> bool:
    """Do one waiting job, if there is one."""
    job = take()
    if job is None:
        return False
    last = [timezone.now()]

    def progress(done: int, total: int) -> None:
        if timezone.now() - last[0] < BEAT and done != total:
            return
        last[0] = timezone.now()
        Job.objects.filter(pk=job.pk).update(done=done, total=total, beat_at=last[0])
        if Job.objects.filter(pk=job.pk, stop_asked=True).exists():
            raise Cancelled

    ended = threading.Event()
    if connection.vendor == "postgresql":  # SQLite has one worker, and nobody who could take the job from it
        threading.Thread(target=_beat, args=(job.pk, ended), daemon=True).start()
    try:
        JOBS[job.kind](progress, **job.arguments)
    except Cancelled:
        _end(job, "cancelled")
    except Exception as error:
        log.exception("job %s failed", job)
        _end(job, "failed", "".join(traceback.format_exception_only(error)))
    else:
        _end(job, "done")
    finally:
        ended.set()
    return True


def _beat(job: int, ended: threading.Event) -> None:
    """Show that a job is alive while it is in one long transaction."""
    while not ended.wait(SILENT.total_seconds() / 4):
        Job.objects.filter(pk=job).update(beat_at=timezone.now())
    connection.close()


def _end(job: Job, state: str, error: str = "") -> None:
    Job.objects.filter(pk=job.pk).update(state=state, error=error[:2000], ended_at=timezone.now())
