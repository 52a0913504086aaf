"""Activities from a table: history. No clock starts, nobody is told, nothing becomes evidence; the import has the audit entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from xiaolu.activities.actions.keeping import differences, keep, locked, put, search_entry
from xiaolu.activities.models import Activity
from xiaolu.customers.models import Account
from xiaolu.domain.activities import usual_time
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import zone
from xiaolu.search.actions import forget, index_many

AT_ONCE = 500
NOON = time(12)


@dataclass(frozen=True)
class NewActivity:
    """The columns of a new activity, as its model names them, and the ids of the contacts met."""

    values: Mapping[str, Any]
    contacts: Sequence[int] = field(default_factory=list)


@transaction.atomic
def create_many(rows: Iterable[NewActivity], *, by: Person | None) -> list[int]:
    """Write what was done and what is planned, findable; the ids in the order of the rows."""
    given, now, where = list(rows), timezone.now(), zone()
    accounts = Account.objects.in_bulk({row.values["account_id"] for row in given if row.values.get("account_id")})
    new = []
    for row in given:
        one = Activity(**row.values, created_by=by, created_at=now)
        one.account = accounts.get(one.account_id or 0)
        if not one.time_kind and one.state == "done":
            one.time_kind = usual_time(one.kind, with_customer=bool(one.account_id or one.opportunity_id))
        _agree(one, now, where)
        new.append(one)
    made = Activity.objects.bulk_create(new, batch_size=AT_ONCE)
    met = Activity.contacts.through
    met.objects.bulk_create(
        [met(activity_id=one.pk, contact_id=pk) for one, row in zip(made, given, strict=True) for pk in row.contacts],
        batch_size=AT_ONCE,
    )
    index_many((search_entry(one) for one in made), fresh=True)
    return [one.pk for one in made]


@transaction.atomic
def edit_loaded(activity: Activity, *, by: Person | None, seen: int, **values: Any) -> Activity:
    """Give an activity what a table says now, its state too. Raises Stale, RuleBroken as `keep` does."""
    activity = locked(activity, seen=seen)
    changes = differences(activity, values)
    put(activity, values)
    _agree(activity, timezone.now(), zone())
    keep(activity, values)
    audit.record(activity, "edit_activity", by=by, changes=changes)
    return activity


@transaction.atomic
def remove_many(ids: Sequence[int]) -> None:
    """Take away what an import made, as if it had never been."""
    forget("activity", ids)
    for start in range(0, len(ids), AT_ONCE):
        Activity.objects.filter(pk__in=ids[start : start + AT_ONCE]).delete()


def index_again(ids: Sequence[int]) -> None:
    """Make activities findable by what they say now."""
    index_many([search_entry(one) for one in Activity.objects.filter(pk__in=ids).select_related("account")])


def _agree(activity: Activity, now: datetime, where: ZoneInfo) -> None:
    """What is planned has the day for which it was planned, what is done the moment at which it was."""
    if activity.state == "planned":
        activity.planned_for, activity.done_at = activity.day, None
    elif activity.state == "done" and (
        activity.done_at is None or activity.done_at.astimezone(where).date() != activity.day
    ):
        activity.done_at = min(datetime.combine(activity.day, activity.start or NOON, where), now)
