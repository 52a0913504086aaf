"""Repeating days, collisions, and the usual kind of time."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.activities import REPEATS, Slot, repeated, usual_time


@pytest.mark.parametrize(
    ("repeats", "day"),
    [("day", date(2027, 2, 1)), ("week", date(2027, 2, 7)), ("fortnight", date(2027, 2, 14)),
     ("month", date(2027, 2, 28)), ("", None)],
)  # fmt: skip
def test_the_next_day_of_what_repeats(repeats, day):
    assert repeated(date(2027, 1, 31), repeats) == day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(REPEATS[1:]))
def test_a_repetition_lies_later_and_at_most_a_month_ahead(day, repeats):
    following = repeated(day, repeats)
    assert following is not None and 1 <= (following - day).days <= 31


slots = st.builds(Slot, st.integers(0, 1439), st.integers(1, 300))


@given(slots, slots)
def test_two_slots_meet_exactly_when_they_share_a_minute(one, other):
    shared = set(range(one.start, one.start + one.minutes)) & set(range(other.start, other.start + other.minutes))
    assert one.meets(other) == other.meets(one) == bool(shared)


def test_a_slot_without_length_takes_a_minute():
    assert Slot.at(time(9, 30), 0) == Slot(570, 1)


@pytest.mark.parametrize(
    ("kind", "with_customer", "expected"),
    [("visit", True, "t1"), ("call", True, "t1"), ("message", True, ""), ("meeting", False, "t4"), ("task", True, ""),
     ("call", False, "")],
)  # fmt: skip
def test_the_usual_kind_of_time(kind, with_customer, expected):
    assert usual_time(kind, with_customer=with_customer) == expected
