"""When something was last done for a record: what counts as done comes from several apps, each as a `Touch`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q

from xiaolu.customers.models import Note


@dataclass(frozen=True)
class Touch:
    """One kind of thing done: a condition on rows (something since a day), and the last day of given rows by id."""

    since: Callable[[date], Exists | Q]
    days: Callable[[Sequence[int]], Mapping[int, date]]


def touched_since(touches: Iterable[Touch], day: date) -> Q:
    """The condition that something was done on or after a day, by any of the kinds."""
    found = Q(pk__in=[])
    for touch in touches:
        found |= Q(touch.since(day))
    return found


def last_days(touches: Iterable[Touch], ids: Sequence[int]) -> dict[int, date]:
    """Record → the last day on which anything was done for it; those with nothing are left out."""
    latest: dict[int, date] = {}
    for touch in touches:
        for one, day in touch.days(ids).items():
            latest[one] = max(day, latest.get(one, day))
    return latest


def _noted_since(day: date) -> Exists:
    return Exists(Note.objects.filter(account=OuterRef("pk"), archived=False, day__gte=day))


def _noted(ids: Sequence[int]) -> dict[int, date]:
    rows = Note.objects.filter(account__in=list(ids), archived=False).order_by()
    return dict(rows.values_list("account").annotate(last=Max("day")))


# What counts as done for an account; wiring.py adds what higher apps record.
last_touched: list[Touch] = [Touch(_noted_since, _noted)]
