"""Business time against a slow obvious implementation that looks at one minute after the other."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaolu.domain.business_time import MINUTE, BusinessCalendar, Shift
from xiaolu.domain.method import read_span
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.workdays import is_working_day, known_until, nature_of

CHINA = ZoneInfo("Asia/Shanghai")
USUAL = BusinessCalendar(CHINA)


def at(text: str, zone: ZoneInfo = CHINA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def works(calendar: BusinessCalendar, instant: datetime) -> bool:
    """Whether the minute that begins at an instant is worked, by the rules in words."""
    local = instant.astimezone(calendar.zone)
    day, minute = local.date(), local.hour * 60 + local.minute
    if any(first <= day < until for first, until in calendar.leave):
        return False
    shifts = calendar.week[day.weekday()]
    full = next((one for one in calendar.week if one), ())
    own, nature = calendar.own_days.get(day), nature_of(day)
    if own is False or (own is None and nature == "holiday"):
        return False
    if not shifts and (own or (own is None and nature == "make-up")):
        shifts = full
    return any(shift.first <= minute < shift.last for shift in shifts)


def slow_add(calendar: BusinessCalendar, start: datetime, minutes: int) -> datetime:
    now, left = start.astimezone(UTC), minutes
    while left:
        left -= works(calendar, now)
        now += MINUTE
    return now


def slow_back(calendar: BusinessCalendar, start: datetime, minutes: int) -> datetime:
    now, left = start.astimezone(UTC), minutes
    while left:
        now -= MINUTE
        left -= works(calendar, now)
    return now


def slow_between(calendar: BusinessCalendar, start: datetime, end: datetime) -> int:
    now, found = start, 0
    while now < end:
        found += works(calendar, now)
        now += MINUTE
    return found


# Around the spring festival with its make-up days, the national day, and the end of what the library knows.
EDGES = [date(2024, 2, 2), date(2025, 9, 26), date(2026, 2, 12), date(known_until(), 12, 29)]
minute = st.integers(0, 1440).map(lambda one: one // 15 * 15)
shifts = st.lists(minute, min_size=2, max_size=4, unique=True).map(
    lambda ends: tuple(Shift(*pair) for pair in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)
weeks = st.lists(st.one_of(shifts, shifts, st.just(())), min_size=7, max_size=7).filter(any).map(tuple)
days = st.builds(lambda edge, step: edge + timedelta(days=step), st.sampled_from(EDGES), st.integers(0, 9))
leaves = st.lists(
    st.builds(lambda first, length: (first, first + timedelta(days=length)), days, st.integers(1, 3)), max_size=2
).map(tuple)
calendars = st.builds(
    BusinessCalendar,
    zone=st.just(CHINA), week=weeks, own_days=st.dictionaries(days, st.booleans(), max_size=3), leave=leaves,
)  # fmt: skip
moments = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=CHINA),
    days, st.integers(0, 1439),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(calendars, moments, st.integers(1, 900))
def test_adding_counts_worked_minutes_one_by_one(calendar, start, minutes):
    assert calendar.add_working(start, minutes * MINUTE) == slow_add(calendar, start, minutes)
    assert calendar.add_working(start, -minutes * MINUTE) == slow_back(calendar, start, minutes)


@settings(max_examples=60, deadline=None)
@given(calendars, moments, st.integers(0, 6 * 1440))
def test_between_two_instants_lie_the_worked_minutes(calendar, start, length):
    end = start + length * MINUTE
    assert calendar.working_minutes(start, end) == slow_between(calendar, start, end)
    assert calendar.working_minutes(end, start) == -calendar.working_minutes(start, end)


@settings(max_examples=60, deadline=None)
@given(calendars, moments, st.integers(1, 6))
def test_working_days_lead_to_the_nth_day_that_is_worked(calendar, start, number):
    found = calendar.add(start, read_span(f"{number} working days")).astimezone(CHINA)
    passed = [start.date() + timedelta(days=step) for step in range(1, (found.date() - start.date()).days + 1)]
    at_midnight = found.hour == found.minute == 0 and not calendar.works_on(found.date())  # a shift until 24:00
    assert sum(map(calendar.works_on, passed)) == number
    assert at_midnight or calendar.works_on(found.date())


def test_worked_examples():
    assert USUAL.add(at("2026-11-24T11:30"), read_span("1 working hour")) == at("2026-11-24T13:30")  # across lunch
    assert USUAL.add(at("2026-11-27T17:00"), read_span("3 working hours")) == at("2026-11-30T11:00")  # a weekend
    assert USUAL.add(at("2026-11-27T17:00"), read_span("24 hours")) == at("2026-11-28T17:00")  # plain time
    assert USUAL.add(at("2026-11-28T23:00"), read_span("1 working day")) == at("2026-11-30T18:00")
    assert USUAL.add(at("2026-11-30T18:00"), read_span("1 working hour"), back=True) == at("2026-11-30T17:00")
    makeup = date(2026, 2, 14)
    assert nature_of(makeup) == "make-up" and USUAL.shifts_on(makeup) == USUAL.week[0]
    assert USUAL.working_minutes(at("2026-02-14T00:00"), at("2026-02-24T00:00")) == 480  # then the festival
    away = BusinessCalendar(CHINA, leave=((date(2026, 11, 25), date(2026, 11, 27)),))
    assert away.add(at("2026-11-24T17:00"), read_span("2 working hours")) == at("2026-11-27T10:00")


def test_summer_time_does_not_shorten_a_working_day():
    berlin = BusinessCalendar(ZoneInfo("Europe/Berlin"))
    start = datetime(2026, 3, 27, 17, tzinfo=berlin.zone)  # the clocks change on the 29th
    assert berlin.add(start, read_span("2 working hours")) == datetime(2026, 3, 30, 10, tzinfo=berlin.zone)


def test_beyond_the_library_are_plain_weekends():
    year = known_until() + 1
    assert is_working_day(next(day for day in _days(year, 10) if day.weekday() < 5))
    assert not any(is_working_day(day) for day in _days(year, 1) if day.weekday() >= 5)
    assert {nature_of(day) for day in _days(year, 10)} == {"usual"}


def _days(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, 29)]


def test_a_calendar_on_which_nobody_works_says_so():
    never = BusinessCalendar(CHINA, week=((),) * 7)
    for span in ("1 working hour", "1 working day"):
        with pytest.raises(RuleBroken):
            never.add(at("2026-11-24T11:30"), read_span(span))
