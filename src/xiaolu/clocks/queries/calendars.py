"""The company's working hours and days, and the calendar of a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language

from xiaolu.clocks.models import Leave, OwnDay, WorkingHours
from xiaolu.domain.business_time import USUAL_WEEK, BusinessCalendar, Shift, Week
from xiaolu.domain.workdays import holiday_name, known_until, nature_of
from xiaolu.org.models import Deputy, Person
from xiaolu.org.once import once_a_page
from xiaolu.org.queries import zone


@once_a_page
def week() -> Week:
    """The shifts of Monday to Sunday."""
    found: list[list[Shift]] = [[] for _ in range(7)]
    rows = list(WorkingHours.objects.all())
    for row in rows:
        found[row.weekday].append(row.shift)
    return tuple(tuple(shifts) for shifts in found) if rows else USUAL_WEEK


@once_a_page
def own_days() -> dict[date, bool]:
    return {row.day: row.works for row in OwnDay.objects.all()}


@once_a_page
def company_calendar() -> BusinessCalendar:
    """When the company works, whoever is away."""
    return BusinessCalendar(zone(), week(), own_days())


def calendar_of(person: Person | None) -> BusinessCalendar:
    """When a person works: the company's hours without the days of leave and absence."""
    company = company_calendar()
    if person is None:
        return company
    return BusinessCalendar(company.zone, company.week, company.own_days, away(person))


def calendars_of(people: Iterable[Person]) -> dict[int, BusinessCalendar]:
    """When each of these people works, in as many statements for many as for one."""
    company, wanted = company_calendar(), [person.pk for person in people]
    absent: dict[int, set[tuple[date, date]]] = {pk: set() for pk in wanted}
    for leave in Leave.objects.filter(person__in=wanted):
        absent[leave.person_id].add((leave.from_day, leave.to_day))
    for row in Deputy.objects.filter(absent__in=wanted):
        absent[row.absent_id].add((row.from_day, row.to_day))
    return {
        pk: BusinessCalendar(company.zone, company.week, company.own_days, tuple(sorted(days)))
        for pk, days in absent.items()
    }


def away(person: Person) -> tuple[tuple[date, date], ...]:
    """When a person is away, by leave or by an absence with a deputy: first days and the days before which each ends."""
    leave = {(row.from_day, row.to_day) for row in Leave.objects.filter(person=person)}
    absent = {(row.from_day, row.to_day) for row in Deputy.objects.filter(absent=person)}
    return tuple(sorted(leave | absent))


@dataclass(frozen=True)
class DayOfYear:
    """A day on the page of a year: usual, holiday, make-up or own; the words beside it."""

    day: date
    works: bool
    nature: str
    name: str = ""
    own: OwnDay | None = None


def year_of(year: int) -> list[list[list[DayOfYear | None]]]:
    """The twelve months of a year as weeks that begin on Monday; None before the first and after the last day."""
    calendar, own = company_calendar(), {row.day: row for row in OwnDay.objects.all()}
    language = "zh_CN" if (get_language() or "zh").startswith("zh") else "en_US"
    months = []
    for month in range(1, 13):
        first = date(year, month, 1)
        cells: list[DayOfYear | None] = [None] * first.weekday()
        day = first
        while day.month == month:
            cells.append(_day(day, calendar, own.get(day), language))
            if day == date.max:
                break
            day += timedelta(days=1)
        cells += [None] * (-len(cells) % 7)
        months.append([cells[place : place + 7] for place in range(0, len(cells), 7)])
    return months


def _day(day: date, calendar: BusinessCalendar, own: OwnDay | None, language: str) -> DayOfYear:
    name = own.name if own else holiday_name(day, language=language)
    return DayOfYear(day, calendar.works_on(day), "own" if own else nature_of(day), name, own)


def years_known() -> int:
    """The last year whose holidays and make-up days are known."""
    return known_until()


def leave_from(people: Iterable[int] | None, day: date) -> list[Leave]:
    """The leave of these people (None: of everybody) that has not ended on a day, soonest first."""
    rows = Leave.objects.filter(to_day__gt=day, person__is_active=True).select_related("person")
    return list(rows if people is None else rows.filter(person__in=list(people)))
