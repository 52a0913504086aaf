"""Messages to customers: texts with placeholders, what makes a good one, and when it is to be sent (spec 2)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from xiaolu.domain.business_time import BusinessCalendar
from xiaolu.domain.method import MessageCadence
from xiaolu.domain.method.placeholders import CODE_OF, WRITTEN

GAP = "…"
GAPS = re.compile(r"(?<!…)…(?!…)")  # one; two are how an ellipsis is written
POINT = re.compile(r"(?:^|\n|[：:；;。，, ])\s*(?:\d{1,2}\s*[、.．)）]|[①-⑨]|[-•·]\s)")
PARTS = re.compile(r"[\n；;。]+|(?<=[.!?！？])\s+")
MOST_POINTS = 9
Advice = tuple[Literal["gaps", "too_short", "too_long", "no_points"], dict[str, int]]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled by their codes; what is not known stays a gap (…)."""
    return WRITTEN.sub(lambda found: values.get(CODE_OF.get(found[1], ""), "") or GAP, text)


def gaps_in(text: str) -> int:
    """How many places of a message are still to be written: gaps and placeholders."""
    return len(GAPS.findall(text)) + len(WRITTEN.findall(text))


def as_points(text: str) -> str:
    """What was written in one go, one numbered point a line; a single sentence stays as it is."""
    parts = [part.strip(" 　，,、") for part in PARTS.split(text) if part.strip(" 　，,、")]
    if len(parts) < 2 or POINT.search(text):
        return text.strip()
    return "\n".join(f"{number}、{part}" for number, part in enumerate(parts[:MOST_POINTS], 1))


@dataclass(frozen=True)
class Manners:
    """How long a message should be, in characters without blanks (0: no bound), and whether it is written in points."""

    least: int = 0
    most: int = 0
    in_points: bool = False


def manners_of(cadence: MessageCadence | None) -> Manners:
    """What the method asks of a message; without a cadence the usual 50 to 300 characters."""
    if cadence is None:
        return Manners(50, 300)
    return Manners(cadence.least, cadence.most, cadence.in_points)


def length_of(text: str) -> int:
    """Characters without blanks."""
    return len("".join(text.split()))


def advice(text: str, manners: Manners) -> list[Advice]:
    """What to better before a message goes. Only gaps stand in its way."""
    found: list[Advice] = []
    if gaps := gaps_in(text):
        found.append(("gaps", {"n": gaps}))
    length = length_of(text)
    if manners.least and length < manners.least:
        found.append(("too_short", {"n": length, "least": manners.least}))
    if manners.most and length > manners.most:
        found.append(("too_long", {"n": length, "most": manners.most}))
    if manners.in_points and len(POINT.findall(text)) < 2:
        found.append(("no_points", {}))
    return found


def times_of(cadence: MessageCadence, at: datetime, calendar: BusinessCalendar) -> tuple[datetime, datetime]:
    """When to remind of a message and by when it is to be sent; `at`: the moment of its event, `calendar`: of its sender.

    After an event it is reminded of when half of the time has passed. Before one it is reminded of so long before, and
    must be sent before the event. Where the cadence names hours of the day, the reminder comes in the first of them.
    """
    if cadence.before:
        remind = calendar.add(at, cadence.due, back=True)
        moved = within(remind, cadence.hours, calendar)
        return (moved if moved < at else remind), at
    due = calendar.add(at, cadence.due)
    remind = at + (due - at) / 2
    if not cadence.hours:
        return remind, due
    remind = within(remind, cadence.hours, calendar)
    return remind, max(due, _end_of(remind, cadence.hours, calendar))


def within(at: datetime, hours: Sequence[tuple[int, int]], calendar: BusinessCalendar) -> datetime:
    """The first moment from `at` on that lies in one of these hours (minutes of the day); `at` itself without hours."""
    local = at.astimezone(calendar.zone)
    for days in range(2):
        day = local.date() + timedelta(days=days)
        for first, last in sorted(hours):
            if local < _moment(day, last, calendar):
                return max(at, _moment(day, first, calendar))
    return at


def _end_of(at: datetime, hours: Sequence[tuple[int, int]], calendar: BusinessCalendar) -> datetime:
    day = at.astimezone(calendar.zone).date()
    return min((end for _, last in hours if (end := _moment(day, last, calendar)) > at), default=at)


def _moment(day: date, minute: int, calendar: BusinessCalendar) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), calendar.zone)
