"""Silent customers: those for which nothing was done for a while, by owner and grade."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from xiaolu.customers.models import Account
from xiaolu.customers.queries.touches import last_days, last_touched, touched_since
from xiaolu.org.queries import zone

LENGTHS = (30, 60, 90)  # days without any touch
EVER = date(1900, 1, 1)
GRADES = ("A", "B", "C", "D", "")


@dataclass(frozen=True)
class SilentFilters:
    """What the list was asked for; ids are 0 for all, `grade` None for all ('' for those without one)."""

    days: int = LENGTHS[1]
    owner: int = 0
    industry: int = 0
    grade: str | None = None


def silent(rows: QuerySet[Account], now: date, asked: SilentFilters) -> QuerySet[Account]:
    """Of these accounts those without a touch for so many days, and that were there before; best grade first."""
    found = narrowed(rows, asked)
    order = [When(grade=grade, then=Value(place)) for place, grade in enumerate(GRADES)]
    ranked = found.filter(_silent(now, asked.days)).annotate(
        rank=Case(*order, default=Value(9), output_field=IntegerField())
    )
    return ranked.select_related("owner", "industry").order_by("rank", "pinyin", "id")


def narrowed(rows: QuerySet[Account], asked: SilentFilters) -> QuerySet[Account]:
    rows = rows.filter(archived=False)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    if asked.industry:
        rows = rows.filter(industry=asked.industry)
    return rows if asked.grade is None else rows.filter(grade=asked.grade)


def counts(rows: QuerySet[Account], now: date, asked: SilentFilters) -> dict[int, dict[tuple[int, str], int]]:
    """Days → (owner, grade) → how many are silent for so long. One statement for each length."""
    found: dict[int, dict[tuple[int, str], int]] = {}
    for days in LENGTHS:
        few = narrowed(rows, asked).filter(_silent(now, days)).order_by().values_list("owner", "grade")
        found[days] = {(owner or 0, grade): n for owner, grade, n in few.annotate(n=Count("pk"))}
    return found


def touched_on(ids: list[int]) -> dict[int, date]:
    """Account → the last day on which anything was done for it."""
    return last_days(last_touched, ids)


def _silent(now: date, days: int) -> Q:
    """Nothing since the day; and it was there before, by its own age or by what was done for it."""
    since = now - timedelta(days=days)
    midnight = datetime.combine(since, time(), tzinfo=zone())
    known = Q(created_at__lt=midnight) | touched_since(last_touched, EVER)
    return known & ~touched_since(last_touched, since)
