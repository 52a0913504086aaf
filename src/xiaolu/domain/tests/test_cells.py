"""Cells as people and spreadsheets write them."""

import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain import cells
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.headings import stage_aliases
from xiaolu.domain.histories import history_of
from xiaolu.domain.method import read_method

FOLDER = Path(__file__).resolve().parents[2] / "methods_builtin"
SPANCOP = read_method(tomllib.loads((FOLDER / "spancop.toml").read_text(encoding="utf-8")))
WORDS = cells.stage_words(SPANCOP, stage_aliases(SPANCOP))
DAY = date(2026, 11, 22)
ANYTHING = st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.dates(), st.datetimes())


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime(2026, 11, 22, 10, 30),
        46348,
        46348.75,
        "46348",
        20261122,
        "20261122",
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "2026年11月22日",
        "2026-11-22 10:30:00",
        "2026-11-22T10:30:00Z",
        "2026年11月22日 10:30",
        "22.11.2026",
        "11/22/2026",
        "２０２６-11-22",
    ],
)
def test_days(cell):
    assert cells.day(cell) == DAY


def test_days_first_only_when_the_file_says_so():
    assert cells.day("03/02/2018", dayfirst=True) == date(2018, 2, 3)
    assert cells.day("03/02/2018") == date(2018, 3, 2)
    with pytest.raises(CellInvalid, match="two_readings"):
        cells.day("13/02/2018")


def test_a_month_alone_is_a_day_only_where_a_month_is_enough():
    assert cells.day("2026年11月", month=True) == date(2026, 11, 1)
    with pytest.raises(CellInvalid):
        cells.day("2026年11月")


@pytest.mark.parametrize(
    "cell, units",
    [
        (1200, 120_000),
        (1200.5, 120_050),
        ("1,200.50", 120_050),
        ("¥1,200.5", 120_050),
        ("１２３", 12_300),
        ("86万", 86_000_000),
        ("1.2亿元", 12_000_000_000),
        ("12元", 1_200),
        ("1 234 567", 123_456_700),
        ("12,3456", 12_345_600),
        ("1e5", 10_000_000),
        ("0", 0),
    ],
)
def test_amounts(cell, units):
    assert cells.number(cell, 2) == units


def test_volumes_are_thousandths_and_tons_are_said():
    assert cells.number("12.5吨", 3) == 12_500


@pytest.mark.parametrize("cell", ["P", "p", "潜在客户", "1-潜在客户", "Prospect", "Ｐ"])
def test_stages(cell):
    assert cells.stage(cell, WORDS) == "P"


@pytest.mark.parametrize(
    "cell, stage", [("5-赢单", "C"), ("6-输单", "X"), ("Closed Won", "C"), ("Lost", "X"), ("谈判", "N")]
)
def test_common_words_for_won_and_lost(cell, stage):
    assert cells.stage(cell, WORDS) == stage


@pytest.mark.parametrize(
    "cell, growth", [("客户维护", "keep"), ("客户增长", "grow"), ("新业务", "new"), ("Keep", "keep"), ("new", "new")]
)
def test_growth(cell, growth):
    assert cells.growth(cell) == growth


def test_text_is_one_clean_line():
    assert cells.text(1001.0) == "1001"
    assert cells.text(" 恒\u202e力\n机械 ") == "恒力 机械"


@given(ANYTHING)
def test_whatever_a_cell_holds_it_is_read_or_refused_by_code(cell):
    for read in (
        cells.day,
        cells.growth,
        cells.text,
        lambda one: cells.number(one, 2),
        lambda one: cells.stage(one, WORDS),
    ):
        try:
            read(cell)
        except CellInvalid as error:
            assert error.code


@given(st.integers(0, 10**12))
def test_an_amount_written_with_separators_is_the_same(units):
    assert cells.number(f"{units / 100:,.2f}", 2) == units


def test_a_history_without_dates_begins_on_the_day_of_creation():
    assert history_of("P", {}, DAY, {"P": 0}, closed=False) == ([(DAY, "P")], False)
