"""Lists of activities, the plan that a record fulfils, and what collides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from xiaolu.activities.models import Activity
from xiaolu.customers.models import Account
from xiaolu.domain.activities import Slot
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity
from xiaolu.search.queries import matching_ids

USUAL_MINUTES = 30


@dataclass(frozen=True)
class Filters:
    """What a list of activities was asked for; ids are 0 for all."""

    q: str = ""
    kind: str = ""
    state: str = ""
    owner: int = 0
    start: date | None = None
    end: date | None = None

    @property
    def any(self) -> bool:
        return bool(self.q or self.kind or self.state or self.owner or self.start or self.end)


def activities(rows: QuerySet[Activity], asked: Filters) -> QuerySet[Activity]:
    """Of these activities the ones that were asked for: what is planned by its day, else the latest first."""
    rows = rows.select_related("owner", "account", "opportunity__account")
    for name in ("kind", "state", "owner"):
        if wanted := getattr(asked, name):
            rows = rows.filter(**{name: wanted})
    if asked.start:
        rows = rows.filter(day__gte=asked.start)
    if asked.end:
        rows = rows.filter(day__lte=asked.end)
    if asked.q:
        rows = rows.filter(
            Q(pk__in=matching_ids("activity", asked.q)) | Q(account__in=matching_ids("account", asked.q, private=False))
        )
    return rows.order_by("day", "start", "id") if asked.state == "planned" else rows.order_by("-day", "-id")


def fitting_plan(
    *, owner: Person, kind: str, account: Account | None, opportunity: Opportunity | None, on: date
) -> Activity | None:
    """What was planned and is now done: the earliest of that kind, for the same opportunity or customer, due by then."""
    if opportunity is None and account is None:
        return None
    rows = Activity.objects.filter(owner=owner, state="planned", withdrawn=False, kind=kind, day__lte=on.toordinal())
    rows = rows.filter(opportunity=opportunity) if opportunity else rows.filter(account=account)
    return rows.order_by("day", "id").first()


def joined_on(owner: Person, day: date) -> QuerySet[Activity]:
    """What a person has to do on a day at a set time, own or joined, called-off ones left out."""
    joined = Activity.colleagues.through.objects.filter(person=owner).values("activity")
    rows = Activity.objects.filter(
        Q(owner=owner) | Q(pk__in=joined), day=day.toordinal(), start__isnull=False, withdrawn=False
    )
    return rows.exclude(state="cancelled").order_by("start", "id")


def overlapping_ids(rows: Iterable[Activity]) -> set[int]:
    """Of the timed activities of one person and day those that collide with another one."""
    slots = [(one.pk, Slot.at(one.start, one.minutes or USUAL_MINUTES)) for one in rows if one.start]
    return {
        pk for place, (first, slot) in enumerate(slots) for second, other in slots[place + 1 :] if slot.meets(other)
        for pk in (first, second)
    }  # fmt: skip


def last_done(accounts: Iterable[int]) -> dict[int, date]:
    """The day of the last thing done at each of these accounts; those without are left out."""
    rows = Activity.objects.filter(account__in=list(accounts), state="done", withdrawn=False).order_by()
    days = rows.values_list("account").annotate(last=Max("day"))
    return {account: day if isinstance(day, date) else date.fromordinal(day) for account, day in days}
