"""Texts with placeholders, what makes a good message, and when it is sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.business_time import BusinessCalendar
from xiaolu.domain.messages import Manners, advice, as_points, filled, gaps_in, length_of, times_of, within
from xiaolu.domain.method import MessageCadence, Text, read_span
from xiaolu.domain.method.placeholders import PLACEHOLDERS, unknown_in

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = BusinessCalendar(ZONE)
HOURS = ((450, 510), (1050, 1170))  # 7:30–8:30, 17:30–19:30


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def cadence(due: str, **over) -> MessageCadence:
    return MessageCadence("c", Text("消息", "Message"), over.pop("event", "visit_done"), read_span(due), **over)


def test_placeholders_are_filled_in_both_languages_and_gaps_stay():
    values = {"contact": "张工", "day": "11月26日", "points": ""}
    assert filled("{联系人}您好，{ 日期 }见；{要点}", values) == "张工您好，11月26日见；…"
    assert filled("Dear {contact}, ｛day｝", values) == "Dear 张工, 11月26日"
    assert (gaps_in("我会在…之前送到…，{要点}"), gaps_in("您先考虑…… and so on ...")) == (3, 0)


def test_only_known_words_may_stand_in_braces():
    assert unknown_in("{联系人}{密码} {contact} {}") == ["密码"]
    assert unknown_in("".join(f"{{{word}}}" for words in PLACEHOLDERS.values() for word in words)) == []


@given(st.text(max_size=60), st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), st.text("张工好。", max_size=9)))
def test_filling_leaves_no_placeholder_that_somebody_knows(text, values):
    assert not [word for word in unknown_in(filled("{客户}" + text, values)) if word == "客户"]


def test_several_sentences_become_points_and_one_stays():
    assert as_points("谈了价格；客户要样品。下周送") == "1、谈了价格\n2、客户要样品\n3、下周送"
    assert as_points("谈了价格") == "谈了价格" and as_points("1、价格\n2、样品") == "1、价格\n2、样品"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("您好", ["too_short", "no_points"]),
        ("1、" + "好" * 30 + "\n2、" + "好" * 30, []),
        ("1. " + "good " * 80 + "\n2. …", ["gaps", "too_long"]),
        ("要点：1、价格" + "好" * 50 + "；2、样品", []),
    ],
)
def test_advice(text, codes):
    assert [code for code, _ in advice(text, Manners(50, 300, in_points=True))] == codes


def test_length_counts_no_blanks():
    assert length_of("您 好\n 吗") == 3


def test_after_a_visit_the_reminder_comes_when_half_of_the_time_has_passed():
    assert times_of(cadence("20 minutes"), at(14), CALENDAR) == (at(14, 10), at(14, 20))
    assert times_of(cadence("2 working hours"), at(17), CALENDAR)[1] == at(10, day=27)


def test_before_an_appointment_it_is_due_until_then_and_reminded_of_at_a_good_hour():
    confirm = cadence("1 day", event="appointment", before=True, hours=HOURS)
    assert times_of(confirm, at(10, day=27), CALENDAR) == (at(17, 30), at(10, day=27))
    assert times_of(confirm, at(18, day=27), CALENDAR) == (at(18), at(18, day=27))
    assert times_of(cadence("1 hour", before=True, hours=HOURS), at(10), CALENDAR) == (
        at(9),
        at(10),
    )  # no good hour left


def test_with_hours_a_message_after_something_may_wait_for_them():
    remind, due = times_of(cadence("1 hour", hours=HOURS), at(10), CALENDAR)
    assert (remind, due) == (at(17, 30), at(19, 30))


@given(st.integers(0, 24 * 60 - 1), st.lists(st.tuples(st.integers(0, 1438), st.integers(1, 200)), max_size=3))
def test_within_gives_the_first_minute_that_lies_in_the_hours(minute, spans):
    hours = tuple((first, min(first + length, 1439)) for first, length in spans)
    start = at(0) + timedelta(minutes=minute)
    found = within(start, hours, CALENDAR)
    slow = start
    while hours and not any(first <= slow.hour * 60 + slow.minute < last for first, last in hours):
        slow += timedelta(minutes=1)
    assert found == slow
