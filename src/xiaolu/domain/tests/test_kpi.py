from datetime import date, timedelta
from fractions import Fraction
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.kpi import (
    EIGHTY,
    FEW,
    HALF,
    for_period,
    is_running,
    judge_duration,
    judge_plain,
    judge_share,
    judge_total,
    smallest_day,
    wilson,
)
from xiaolu.domain.periods import Period

shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
targets = st.floats(0.01, 0.99)
histograms = st.dictionaries(st.integers(0, 400), st.integers(1, 30), min_size=1, max_size=30)


@given(shares)
def test_the_wilson_interval_lies_between_nought_and_one_around_its_share(share):
    k, n = share
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1


@given(shares)
def test_the_wilson_interval_is_mirrored(share):
    k, n = share
    low, high = wilson(k, n)
    other_low, other_high = wilson(n - k, n)
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low))


def test_wilson_of_a_known_share():
    assert wilson(46, 250) == pytest.approx((0.14087, 0.23669), abs=0.00001)  # 18.4 %: 14.1–23.7 %


@pytest.mark.parametrize(("k", "n"), [(1, 0), (2, 1), (-1, 5)])
def test_wilson_refuses_what_is_no_share(k, n):
    with pytest.raises(ValueError, match="not a share"):
        wilson(k, n)


@pytest.mark.parametrize(
    ("k", "n", "target", "status"),
    [
        (15, 75, 0.20, "good"),
        (46, 250, 0.20, "unclear"),
        (20, 250, 0.20, "weak"),
        (0, FEW - 1, 0.20, "few"),
        (0, FEW, 0.20, "weak"),
        (5, 30, None, "none"),
        (0, 0, 0.20, "none"),
    ],
)
def test_what_may_be_said_of_a_share(k, n, target, status):
    assert judge_share(k, n, target).status == status


@given(shares, targets)
def test_lower_is_better_mirrors_higher_is_better(share, target):
    k, n = share
    up, down = judge_share(k, n, target), judge_share(n - k, n, 1 - target, "lower")
    if abs(k / n - target) > 1e-9 and abs((up.high or 0) - target) > 1e-9:
        assert up.status == down.status


@given(shares, targets)
def test_a_share_is_never_weak_and_on_target(share, target):
    reading = judge_share(*share, target)
    assert not (reading.status == "weak" and reading.high >= target)
    assert not (reading.status == "good" and reading.value < target)


def test_without_a_denominator_there_is_no_value():
    assert judge_plain(500, None, 5).value is None
    assert judge_plain(500, 0, 5).status == "none"


def test_coverage_and_totals_are_compared_plainly():
    assert judge_plain(500, 100, 5).status == "good"
    assert judge_plain(499, 100, 5).status == "weak"
    assert judge_total(3, 0, "lower").status == "weak"
    assert judge_total(0, 0, "lower").status == "good"


@given(histograms)
def test_at_least_the_share_does_not_exceed_the_smallest_day_and_the_day_before_is_too_early(days):
    everyone = sorted(length for length, count in days.items() for _ in range(count))
    for share in (HALF, EIGHTY):
        found = smallest_day(days, share)
        within = sum(1 for length in everyone if length <= found)
        before = sum(1 for length in everyone if length < found)
        assert Fraction(within, len(everyone)) >= share > Fraction(before, len(everyone))


@given(histograms)
def test_the_mean_is_exact(days):
    everyone = [Fraction(length) for length, count in days.items() for _ in range(count)]
    assert judge_duration(days, 0, 120).mean == float(mean(everyone))


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({100: 19}, "few"),
        ({100: 11, 200: 9}, "good"),
        ({100: 9, 200: 11}, "unclear"),
        ({100: 2, 200: 30}, "weak"),
    ],
)
def test_a_duration_is_weak_when_surely_more_than_half_lie_beyond_its_target(days, status):
    assert judge_duration(days, 0, 120).status == status


def test_an_empty_duration_keeps_what_was_left_out():
    reading = judge_duration({}, 4, 120)
    assert (reading.value, reading.n, reading.skipped, reading.status) == (None, 0, 4, "none")


def test_a_quarter_has_a_quarter_of_the_yearly_target():
    assert for_period(0.05, Period(date(2026, 1, 1), date(2026, 3, 14))) == pytest.approx(0.01)
    assert for_period(0.05, Period(date(2024, 1, 1), date(2024, 12, 31))) == 0.05
    assert for_period(None, Period(date(2026, 1, 1), date(2026, 1, 2))) is None


def test_a_cohort_is_running_while_its_last_ones_had_less_than_the_median():
    at = date(2026, 11, 22)
    assert is_running(Period(date(2026, 1, 1), at), at, 30)
    assert not is_running(Period(date(2026, 1, 1), at - timedelta(days=30)), at, 30)
    assert not is_running(Period(date(2026, 1, 1), at), at, None)
