"""Activities laid out in days: for the calendar, its plain list, and the feed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from xiaolu.activities.models import Activity
from xiaolu.activities.queries.activities import overlapping_ids
from xiaolu.domain.named_days import NamedDay, named_day
from xiaolu.domain.tickler import Slot, box, slot_of
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity

MOST = 3_000  # activities of one answer
PEOPLE = 12  # side by side on a team's day


@dataclass(frozen=True)
class Day:
    """One day of a calendar: how it is called, how many cards are due and in which slot they lie, what is done on it."""

    day: date
    named: NamedDay | None
    cards: int
    slot: str
    activities: tuple[Activity, ...]


def joined_by(person: Person) -> Q:
    """What a person does, and what the person comes along to."""
    joined = Activity.colleagues.through.objects.filter(person=person).values("activity")
    return Q(owner=person) | Q(pk__in=joined)


def between(rows: QuerySet[Activity], first: date, last: date) -> list[Activity]:
    """Of these activities those of some days that are planned or done, by day and time; both days included."""
    rows = rows.filter(day__gte=first.toordinal(), day__lte=last.toordinal(), withdrawn=False)
    rows = rows.exclude(state="cancelled").select_related("owner", "account", "opportunity__account")
    return list(rows.prefetch_related("colleagues").order_by("day", "start", "pk")[:MOST])


def colliding(rows: Iterable[Activity], person: Person | None = None) -> set[int]:
    """The planned ones that want the same minutes as another of their owner's, or of `person`'s who comes along to all."""
    days: dict[tuple[int, date], list[Activity]] = {}
    for one in rows:
        if one.state == "planned" and one.start:
            days.setdefault((person.pk if person else one.owner_id, one.day), []).append(one)
    return {pk for same in days.values() for pk in overlapping_ids(same)}


def cards_due(rows: QuerySet[Opportunity], first: date, last: date, today: date) -> dict[date, int]:
    """How many cards are due on each of some days; what is overdue is due today, what is over is no day's any more."""
    rows = rows.filter(stage_kind="open", withdrawn=False, next_date__lte=last.toordinal()).order_by()
    found: dict[date, int] = {}
    for due, count in rows.values_list("next_date").annotate(n=Count("pk")):
        day = max(due, today)
        if first <= day <= last:
            found[day] = found.get(day, 0) + count
    return found


def slot_key(day: date, today: date) -> str:
    """How the address of the tickler box names the slot of a day; '' for one that is over or too far away."""
    if not today <= day <= box(today)[-1].last:
        return ""
    slot: Slot = slot_of(day, today)
    return f"{slot.kind[0]}{slot.number}"


def days_of(
    first: date, last: date, rows: Sequence[Activity], cards: dict[date, int], today: date, *, chinese: bool
) -> list[Day]:
    """The days from first to last with what lies on them."""
    found = []
    for step in range((last - first).days + 1):
        day = first + timedelta(days=step)
        own = tuple(one for one in rows if one.day == day)
        found.append(Day(day, named_day(day, chinese=chinese), cards.get(day, 0), slot_key(day, today), own))
    return found


def people_of(rows: QuerySet[Person], spans_people: set[int] | None) -> tuple[list[Person], int]:
    """The people of a scope who stand side by side on a team's day, and how many more there are."""
    rows = rows.filter(is_active=True).order_by("name", "id")
    if spans_people is not None:
        rows = rows.filter(pk__in=spans_people)
    found = list(rows[:PEOPLE])
    return found, max(rows.count() - len(found), 0) if len(found) == PEOPLE else 0
