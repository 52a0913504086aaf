"""What the worker does with clocks: takes due steps in batches and tells people.

A step's row, its notices and what else it does commit together; several workers share the work by skipping locked rows.
After a stop every step that was missed is recorded, and of each clock only the highest speaks.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from xiaolu.clocks.actions.telling import tell
from xiaolu.clocks.models import ClockMoment, ClockStep, Notice, RunningClock
from xiaolu.clocks.registry import EFFECTS, LOCKS
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.leaders import directors, managers_of
from xiaolu.org.models import Person

log = logging.getLogger("xiaolu.clocks")
BATCH, MOST_BATCHES = 500, 40
KEPT_READ = timedelta(days=90)


def run_due(now: datetime | None = None, *, most: int = MOST_BATCHES) -> int:
    """Take every step that is due, batch by batch; how many clocks were worked on."""
    worked = 0
    for _ in range(most):
        taken = take_batch(now or timezone.now())
        worked += taken
        if taken < BATCH:
            break
    worked += take_with_effects(now or timezone.now())
    return worked


@transaction.atomic
def take_batch(now: datetime) -> int:
    """The steps due by now of up to 500 clocks that no other worker holds, with their notices; how many clocks.

    Steps that also change the record (`EFFECTS`) are left to `take_with_effects`.
    """
    rows = RunningClock.objects.filter(~_with_effect(now), next_at__lte=now).order_by("next_at", "pk")
    return _take(list(skipping_locked(rows)[:BATCH]), now)


def take_with_effects(now: datetime) -> int:
    """Clocks that have come to a step which changes their record, one transaction each; how many.

    The record is locked before the clock, as every use case of the record does, so that nobody waits for one another.
    """
    worked = 0
    rows = RunningClock.objects.filter(_with_effect(now), next_at__lte=now).order_by("next_at", "pk")
    for pk, kind, object_id in list(rows.values_list("pk", "kind", "object_id")[:BATCH]):
        try:
            worked += _take_one(pk, kind, object_id, now)
        except Exception:  # tried again with the next round; the others go on
            log.exception("clock %s could not be worked on", pk)
    return worked


@transaction.atomic
def _take_one(pk: int, kind: str, object_id: int, now: datetime) -> int:
    LOCKS[kind](object_id)
    clocks = list(RunningClock.objects.select_for_update().filter(pk=pk, next_at__lte=now))
    keys = [to for to, of in EFFECTS if of == kind]
    effects = list(ClockStep.objects.filter(clock__in=clocks, done_at__isnull=True, at__lte=now, to__in=keys))
    taken = _take(clocks, now)
    for step in effects:
        _effect(step, clocks[0])
    return taken


def _with_effect(now: datetime) -> Q:
    found = Q(pk__in=[])
    for to, kind in EFFECTS:
        steps = ClockStep.objects.filter(clock=OuterRef("pk"), done_at__isnull=True, at__lte=now, to=to)
        found |= Q(Exists(steps), kind=kind)
    return found


def _take(held: list[RunningClock], now: datetime) -> int:
    """Take the due steps of clocks that this transaction holds: record all, let the highest of each speak."""
    clocks = {one.pk: one for one in held}
    if not clocks:
        return 0
    due: dict[int, list[ClockStep]] = {}
    for step in ClockStep.objects.filter(clock__in=clocks, done_at__isnull=True, at__lte=now).order_by("rank"):
        due.setdefault(step.clock_id, []).append(step)
    speaking = [steps[-1] for steps in due.values()]
    ClockStep.objects.filter(pk__in=[step.pk for steps in due.values() for step in steps]).update(done_at=now)
    ClockStep.objects.filter(pk__in=[step.pk for step in speaking]).update(spoke=True)
    missed = [one for one in clocks.values() if one.due_at <= now and one.state == "running"]
    ClockMoment.objects.bulk_create(
        [ClockMoment(clock=one, what="broken", at=one.due_at, owner_id=one.owner_id) for one in missed]
    )
    _set_forward(clocks, [one.pk for one in missed])
    tell(_notices(speaking, clocks, now))
    return len(clocks)


def skipping_locked(rows: "QuerySet[RunningClock]") -> "QuerySet[RunningClock]":
    """The rows locked for this transaction, without those of other workers; SQLite has one worker and one writer."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def _set_forward(clocks: Iterable[int], missed: list[int]) -> None:
    """Every clock waits for its first step that was not taken; what was due by now is missed."""
    waiting = ClockStep.objects.filter(clock=OuterRef("pk"), done_at__isnull=True).order_by("at").values("at")[:1]
    RunningClock.objects.filter(pk__in=list(clocks)).update(
        next_at=Subquery(waiting),
        state=Case(When(pk__in=missed, then=Value("broken")), default=F("state")),
        version=F("version") + 1,
    )


def _notices(speaking: list[ClockStep], clocks: dict[int, RunningClock], now: datetime) -> list[Notice]:
    """What each speaking step tells whom: the owner always, and above whoever it escalates to."""
    upward = {clocks[one.clock_id].owner_id for one in speaking if one.to in ("manager", "director", "pool")}
    managers = managers_of(upward) if upward else {}
    top = directors() if any(one.to == "director" for one in speaking) else []
    found = []
    for step in speaking:
        clock = clocks[step.clock_id]
        found.append(_notice(step, clock, clock.owner_id, "owner", now))
        above: list[Person] = []
        if step.to in ("manager", "pool"):
            above = managers.get(clock.owner_id) or ([] if step.to == "pool" else top or directors())
        elif step.to == "director":
            above = top
        told = {clock.owner_id}
        for person in above:
            if person.pk not in told:
                told.add(person.pk)
                found.append(_notice(step, clock, person.pk, "above", now))
    return found


def _notice(step: ClockStep, clock: RunningClock, person: int, side: str, now: datetime) -> Notice:
    code = {"warn": "warn", "due": "due"}.get(step.key, step.to)
    values = {
        "zh": clock.name_zh, "en": clock.name_en, "title": clock.title, "due": clock.due_at.isoformat(),
        "owner": clock.owner_id, "stops": clock.stops,
    }  # fmt: skip
    gone = code == "pool" and side == "owner"  # no link to what is not theirs any more
    return Notice(
        person_id=person, key=f"clock:{clock.pk}:{step.key}:{person}", code=f"clock_{code}_{side}", values=values,
        kind="" if gone else clock.kind, object_id=0 if gone else clock.object_id, at=now,
    )  # fmt: skip


def _effect(step: ClockStep, clock: RunningClock) -> None:
    """What a step does to the record; a rule that refuses it is written on the step's row."""
    try:
        with transaction.atomic():
            EFFECTS[step.to, clock.kind](clock.object_id)
    except RuleBroken as broken:
        ClockStep.objects.filter(pk=step.pk).update(failed=str(broken)[:200])


@transaction.atomic
def drop_old_notices() -> int:
    """Forget what was read more than ninety days ago; how many."""
    found, _ = Notice.objects.filter(read_at__lt=timezone.now() - KEPT_READ).delete()
    return found
