"""How a person's working time was spent: T1 with customers, T2 preparing, T3 on the road, T4 the rest, and what is unknown.

The whole is the working time of the days (working days × 8 hours*), or what was logged when that is more. What nobody
logged is unknown and never T4 (spec 9).
"""

from collections.abc import Mapping
from dataclasses import dataclass

DAY_OF_WORK = 8 * 60  # minutes


@dataclass(frozen=True)
class TimeShares:
    """Minutes of each kind, and of the working time; shares are of the whole, 0 to 1."""

    minutes: Mapping[str, int]
    working_days: int

    @property
    def logged(self) -> int:
        return sum(self.minutes.values())

    @property
    def whole(self) -> int:
        return max(self.working_days * DAY_OF_WORK, self.logged)

    @property
    def unknown(self) -> float | None:
        """The share that nobody logged; None without any working time."""
        return None if not self.whole else (self.whole - self.logged) / self.whole

    def share(self, kind: str) -> float | None:
        """The share of one kind: t1, t2, t3, t4."""
        return None if not self.whole else self.minutes.get(kind, 0) / self.whole
