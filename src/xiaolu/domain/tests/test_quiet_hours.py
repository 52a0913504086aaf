"""When somebody is told something, against a clock that goes minute by minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.quiet_hours import QuietHours, digest_at, told_at

ZONE = ZoneInfo("Asia/Shanghai")
minutes = st.integers(0, 1439)
hours = st.builds(QuietHours, minutes, minutes, minutes, st.booleans())
moments = st.datetimes(datetime(2026, 11, 23), datetime(2026, 11, 30)).map(lambda at: at.replace(tzinfo=ZONE))


def works(day: date) -> bool:
    return day.weekday() < 5


def slowly(at: datetime, told) -> datetime:
    """The first moment that will do, minute by minute."""
    if told(at):
        return at
    at = at.replace(second=0, microsecond=0)
    while not told(at):
        at += timedelta(minutes=1)
    return at


@given(moments, hours)
def test_nothing_is_told_in_quiet_hours_and_nothing_later_than_needed(at, quiet):
    def free(moment: datetime) -> bool:
        return (works(moment.date()) or not quiet.days_off) and not quiet.is_quiet(moment.hour * 60 + moment.minute)

    assert told_at(at, quiet, works) == slowly(at, free)


@given(moments, hours)
def test_a_digest_comes_at_its_time_on_the_next_day_that_counts(at, quiet):
    found = digest_at(at, quiet, works)
    assert found > at and found.hour * 60 + found.minute == quiet.digest_at
    assert works(found.date()) or not quiet.days_off
    between = found - timedelta(days=1)
    while between > at:
        assert quiet.days_off and not works(between.date())
        between -= timedelta(days=1)


def test_who_never_works_is_told_at_once():
    at = datetime(2026, 11, 26, 22, 0, tzinfo=ZONE)
    assert told_at(at, QuietHours(), lambda day: False) == at == digest_at(at, QuietHours(), lambda day: False)


def test_by_day_at_once_and_by_night_in_the_morning():
    thursday = datetime(2026, 11, 26, 14, 5, 9, tzinfo=ZONE)
    assert told_at(thursday, QuietHours(), works) == thursday
    friday = datetime(2026, 11, 27, 23, 0, tzinfo=ZONE)
    assert told_at(friday, QuietHours(), works) == datetime(2026, 11, 30, 7, 30, tzinfo=ZONE)
    assert digest_at(friday, QuietHours(), works) == datetime(2026, 11, 30, 8, 0, tzinfo=ZONE)
    assert told_at(friday, QuietHours(days_off=False), works) == datetime(2026, 11, 28, 7, 30, tzinfo=ZONE)
