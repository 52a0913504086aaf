"""The tickler box: every date has exactly one slot, and the slots of a day hold every date of twelve months once."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaolu.domain.tickler import (
    Slot,
    box,
    counts,
    dealt_out,
    first_working_day,
    next_working_day,
    same_day_next_month,
    slot_of,
)
from xiaolu.domain.workdays import is_working_day

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("today", "edge"),
    [(date(2026, 11, 25), date(2026, 12, 25)), (date(2027, 1, 31), date(2027, 2, 28)), (date(2028, 1, 31), date(2028, 2, 29)),
     (date(2026, 12, 31), date(2027, 1, 31))],
)  # fmt: skip
def test_month_slots_begin_on_the_same_day_of_next_month(today, edge):
    assert same_day_next_month(today) == edge
    assert slot_of(edge, today) == Slot("month", edge.month)
    assert slot_of(edge - timedelta(days=1), today) == Slot("day", (edge - timedelta(days=1)).day)


@given(days, st.integers(-400, 365))
def test_a_card_lies_in_exactly_one_slot_of_the_box(today, ahead):
    day = today + timedelta(days=ahead)
    spans = [span for span in box(today) if (span.first is None or span.first <= day) and day <= span.last]
    assert [span.slot for span in spans] == [slot_of(day, today)]


@given(days)
def test_no_slot_stands_twice_and_day_numbers_are_unique(today):
    slots = [span.slot for span in box(today)]
    assert len(set(slots)) == len(slots) and len(slots) <= 43
    assert slots[0] == Slot("day", today.day)


@given(days, st.lists(st.tuples(st.integers(-50, 360), st.integers(1, 9)), max_size=20))
def test_counts_add_up(today, given_):
    dates = [(today + timedelta(days=ahead), cards) for ahead, cards in given_]
    assert sum(counts(dates, today).values()) == sum(cards for _, cards in given_)


@settings(deadline=None)
@given(days, st.integers(1, 60))
def test_a_month_is_dealt_out_evenly_to_working_days_in_order(today, cards):
    dealt = [day for _, day in dealt_out(range(cards), today)]
    assert dealt == sorted(dealt) and all(is_working_day(day) and day >= today for day in dealt)
    sizes = [dealt.count(day) for day in set(dealt)]
    assert max(sizes) - min(sizes) <= 1


def test_the_month_is_dealt_out_on_its_first_working_day():
    assert first_working_day(2026, 10) == date(2026, 10, 8)  # after the national holiday
    assert next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
