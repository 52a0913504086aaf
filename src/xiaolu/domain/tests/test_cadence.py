"""The next due date by cadences against a slow obvious search from day to day."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from xiaolu.domain.business_time import BusinessCalendar
from xiaolu.domain.cadence import (
    Due,
    Reason,
    Standing,
    is_changed,
    most_contacts_a_week,
    next_due,
    silence_reached,
)
from xiaolu.domain.method import ContactCadence, IntentionCadence, Method, Stage, Text

ZONE, TEXT = ZoneInfo("Asia/Shanghai"), Text("甲", "A")
lengths = st.integers(1, 60)
methods = st.builds(
    lambda cadences: Method("m", TEXT, TEXT, (), cadences=tuple(cadences)),
    st.lists(
        st.one_of(
            st.builds(lambda level, every, times: ContactCadence("c", TEXT, "grade", level, every, times),
                      st.sampled_from("ABCD"), lengths, st.integers(1, 4)),
            st.builds(lambda code, every: IntentionCadence(code, TEXT, every), st.sampled_from("HAB"), lengths),
        ),
        max_size=5,
    ),
)  # fmt: skip
stages = st.builds(
    lambda every, rots: Stage("P", TEXT, "open", cadence_days=every, rots_after_days=rots),
    st.none() | lengths, st.none() | lengths,
)  # fmt: skip
today_days = st.dates(date(2026, 1, 1), date(2027, 2, 1))


def slow(method: Method, standing: Standing, today: date, calendar: BusinessCalendar) -> date:
    """Day after day from tomorrow: the first on which some rule says that it is time, and that is worked."""
    waits = [standing.stage.cadence_days] if standing.stage and standing.stage.cadence_days else []
    for one in method.cadences:
        if isinstance(one, ContactCadence) and one.level == standing.grade:
            waits.append(max(one.every_days // one.times, 1))
        if isinstance(one, IntentionCadence) and one.code == standing.intention:
            waits.append(one.every_days)
    day = today + timedelta(days=1)
    while True:
        due = any((day - today).days >= wait for wait in waits or [7])
        rots, touched = standing.stage and standing.stage.rots_after_days, standing.last_touch
        rotten = rots and touched and touched < today and (day - touched).days >= rots
        if (due or rotten) and calendar.works_on(day):
            return day
        day += timedelta(days=1)


@settings(max_examples=150, deadline=None)
@given(methods, stages, st.sampled_from(["", *"ABCD"]), st.sampled_from(["", *"HAB"]), today_days,
       st.none() | st.integers(0, 90), st.integers(0, 20), st.integers(1, 15))  # fmt: skip
def test_the_soonest_rule_counts_on_a_working_day(method, stage, grade, intention, today, touched, away, length):
    leave = ((today + timedelta(days=away), today + timedelta(days=away + length)),)
    calendar = BusinessCalendar(ZONE, leave=leave)
    last = None if touched is None else today - timedelta(days=touched)
    standing = Standing(stage, grade, intention, last)
    assert next_due(method, standing, today, calendar).day == slow(method, standing, today, calendar)


def test_the_reason_is_that_of_the_soonest():
    grade = ContactCadence("a", TEXT, "grade", "A", 28, 4, 5)
    method = Method("m", TEXT, TEXT, (), cadences=(grade, IntentionCadence("H", TEXT, 3)))
    stage = Stage("P", TEXT, "open", cadence_days=14, rots_after_days=10)
    monday, calendar = date(2026, 11, 23), BusinessCalendar(ZONE)
    due = next_due(method, Standing(stage, "A"), monday, calendar)
    assert due == Due(date(2026, 11, 30), Reason("grade", "A", 7))
    assert next_due(method, Standing(stage, "A", "H"), monday, calendar).reason == Reason("intention", "H", 3)
    silent = next_due(method, Standing(stage, "A", "", monday - timedelta(days=8)), monday, calendar)
    assert silent == Due(date(2026, 11, 25), Reason("silence", "", 10))
    assert next_due(replace(method, cadences=()), Standing(), monday, calendar).reason.kind == "usual"
    assert most_contacts_a_week(method, "A") == 2 and most_contacts_a_week(method, "B") is None


def test_a_week_later_than_a_weekly_card_is_due_needs_no_reason_more_does():
    due = Due(date(2026, 11, 30), Reason("stage", "P", 7))
    assert [is_changed(date(2026, 12, day), due) for day in (1, 7, 8)] == [False, False, True]
    assert not is_changed(date(2026, 11, 25), due)


def test_silence_reaches_the_highest_level():
    assert [silence_reached(days) for days in (0, 6, 7, 14, 15, 29, 30, 400)] == [0, 0, 7, 7, 15, 15, 30, 30]
