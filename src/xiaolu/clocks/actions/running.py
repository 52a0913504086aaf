"""Starting, stopping, pausing, resuming and handing over clocks: what happens at a record moves the clocks on it.

They change as part of the use case that they follow, in its transaction; a clock keeps its own history (`ClockMoment`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from xiaolu.clocks.models import ClockMoment, ClockStep, Notice, RunningClock
from xiaolu.clocks.queries import calendar_of
from xiaolu.clocks.registry import records_there
from xiaolu.domain.clocks import DUE, due_of, is_kept, later, steps_of
from xiaolu.domain.method import Clock
from xiaolu.org.models import Person
from xiaolu.org.queries import day_of

TITLE, ACCOUNT = 420, 200


@dataclass(frozen=True)
class Subject:
    """The record on which clocks run, and the words by which they name it. `method`: the id of whose rules hold."""

    kind: str
    object_id: int
    owner: Person | None
    title: str = ""
    account: str = ""
    method: int = 0


@transaction.atomic
def happened(
    event: str, subject: Subject, rules: Iterable[Clock] = (), *, by: Person | None, at: datetime | None = None
) -> None:
    """An event at a record: clocks that wait for it stop, stand still or go on; rules that begin with it start one.

    What happened before a clock started does not touch it. A rule that begins again while its clock still runs drops
    the old one. Without an owner nothing starts.
    """
    at = at or timezone.now()
    waits = Q(stops=event) | Q(pauses=event) | Q(resumes=event)
    for clock in _open(subject.kind, subject.object_id).filter(waits, started_at__lte=at):
        if clock.stops == event:
            _end(clock, by=by, at=at)
        elif clock.pauses == event:
            _pause(clock, by=by, at=at)
        else:
            _resume(clock, by=by, at=at)
    starting = [rule for rule in rules if rule.starts == event]
    if subject.owner is not None:
        for rule in starting:
            start(subject, rule, by=by, at=at)


@transaction.atomic
def start(subject: Subject, rule: Clock, *, by: Person | None, at: datetime | None = None) -> RunningClock:
    """A clock on a record begins, with every step as an instant. Raises RuleBroken (no_working_time)."""
    at = at or timezone.now()
    for clock in _open(subject.kind, subject.object_id).filter(code=rule.code):
        _close(clock, "broken" if clock.state == "broken" else "dropped", by=by, at=at)
    assert subject.owner is not None
    steps = steps_of(rule, at, calendar_of(subject.owner))
    clock = RunningClock.objects.create(
        code=rule.code, name_zh=rule.name.zh[:120], name_en=rule.name.en[:120], method=subject.method,
        kind=subject.kind, object_id=subject.object_id, title=subject.title[:TITLE], account=subject.account[:ACCOUNT],
        owner=subject.owner, stops=rule.stops, pauses=rule.pauses, resumes=rule.resumes, started_at=at,
        started_on=day_of(at), due_at=due_of(steps), next_at=min(step.at for step in steps),
    )  # fmt: skip
    ClockStep.objects.bulk_create(
        [ClockStep(clock=clock, key=one.key, at=one.at, rank=one.rank, to=one.to, working=one.working) for one in steps]
    )
    _note(clock, "started", by=by, at=at)
    return clock


@transaction.atomic
def stop(clock: RunningClock, *, by: Person | None, at: datetime | None = None) -> RunningClock:
    """What the clock waits for was done: kept when in time, else missed. One that has ended stays as it is."""
    now = _locked(clock)
    if now.is_open:
        _end(now, by=by, at=at or timezone.now())
    return now


@transaction.atomic
def pause(clock: RunningClock, *, by: Person | None, at: datetime | None = None) -> RunningClock:
    """The clock stands still until `resume`; one that stands still or has ended stays as it is."""
    now = _locked(clock)
    if now.is_open:
        _pause(now, by=by, at=at or timezone.now())
    return now


@transaction.atomic
def resume(clock: RunningClock, *, by: Person | None, at: datetime | None = None) -> RunningClock:
    """The clock goes on with what was left; one that runs or has ended stays as it is."""
    now = _locked(clock)
    if now.is_open:
        _resume(now, by=by, at=at or timezone.now())
    return now


@transaction.atomic
def drop(kind: str, object_id: int, *, by: Person | None, at: datetime | None = None) -> int:
    """The record is closed, withdrawn or given back: its clocks end unkept and unbroken, missed ones stay missed."""
    ended = 0
    for clock in _open(kind, object_id):
        _close(clock, "broken" if clock.state == "broken" else "dropped", by=by, at=at or timezone.now())
        ended += 1
    return ended


@transaction.atomic
def drop_where_gone() -> int:
    """End the clocks on records that are not there any more, whatever use case took them away; how many."""
    ended = 0
    rows = RunningClock.objects.filter(ended_at__isnull=True).values_list("kind", "object_id").distinct()
    found: dict[str, list[int]] = {}
    for kind, object_id in rows:
        found.setdefault(kind, []).append(object_id)
    for kind, ids in found.items():
        there = records_there(kind, ids)
        for object_id in sorted(set(ids) - there):
            ended += drop(kind, object_id, by=None)
    return ended


@transaction.atomic
def hand_over(kind: str, object_id: int, *, to: Person | None, by: Person | None, at: datetime | None = None) -> int:
    """The record has another owner: so have its open clocks, due when they were. Nobody (the pool): they are dropped.

    What the former owner (or who stands in) was told of them and has not read yet is taken away. Gives how many changed
    hands.
    """
    if to is None:
        return drop(kind, object_id, by=by, at=at)
    moved = 0
    for clock in _open(kind, object_id).exclude(owner=to):
        of_owner = Q(person=clock.owner_id) | Q(values__for_id=clock.owner_id)
        Notice.objects.filter(of_owner, kind=kind, object_id=object_id, read_at__isnull=True).delete()
        clock.owner = to
        _keep(clock, "owner")
        _note(clock, "handed_over", by=by, at=at or timezone.now())
        moved += 1
    return moved


def _open(kind: str, object_id: int):  # type: ignore[no-untyped-def]
    """The open clocks of a record, held until the transaction ends."""
    rows = RunningClock.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.filter(kind=kind, object_id=object_id, ended_at__isnull=True).order_by("pk")


def _locked(clock: RunningClock) -> RunningClock:
    return RunningClock.objects.select_for_update(of=("self",)).select_related("owner").get(pk=clock.pk)


def _end(clock: RunningClock, *, by: Person | None, at: datetime) -> None:
    due = clock.due_at
    if clock.paused_at:  # what happens while it stands still is in time if it had not been missed before
        due = at if clock.paused_at <= clock.due_at else clock.due_at
    _close(clock, "kept" if is_kept(due, at) else "broken", by=by, at=at)


def _close(clock: RunningClock, state: str, *, by: Person | None, at: datetime) -> None:
    clock.state, clock.ended_at, clock.next_at, clock.paused_at = state, at, None, None
    _keep(clock, "state", "ended_at", "next_at", "paused_at")
    _note(clock, state, by=by, at=at)


def _pause(clock: RunningClock, *, by: Person | None, at: datetime) -> None:
    if clock.paused_at:
        return
    clock.state = "broken" if clock.state == "broken" else "paused"
    clock.paused_at, clock.next_at = at, None
    _keep(clock, "state", "paused_at", "next_at")
    _note(clock, "paused", by=by, at=at)


def _resume(clock: RunningClock, *, by: Person | None, at: datetime) -> None:
    paused = clock.paused_at
    if paused is None:
        return
    calendar = calendar_of(clock.owner)
    steps = list(clock.steps.filter(done_at__isnull=True))
    for step in steps:
        if step.at > paused:
            step.at = later(step.at, paused=paused, resumed=at, working=step.working, calendar=calendar)
            if step.key == DUE:
                clock.due_at = step.at
    ClockStep.objects.bulk_update(steps, ["at"])
    clock.state = "broken" if clock.state == "broken" else "running"
    clock.paused_at, clock.next_at = None, clock.steps.filter(done_at__isnull=True).aggregate(at=Min("at"))["at"]
    _keep(clock, "state", "paused_at", "next_at", "due_at")
    _note(clock, "resumed", by=by, at=at)


def _keep(clock: RunningClock, *fields: str) -> None:
    clock.version += 1
    clock.save(update_fields=[*fields, "version"])


def _note(clock: RunningClock, what: str, *, by: Person | None, at: datetime) -> None:
    ClockMoment.objects.create(clock=clock, what=what, at=at, by=by, owner_id=clock.owner_id)
