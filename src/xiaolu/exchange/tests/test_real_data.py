"""Real data: what is loaded gives the figures that polars computes from the file in another way."""

import os
import tomllib
from collections import Counter
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from xiaolu.domain.periods import Period
from xiaolu.exchange.tests.make import load_file, method
from xiaolu.insight import queries as insight
from xiaolu.methods import actions as methods
from xiaolu.pipeline import checks
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.sums import flow, standing

DATA = os.environ.get("XIAOLU_DATA", "")
pytestmark = [
    pytest.mark.data,
    pytest.mark.django_db,
    pytest.mark.database,
    pytest.mark.skipif(not DATA, reason="XIAOLU_DATA does not name the folder of the real data"),
]
EXAMPLES = Path(__file__).resolve().parents[4] / "docs" / "examples"
FIRST_DAY, NEVER = date(2016, 10, 20), date(9999, 1, 1)
DAYS = [date(2016, 12, 31), date(2017, 3, 15), date(2017, 6, 30), date(2017, 10, 1)]


@pytest.fixture
def maven():
    """The file loaded, and as a table with the day on which each row entered P, A and its end."""
    path = Path(DATA) / "maven" / "sales_pipeline.csv"
    mapping = (EXAMPLES / "maven.toml").read_text(encoding="utf-8")
    result = load_file(path, mapping=mapping, create_missing=("owners", "accounts", "products"))
    assert (result.counts["created"], result.errors, result.counts["warnings"]) == (7_635, [], 0)
    return pl.read_csv(path, try_parse_dates=True).with_columns(
        start=pl.coalesce("engage_date", pl.lit(FIRST_DAY)),
        end=pl.coalesce("close_date", pl.lit(NEVER)),
        amount=pl.col("close_value").fill_null(0) * 100,
        first=pl.when(pl.col("deal_stage") == "Prospecting").then(pl.lit("P")).otherwise(pl.lit("A")),
        last=pl.col("deal_stage").replace_strict({"Prospecting": "P", "Engaging": "A", "Won": "C", "Lost": "X"}),
    )


def stood(table: pl.DataFrame, at: date) -> dict[str, tuple[int, int]]:
    """Stage → count and amount at the end of a day, from the file alone."""
    there = table.filter(pl.col("start") <= at).with_columns(
        stage=pl.when(pl.col("end") <= at).then(pl.col("last")).otherwise(pl.col("first"))
    )
    rows = there.group_by("stage").agg(pl.len(), pl.col("amount").sum()).rows()
    return {stage: (count, amount) for stage, count, amount in rows}


def test_maven_balances_and_hit_rate_on_several_days(maven):
    for at in DAYS:
        held = standing(Frame(method(), "total", None), at)["total"]
        counts = stood(maven, at)
        assert {stage: (sums.count, sums.amount) for stage, sums in held.items() if sums.count} == counts
        found = insight.readings(insight.lens(method(), at=at))["total"]["hit_rate"]
        assert found.numerator == counts.get("C", (0, 0))[0]
        assert found.denominator == sum(counts.get(stage, (0, 0))[0] for stage in ("P", "A", "C"))


def test_maven_flow_of_a_quarter(maven):
    period = Period(date(2017, 4, 1), date(2017, 6, 30))
    inside = pl.col("start").is_between(period.start, period.end)
    begun = maven.filter(inside)
    ended = maven.filter(pl.col("end").is_between(period.start, period.end))
    found = flow(Frame(method(), "total", None), period)["total"]
    assert found.changes["new"].count == begun.height
    assert found.changes["new"].amount == begun["amount"].sum()
    for kind, stage in (("won", "C"), ("lost", "X")):
        rows = ended.filter(pl.col("last") == stage)
        assert (found.changes[kind].count, found.changes[kind].amount) == (-rows.height, -rows["amount"].sum())
    moved = sum(one.amount for one in found.changes.values())
    assert found.opening.amount + moved == found.closing.amount


