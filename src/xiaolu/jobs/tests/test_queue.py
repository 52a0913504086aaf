from datetime import timedelta

import pytest
from django.utils import timezone

from xiaolu.jobs import actions, registry
from xiaolu.jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def done(monkeypatch) -> list[object]:
    """What the work of these tests did; kinds: note, break, slow."""
    did: list[object] = []

    def note(progress, what: str) -> None:
        did.append(what)

    def break_(progress) -> None:
        did.append("broke")
        raise ValueError("a secret in a long story")

    def slow(progress, steps: int) -> None:
        for step in range(1, steps + 1):
            did.append(step)
            progress(step, steps)

    monkeypatch.setattr(actions, "JOBS", {"note": note, "break": break_, "slow": slow})
    return did


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_work_is_done_in_the_order_in_which_it_was_queued(done):
    jobs = [actions.enqueue("note", what=what) for what in ("first", "second")]
    assert actions.work_once()
    assert done == ["first"]
    assert actions.work_once()
    assert not actions.work_once()
    assert done == ["first", "second"]
    assert [state(job) for job in jobs] == ["done", "done"]
    assert all(job.is_over and job.ended_at and job.attempts == 1 for job in jobs)


def test_work_of_a_kind_that_nobody_does_is_refused(done):
    with pytest.raises(KeyError):
        actions.enqueue("nothing")
    assert not Job.objects.exists()


def test_work_that_breaks_has_failed_with_its_reason_and_others_go_on(done):
    broken, other = actions.enqueue("break"), actions.enqueue("note", what="other")
    while actions.work_once():
        pass
    assert state(broken) == "failed"
    assert broken.error.startswith("ValueError: ")
    assert state(other) == "done"


def test_progress_is_kept_and_beats(done, monkeypatch):
    monkeypatch.setattr(actions, "BEAT", timedelta(0))
    job = actions.enqueue("slow", steps=3)
    actions.work_once()
    assert state(job) == "done"
    assert (job.done, job.total) == (3, 3)


def test_progress_writes_at_most_once_in_a_beat(done, django_assert_max_num_queries):
    actions.enqueue("slow", steps=1000)
    with django_assert_max_num_queries(12):
        actions.work_once()


def test_waiting_work_is_cancelled_at_once(done):
    job = actions.enqueue("note", what="never")
    actions.ask_to_stop(job)
    assert state(job) == "cancelled"
    assert not actions.work_once()
    assert done == []


def test_running_work_stops_at_its_next_sign_of_progress(done, monkeypatch):
    monkeypatch.setattr(actions, "BEAT", timedelta(0))
    job = actions.enqueue("slow", steps=5)
    monkeypatch.setitem(actions.JOBS, "slow", stopped_after_two(job, done))
    actions.work_once()
    assert state(job) == "cancelled"
    assert done == [1, 2]


def stopped_after_two(job: Job, did: list[object]):
    def slow(progress, steps: int) -> None:
        for step in range(1, steps + 1):
            did.append(step)
            if step == 2:
                actions.ask_to_stop(job)
            progress(step, steps)

    return slow


def test_work_that_is_over_stays_as_it_ended(done):
    job = actions.enqueue("note", what="x")
    actions.work_once()
    actions.ask_to_stop(job)
    assert state(job) == "done"
    assert actions.requeue_interrupted(all_running=True) == 0


def test_work_of_a_killed_worker_is_queued_again(done):
    job = actions.enqueue("note", what="again")
    assert actions.take() == job
    assert actions.take() is None
    assert actions.requeue_interrupted() == 0  # it may still be alive
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - 2 * actions.SILENT)
    assert actions.requeue_interrupted() == 1
    assert actions.work_once()
    assert done == ["again"]
    assert state(job) == "done"
    assert job.attempts == 2


def test_the_only_worker_takes_back_what_runs_when_it_starts(done):
    job = actions.enqueue("note", what="again")
    actions.take()
    assert actions.requeue_interrupted(all_running=True) == 1
    assert state(job) == "waiting"


def test_after_three_attempts_it_has_failed(done):
    job = actions.enqueue("note", what="poison")
    for _ in range(actions.ATTEMPTS):
        assert actions.take() == job
        actions.requeue_interrupted(all_running=True)
    assert state(job) == "failed"
    assert job.error
    assert job.ended_at
    assert actions.take() is None
    assert done == []


def test_a_stop_asked_of_a_killed_job_is_not_forgotten(done, monkeypatch):
    monkeypatch.setattr(actions, "BEAT", timedelta(0))
    job = actions.enqueue("slow", steps=3)
    actions.take()
    actions.ask_to_stop(job)
    actions.requeue_interrupted(all_running=True)
    actions.work_once()
    assert state(job) == "cancelled"


def test_kinds_are_registered_by_name():
    try:
        registry.job("kind of this test")(print)
        assert registry.JOBS["kind of this test"] is print
    finally:
        del registry.JOBS["kind of this test"]
