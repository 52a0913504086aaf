"""Two workers at once. PostgreSQL only: see conftest.py."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from xiaolu.jobs import actions
from xiaolu.jobs.models import Job

# Only this app's table is emptied afterwards: the ledger refuses to be.
pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True, available_apps=["xiaolu.jobs"]),
]
WORKERS, JOBS_QUEUED = 4, 40


def together(work: Callable[[], object]) -> list[object]:
    """Run the same in several threads that begin at the same moment, each with its own connection."""
    begin = Barrier(WORKERS)

    def one() -> object:
        begin.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return [found.result() for found in [pool.submit(one) for _ in range(WORKERS)]]


def test_no_job_is_taken_twice():
    Job.objects.bulk_create(Job(kind="note") for _ in range(JOBS_QUEUED))

    def take_all() -> list[int]:
        return [job.pk for job in iter(actions.take, None)]

    taken = [number for numbers in together(take_all) for number in numbers]
    assert sorted(taken) == sorted(Job.objects.values_list("pk", flat=True))
    assert set(Job.objects.values_list("state", "attempts")) == {("running", 1)}


def test_each_job_is_done_once(monkeypatch):
    did: list[int] = []
    monkeypatch.setattr(actions, "JOBS", {"note": lambda progress, number: did.append(number)})
    Job.objects.bulk_create(Job(kind="note", arguments={"number": number}) for number in range(JOBS_QUEUED))

    def work() -> None:
        while actions.work_once():
            pass

    together(work)
    assert sorted(did) == list(range(JOBS_QUEUED))
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
