from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.custom_fields import (
    Definition,
    Option,
    lines_of,
    merged,
    options_of,
    patch_of,
    read,
    search_texts,
    shown,
    written,
)

WAYS = (Option("cash", "现结"), Option("net30", "月结30天"), Option("old", "赊账", archived=True))


def field(type_: str, **over) -> Definition:
    return Definition(**{"code": "x", "name": "栏", "type": type_, "options": WAYS, **over})


@pytest.mark.parametrize(
    ("type_", "cell", "value"),
    [
        ("text", " 进口 ", "进口"),
        ("long_text", "一\r\n二", "一\n二"),
        ("whole", "1,200", 1200),
        ("whole", 3.0, 3),
        ("decimal", "12.5", 12_500),
        ("amount", "86万", 86_000_000),
        ("day", "2026/3/1", "2026-03-01"),
        ("yes_no", "是", True),
        ("yes_no", "No", False),
        ("choice", "月结30天", "net30"),
        ("choice", "CASH", "cash"),
        ("choice", "赊账", "old"),  # what stands there is read, also when it is not offered any more
        ("choices", "月结30天、现结", ["cash", "net30"]),
        ("choices", " ", None),
        ("whole", "", None),
    ],
)
def test_a_cell_is_read_by_the_type_of_its_field(type_, cell, value):
    assert read(field(type_), cell, currency=2) == value


@pytest.mark.parametrize(
    ("type_", "cell", "code"),
    [
        ("text", "长" * 201, "too_long"),
        ("long_text", "长" * 10_001, "too_long"),
        ("whole", "1.5", "not_whole"),
        ("whole", "-1", "negative"),
        ("decimal", "很多", "not_a_number"),
        ("amount", "9" * 18, "too_large"),
        ("amount", "NaN", "not_a_number"),
        ("day", "1900-01-01", "date_out_of_range"),
        ("day", "9999-12-31", "date_out_of_range"),
        ("day", "明天", "not_a_date"),
        ("yes_no", "也许", "not_yes_or_no"),
        ("choice", "刷卡", "unknown_choice"),
        ("choices", "现结, 刷卡", "unknown_choice"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(type_, cell, code):
    with pytest.raises(CellInvalid) as refused:
        read(field(type_), cell, currency=2)
    assert refused.value.code == code


VALUES = {
    "whole": st.integers(0, 10**9), "decimal": st.integers(0, 10**12), "amount": st.integers(0, 10**12),
    "day": st.dates(date(1970, 1, 1), date(2100, 12, 31)).map(str),
    "yes_no": st.booleans(), "choice": st.sampled_from([one.code for one in WAYS]),
    "choices": st.sets(st.sampled_from([one.code for one in WAYS]), min_size=1).map(
        lambda codes: [one.code for one in WAYS if one.code in codes]
    ),
}  # fmt: skip


@given(st.data(), st.sampled_from(sorted(VALUES)), st.booleans(), st.sampled_from([0, 2, 3]))
def test_what_is_written_is_read_as_the_same(data, type_, chinese, currency):
    value = data.draw(VALUES[type_])
    text = written(field(type_), value, currency=currency, chinese=chinese)
    assert read(field(type_), text, currency=currency) == value


def test_a_page_says_it_grouped_and_in_the_readers_language():
    said = {"currency": 2, "symbol": "¥", "chinese": True}
    assert shown(field("amount"), 1_234_567_00, **said) == "¥1,234,567"
    assert shown(field("choices"), ["cash", "old"], **said) == "现结、赊账"
    assert shown(field("yes_no"), False, **{**said, "chinese": False}) == "no"
    assert shown(field("text"), None, **said) == ""


def test_a_patch_changes_only_what_it_names_and_keeps_nothing_empty():
    assert merged({"a": 1, "b": "x", "c": [1]}, {"b": "", "c": [], "d": False, "e": 0}) == {"a": 1, "d": False, "e": 0}
    assert patch_of({"custom_a": 1, "name": "x"}) == {"a": 1}
    assert patch_of({"custom_a": 1}, ["custom_a", "custom_b", "note"]) == {"a": 1, "b": None}


def test_options_keep_their_codes_and_what_is_taken_away_is_archived():
    first = options_of("现结\nnet30 = 月结30天")
    assert first == (Option("o1", "现结"), Option("net30", "月结30天"))
    renamed = options_of("o1 = 现款\n承兑", first)
    assert renamed == (Option("o1", "现款"), Option("o2", "承兑"), Option("net30", "月结30天", True))
    assert options_of(lines_of(renamed) + "\n月结30天", renamed)[-1] == Option("net30", "月结30天")


@pytest.mark.parametrize(
    ("lines", "code"),
    [("A = x", "bad_option"), ("a, b", "bad_option"), ("现结\n现结", "option_twice"), ("a=x\na=y", "option_twice"),
     ("\n".join(f"第{n}" for n in range(61)), "too_many_options")],
)  # fmt: skip
def test_options_that_cannot_be_told_apart_are_refused(lines, code):
    with pytest.raises(CellInvalid) as refused:
        options_of(lines)
    assert refused.value.code == code


def test_only_searchable_fields_lead_to_a_record_and_hidden_ones_behind_the_mark():
    fields = [
        field("text", code="a", searchable=True), field("text", code="b"),
        field("text", code="c", searchable=True, hidden="phones"),
    ]  # fmt: skip
    assert search_texts(fields, {"a": "甲", "b": "乙", "c": "丙"}) == (["甲"], ["丙"])
