"""How clocks are written on a page."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.functional import Promise

from xiaolu.clocks.models import RunningClock
from xiaolu.clocks.words import MOMENTS, STATES, TOLD, time_left

register = template.Library()


@register.filter
def left(clock: RunningClock, now: datetime) -> str:
    """How much time is left, or how late it is."""
    return time_left(clock.left(now))


@register.filter
def clock_tone(clock: RunningClock, now: datetime) -> str:
    """The class of its tag: red when missed, amber within four hours, else plain."""
    hours = clock.left(now).total_seconds() / 3600
    if clock.state in ("kept", "dropped"):
        return "tag-good" if clock.state == "kept" else ""
    return "tag-bad" if hours < 0 or clock.state == "broken" else "tag-soon" if hours < 4 else ""


@register.filter
def left_now(clock: RunningClock) -> str:
    return left(clock, timezone.now())


@register.filter
def clock_tone_now(clock: RunningClock) -> str:
    return clock_tone(clock, timezone.now())


@register.filter
def clock_state(clock: RunningClock) -> str | Promise:
    return STATES[clock.state]


@register.filter
def moment_name(what: str) -> str | Promise:
    return MOMENTS.get(what, what)


@register.filter
def told_to(to: str) -> str | Promise:
    return TOLD.get(to, to)


@register.filter
def until(due: datetime, now: datetime) -> str:
    """How much time is left until a moment, or how late it is."""
    return time_left(due - now)


@register.filter
def until_tone(due: datetime, now: datetime) -> str:
    """Red when it has passed, amber within four hours, else plain."""
    hours = (due - now).total_seconds() / 3600
    return "tag-bad" if hours < 0 else "tag-soon" if hours < 4 else ""
