"""Figures and what they may be called: shares with their interval, durations, plain comparisons.

Definitions: spec 9, "Figures". Shares are 0–1, durations whole days, volumes thousandths, amounts minor units.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import sqrt
from typing import Literal

from xiaolu.domain.method import Better
from xiaolu.domain.periods import Period

Status = Literal["good", "weak", "unclear", "few", "none"]
Histogram = Mapping[int, int]  # days → how many took so long
Number = int | float
FEW = 20  # under so many in the denominator a share says nothing
Z = 1.96  # 95 %, both sides
HALF, EIGHTY = Fraction(1, 2), Fraction(4, 5)
YEAR = 365


@dataclass(frozen=True)
class Reading:
    """One figure read: its value, what it rests on, its target and what may be said of it.

    `low`, `high`: Wilson interval, only where the numerator is part of the denominator. `target` is the one compared
    with (that of churn already fits the period). `n`, `mean`, `median`, `p80`, `skipped` belong to durations, in days;
    `skipped` also to conversions: how many of the cohort jumped over the earlier stage. `running`: the cohort had not
    time enough yet. `needs`: the part of Xiaolu that has to record the facts first; then there is no value.
    """

    value: float | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    status: Status = "none"
    better: Better = "higher"
    mean: float | None = None
    median: int | None = None
    p80: int | None = None
    n: int | None = None
    skipped: int | None = None
    running: bool | None = None
    needs: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it has only zeros: nothing above the line, nothing below it, nothing left out."""
        return not (self.numerator or self.denominator or self.n or self.skipped)

    @property
    def gap(self) -> float | None:
        """How far the value is on the wrong side of its target; None when it is not, or when either is missing."""
        if self.value is None or self.target is None:
            return None
        short = self.target - self.value if self.better == "higher" else self.value - self.target
        return short if short > 0 else None


def wilson(k: int, n: int, z: float = Z) -> tuple[float, float]:
    """The Wilson score interval of a share k ÷ n (E. B. Wilson 1927), inside [0, 1] and around the share itself.

    Raises ValueError unless 0 ≤ k ≤ n and n > 0.
    """
    if not 0 <= k <= n or n == 0:
        raise ValueError(f"not a share: {k} of {n}")
    share, square = k / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, min(middle - reach, share)), min(1.0, max(middle + reach, share))


def judge_share(k: int, n: int, target: float | None, better: Better = "higher") -> Reading:
    """A share whose numerator is part of its denominator: too few, good, surely weak, or not to be told."""
    if n <= 0:
        return Reading(None, k, n, target, better=better)
    low, high = wilson(min(max(k, 0), n), n)
    share = k / n
    status: Status = "unclear"
    if target is None:
        status = "none"
    elif n < FEW:
        status = "few"
    elif _reaches(share, target, better):
        status = "good"
    elif not _reaches(high if better == "higher" else low, target, better):
        status = "weak"
    return Reading(share, k, n, target, low, high, status, better)


def judge_plain(
    numerator: Number, denominator: Number | None, target: float | None, better: Better = "higher"
) -> Reading:
    """A ratio that is no share: compared with its target and nothing else."""
    if not denominator:
        return Reading(None, numerator, denominator, target, better=better)
    value = numerator / denominator
    return Reading(value, numerator, denominator, target, status=_plainly(value, target, better), better=better)


def judge_total(number: Number, target: float | None, better: Better = "higher") -> Reading:
    """How many, or a sum: there is nothing below the line."""
    return Reading(number, number, None, target, status=_plainly(number, target, better), better=better)


def judge_duration(days: Histogram, skipped: int, target: float | None, better: Better = "lower") -> Reading:
    """Days between two entries. Value is the exact mean: all days ÷ all that took them.

    Weak when surely more than half lie beyond the target, good when the median lies within it.
    """
    n = sum(days.values())
    if not n:
        return Reading(None, 0, 0, target, better=better, n=0, skipped=skipped)
    total = sum(length * count for length, count in days.items())
    median = smallest_day(days, HALF)
    status: Status = "unclear"
    if target is None:
        status = "none"
    elif n < FEW:
        status = "few"
    elif _reaches(median, target, better):
        status = "good"
    elif wilson(_beyond(days, target, better), n)[0] > 0.5:
        status = "weak"
    mean = float(Fraction(total, n))
    return Reading(mean, total, n, target, status=status, better=better, mean=mean, median=median,
                   p80=smallest_day(days, EIGHTY), n=n, skipped=skipped)  # fmt: skip


def _beyond(days: Histogram, target: float, better: Better) -> int:
    return sum(count for length, count in days.items() if not _reaches(length, target, better))


def smallest_day(days: Histogram, share: Fraction) -> int:
    """The smallest whole day that at least this share of all don't exceed: median with 1/2, P80 with 4/5.

    Raises ValueError for an empty histogram.
    """
    wanted = share * sum(days.values())
    reached = 0
    for length in sorted(days):
        reached += days[length]
        if days[length] and reached >= wanted:
            return length
    raise ValueError("no days to choose from")


def for_period(yearly: float | None, period: Period) -> float | None:
    """A yearly target for a shorter period: × days ÷ 365. A year or more keeps it."""
    return yearly if yearly is None or period.days >= YEAR else yearly * period.days / YEAR


def is_running(period: Period, at: date, median: int | None) -> bool:
    """Whether the last of a cohort have had less time than the step usually takes."""
    return period.end > at - timedelta(days=median or 0)


def waits_for(needs: str, target: float | None, better: Better) -> Reading:
    """A figure whose facts nobody records yet."""
    return Reading(target=target, better=better, needs=needs)


def with_cohort(reading: Reading, skipped: int, running: bool) -> Reading:
    """A conversion, with what its cohort adds."""
    return replace(reading, skipped=skipped, running=running)


def _plainly(value: float, target: float | None, better: Better) -> Status:
    if target is None:
        return "none"
    return "good" if _reaches(value, target, better) else "weak"


def _reaches(value: float, target: float, better: Better) -> bool:
    return value >= target if better == "higher" else value <= target
