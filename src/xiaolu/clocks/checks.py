"""The invariants of clocks. Each check yields what it finds wrong."""

from collections.abc import Callable, Iterator

from django.db.models import Count, Exists, F, Min, OuterRef, Q

from xiaolu.clocks.models import ClockStep, Notice, RunningClock
from xiaolu.clocks.registry import records_there

Check = Callable[[], Iterator[str]]
SHOWN = 20


def clocks_wait_for_their_next_step() -> Iterator[str]:
    """Every running clock has a step to come, for which it waits, or all of them have been taken."""
    rows = RunningClock.objects.filter(ended_at__isnull=True, paused_at__isnull=True)
    rows = rows.annotate(first=Min("steps__at", filter=Q(steps__done_at__isnull=True)), many=Count("steps"))
    wrong = rows.filter(
        Q(many=0) | Q(first__isnull=True, next_at__isnull=False) | Q(first__isnull=False, next_at__isnull=True)
        | (Q(first__isnull=False) & ~Q(next_at=F("first")))
    )  # fmt: skip
    for clock in wrong.order_by("pk")[:SHOWN]:
        yield f"clock {clock.pk} waits for {clock.next_at}, its first step to come is {clock.first}"


def no_step_is_taken_twice() -> Iterator[str]:
    """Of each clock one row for every step; what spoke was told once to each person, and what did not was told to nobody."""
    twice = ClockStep.objects.order_by().values("clock", "key").annotate(n=Count("pk")).filter(n__gt=1)
    for row in twice[:SHOWN]:
        yield f"clock {row['clock']}: step {row['key']} stands there {row['n']} times"
    again = Notice.objects.order_by().values("key").annotate(n=Count("pk")).filter(n__gt=1)
    for one in again[:SHOWN]:
        yield f"notice {one['key']} was told {one['n']} times"


def missed_clocks_say_so() -> Iterator[str]:
    """A clock whose due step was taken before it ended is missed, and only such a one has that step taken."""
    due = ClockStep.objects.filter(clock=OuterRef("pk"), key="due", done_at__isnull=False)
    rows = RunningClock.objects.filter(Exists(due), state__in=["running", "paused"])
    for clock in rows.order_by("pk")[:SHOWN]:
        yield f"clock {clock.pk} was missed and is {clock.state}"


def clocks_run_on_records_that_are_there() -> Iterator[str]:
    """No open clock runs on a record that is gone, closed for good, or of a kind that nobody knows."""
    found: dict[str, dict[int, int]] = {}
    for pk, kind, object_id in RunningClock.objects.filter(ended_at__isnull=True).values_list(
        "pk", "kind", "object_id"
    ):
        found.setdefault(kind, {})[object_id] = pk
    for kind, ids in found.items():
        there = records_there(kind, list(ids))
        for object_id in sorted(set(ids) - there)[:SHOWN]:
            yield f"clock {ids[object_id]} runs on {kind} {object_id}, which is gone"


CHECKS: tuple[Check, ...] = (
    clocks_wait_for_their_next_step,
    no_step_is_taken_twice,
    missed_clocks_say_so,
    clocks_run_on_records_that_are_there,
)