def test_maven_conversion_of_those_engaged_in_a_quarter(maven):
    period, at = Period(date(2017, 1, 1), date(2017, 3, 31)), date(2017, 6, 30)
    engaged = maven.filter(pl.col("engage_date").is_between(period.start, period.end))
    won = engaged.filter((pl.col("deal_stage") == "Won") & (pl.col("close_date") <= at))
    found = insight.readings(insight.lens(method(), at=at, period=period))["total"]
    assert (found["conversion_A_N"].numerator, found["conversion_A_N"].denominator) == (won.height, engaged.height)
    entered_n = maven.filter(
        (pl.col("deal_stage") == "Won") & pl.col("close_date").is_between(period.start, period.end)
    )
    assert (found["conversion_N_C"].numerator, found["conversion_N_C"].denominator) == (
        entered_n.height,
        entered_n.height,
    )


def test_maven_holds_every_invariant_and_loaded_again_is_unchanged(maven):
    assert not [problem for check in checks.CHECKS for problem in check()]
    path = Path(DATA) / "maven" / "sales_pipeline.csv"
    result = load_file(path, mapping=(EXAMPLES / "maven.toml").read_text(encoding="utf-8"))
    assert (result.counts["unchanged"], result.counts["created"], result.counts["updated"]) == (7_635, 0, 0)


ORDER = ("SUBMITTED", "PREACCEPTED", "ACCEPTED", "SENT", "SENT_BACK", "WON", "LOST")


@pytest.fixture
def loan(tmp_path):
    """The BPI 2012 cases loaded under a method of their own; the method, and each case as stage → day."""
    spec = spec_from_file_location("pivot_bpi2012", EXAMPLES / "pivot_bpi2012.py")
    pivot = module_from_spec(spec)
    spec.loader.exec_module(pivot)
    pivot.main(Path(DATA) / "bpi2012" / "events.csv", tmp_path / "cases.csv")
    document = tomllib.loads((EXAMPLES / "bpi2012-method.toml").read_text(encoding="utf-8"))
    loan = methods.install_builtin([document])[0].method
    mapping = (EXAMPLES / "bpi2012.toml").read_text(encoding="utf-8")
    result = load_file(tmp_path / "cases.csv", method=loan, mapping=mapping, create_missing=("owners",))
    assert (result.counts["created"], result.errors) == (7_455, [])
    rows = pl.read_csv(tmp_path / "cases.csv", try_parse_dates=True).select(ORDER).to_dicts()
    return loan, [{stage: day for stage, day in row.items() if day} for row in rows]


def reached(case: dict[str, date], stage: str) -> date:
    """The day on which a case had entered a stage or gone past it."""
    ahead = ORDER[ORDER.index(stage) : -1]
    return min((case[one] for one in ahead if one in case), default=NEVER)


def smallest_day(days: list[int], share: float) -> int:
    return next(day for day in sorted(days) if sum(one <= day for one in days) >= share * len(days))


@pytest.mark.parametrize("at", [date(2011, 10, 15), date(2011, 11, 30), date(2011, 12, 31)])
def test_bpi2012_stands_each_day_where_its_cases_stood(loan, at):
    method, cases = loan
    stood = Counter(
        max((day, ORDER.index(stage)) for stage, day in case.items() if day <= at)[1]
        for case in cases
        if min(case.values()) <= at
    )
    held = standing(Frame(method, "total", None), at)["total"]
    assert {stage: sums.count for stage, sums in held.items()} == {ORDER[place]: n for place, n in stood.items()}


def test_bpi2012_conversions_and_cycle_time_equal_a_plain_calculation(loan):
    method, cases = loan
    period, at = Period(date(2011, 10, 10), date(2011, 11, 20)), date(2011, 12, 10)
    found = insight.readings(insight.lens(method, at=at, period=period))["total"]
    for earlier, later in pairwise(ORDER[:6]):
        cohort = [case for case in cases if reached(case, earlier) in period]
        one = found[f"conversion_{earlier}_{later}"]
        expected = (sum(reached(case, later) <= at for case in cohort), len(cohort))
        assert (one.numerator, one.denominator) == expected, (earlier, later)
    days = [(case["WON"] - case["SUBMITTED"]).days for case in cases if case.get("WON", NEVER) in period]
    cycle = found["cycle_SUBMITTED_WON"]
    assert (cycle.n, cycle.median, cycle.p80) == (len(days), smallest_day(days, 0.5), smallest_day(days, 0.8))
    assert cycle.mean == pytest.approx(sum(days) / len(days), abs=1e-12)


def test_bpi2012_holds_every_invariant(loan):
    assert not [problem for check in checks.CHECKS for problem in check()]
