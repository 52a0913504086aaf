"""Words in both languages, and spans of time as people write them."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

SpanUnit = Literal["minutes", "hours", "days", "weeks", "months", "working hours", "working days"]
MINUTES: dict[SpanUnit, int] = {
    "minutes": 1,
    "hours": 60,
    "days": 1440,
    "weeks": 7 * 1440,
    "months": 30 * 1440,
}
UNITS: dict[str, SpanUnit] = {unit: unit for unit in get_args(SpanUnit)}
MOST_DAYS = 36500
WRITTEN_SPAN = re.compile(r"([0-9]{1,5}) (minute|hour|day|week|month|working hour|working day)s?")


@dataclass(frozen=True)
class Text:
    """One name or sentence in Chinese and in English."""

    zh: str
    en: str

    def into(self, language: str) -> str:
        """The words in a language: Chinese for every "zh…", else English."""
        return self.zh if language.lower().startswith("zh") else self.en


@dataclass(frozen=True)
class Span:
    """A length of time: "24 hours", "3 working hours". A month counts 30 days."""

    number: int
    unit: SpanUnit

    def __str__(self) -> str:
        return f"{self.number} {self.unit if self.number != 1 else self.unit[:-1]}"

    @property
    def working(self) -> bool:
        """Whether it is counted on the business calendar."""
        return self.unit.startswith("working")

    @property
    def days(self) -> float:
        """The length in days of 24 hours. Raises ValueError for working time."""
        if self.working:
            raise ValueError(f"working time has no fixed length: {self}")
        return self.number * MINUTES[self.unit] / 1440


def read_span(written: str) -> Span:
    """Read "15 minutes", "1 day", "3 working hours". Raises ValueError for anything else."""
    found = WRITTEN_SPAN.fullmatch(written)
    if not found:
        raise ValueError(f"not a span of time: {written[:40]!r}")
    span = Span(int(found[1]), UNITS[f"{found[2]}s"])
    if not span.working and span.days > MOST_DAYS:
        raise ValueError(f"longer than a hundred years: {written}")
    return span


def written_days(days: float) -> str:
    """Write days the way `read_span` reads them: 120.0 → "120 days", 1.5 → "36 hours"."""
    minutes = round(days * 1440)
    if minutes % 1440 == 0:
        return str(Span(minutes // 1440, "days"))
    return str(Span(minutes // 60, "hours") if minutes % 60 == 0 else Span(minutes, "minutes"))
