"""When somebody is told something: at once but for quiet hours and days off, or once a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

MOST_DAYS = 400  # so far a day is looked for on which somebody is told; then the moment itself holds
DAY = 1440


def minute_of(at: time) -> int:
    """Minutes from midnight."""
    return at.hour * 60 + at.minute


@dataclass(frozen=True)
class QuietHours:
    """Quiet from one minute of the day until before another (over midnight where it is smaller; the same: never quiet).

    `digest_at`: the minute at which what can wait is told. `days_off`: quiet all day when the person does not work.
    """

    quiet_from: int = 21 * 60
    quiet_to: int = 7 * 60 + 30
    digest_at: int = 8 * 60
    days_off: bool = True

    def is_quiet(self, minute: int) -> bool:
        """Whether nothing is told at this minute of a day that is worked."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= minute < self.quiet_to
        return minute >= self.quiet_from or minute < self.quiet_to


def told_at(at: datetime, hours: QuietHours, works: Callable[[date], bool]) -> datetime:
    """The first moment from `at` on (in the person's zone) that is not quiet."""
    day, minute = at.date(), at.hour * 60 + at.minute
    for _ in range(MOST_DAYS):
        if works(day) or not hours.days_off:
            if not hours.is_quiet(minute):
                return at if day == at.date() and minute == at.hour * 60 + at.minute else _moment(at, day, minute)
            if minute < hours.quiet_to:  # the quiet of this morning, or of the middle of the day, ends today
                return _moment(at, day, hours.quiet_to) if hours.quiet_to < DAY else at
        day, minute = day + timedelta(days=1), 0
    return at


def digest_at(at: datetime, hours: QuietHours, works: Callable[[date], bool]) -> datetime:
    """The next moment of a digest after `at`, on a day on which the person works if days off are quiet."""
    day = at.date()
    for _ in range(MOST_DAYS):
        moment = _moment(at, day, hours.digest_at)
        if moment > at and (works(day) or not hours.days_off):
            return moment
        day += timedelta(days=1)
    return at


def _moment(at: datetime, day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), at.tzinfo)
