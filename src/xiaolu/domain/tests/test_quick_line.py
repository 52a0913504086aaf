"""A typed line is read: kind, next day, next kind; nothing of it is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.quick_line import FAR, read_line

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("line", "kind", "next_day", "next_kind"),
    [
        ("昆山精工 电话 谈了年度协议，周五再打", "call", date(2026, 11, 27), "call"),
        ("拜访太仓港机，下周三上门演示", "visit", date(2026, 12, 2), "demonstration"),
        ("微信发了报价，3天后电话", "message", date(2026, 11, 28), "call"),
        ("周二再打", "", date(2026, 12, 1), "call"),
        ("下下周一开会", "", date(2026, 12, 7), "meeting"),
        ("电话没人接，明天再打", "call", date(2026, 11, 26), "call"),
        ("大后天上门", "", date(2026, 11, 28), "visit"),
        ("电话，两周后", "call", date(2026, 12, 9), "call"),
        ("拜访，三个月后", "visit", date(2027, 2, 25), "visit"),
        ("电话 12月3日", "call", date(2026, 12, 3), "call"),
        ("电话 1-5", "call", date(2027, 1, 5), "call"),
        ("电话 28号", "call", date(2026, 11, 28), "call"),
        ("电话 20号", "call", date(2026, 12, 20), "call"),
        ("电话 2027-02-30", "call", None, ""),
        ("called, visit next friday", "call", date(2026, 12, 4), "visit"),
        ("meeting on friday", "meeting", date(2026, 11, 27), "meeting"),
        ("要 20 台", "", None, ""),
        ("", "", None, ""),
    ],
)
def test_lines_of_the_field_are_read(line, kind, next_day, next_kind):
    read = read_line(line, TODAY)
    assert (read.kind, read.next_day, read.next_kind) == (kind, next_day, next_kind)


@given(st.text(max_size=80), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_is_kept_and_no_day_is_past_or_far(line, today):
    read = read_line(line, today)
    assert read.text == line.strip()
    assert read.next_day is None or today <= read.next_day <= today + timedelta(days=FAR)
