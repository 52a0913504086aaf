"""What clocks, notices and moments are called; how much time is left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from xiaolu.clocks.models import Notice
from xiaolu.clocks.registry import KINDS
from xiaolu.org.queries import zone

STATES = {
    "open": _("Still open"),
    "running": _("Running"),
    "paused": _("Standing still"),
    "kept": _("Kept in time"),
    "broken": _("Missed"),
    "dropped": _("Dropped"),
}
MOMENTS = {
    "started": _("started"),
    "paused": _("stands still"),
    "resumed": _("goes on"),
    "handed_over": _("handed over"),
    "kept": _("in time"),
    "broken": _("missed"),
    "dropped": _("taken off"),
}
TOLD = {
    "owner": _("the owner"),
    "manager": _("the manager"),
    "director": _("the director"),
    "pool": _("back to the pool"),
}
# What was told, and what is to be done: msgids.
NOTICES = {
    "clock_warn_owner": (gettext_noop("“%(clock)s” is due soon: %(title)s"), gettext_noop("Do it before %(due)s.")),
    "clock_due_owner": (gettext_noop("“%(clock)s” was missed: %(title)s"), gettext_noop("Do it now; it was due %(due)s.")),
    "clock_owner_owner": (gettext_noop("“%(clock)s” is still to be done: %(title)s"), gettext_noop("Do it now; it was due %(due)s.")),
    "clock_manager_owner": (
        gettext_noop("“%(clock)s” was missed, your manager knows: %(title)s"), gettext_noop("Do it now and say what stood in the way.")
    ),
    "clock_manager_above": (
        gettext_noop("“%(clock)s” was missed: %(title)s"), gettext_noop("Ask the owner what stands in the way, or hand it over.")
    ),
    "clock_director_owner": (
        gettext_noop("“%(clock)s” was missed, the director knows: %(title)s"), gettext_noop("Do it now and say what stood in the way.")
    ),
    "clock_director_above": (
        gettext_noop("“%(clock)s” is missed for long: %(title)s"), gettext_noop("Agree with the manager today who does it.")
    ),
    "clock_pool_owner": (
        gettext_noop("Given back to the pool: %(title)s"), gettext_noop("“%(clock)s” was due %(due)s. Nothing more is to be done by you.")
    ),
    "clock_pool_above": (
        gettext_noop("Given back to the pool: %(title)s"), gettext_noop("“%(clock)s” was due %(due)s. Give it to somebody who has time.")
    ),
    "silence_owner": (
        gettext_noop("Nothing done for %(days)s days: %(title)s"), gettext_noop("Call or visit, or close it with the reason.")
    ),
    "silence_above": (
        gettext_noop("Nothing done for %(days)s days: %(title)s"), gettext_noop("Ask the owner: go on, hand over, or close it?")
    ),
    "week_plan_submitted": (
        gettext_noop("A visit plan was handed in: %(title)s"), gettext_noop("Read it, then approve it or return it with a comment.")
    ),
    "week_plan_approved": (
        gettext_noop("Your visit plan was approved: %(title)s"), gettext_noop("Nothing is to be done; the visits stand in your calendar.")
    ),
    "week_plan_returned": (
        gettext_noop("Your visit plan was returned: %(title)s"), gettext_noop("Read the comment, change the plan and hand it in again.")
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A notice in the reader's language."""

    notice: Notice
    what: str
    to_do: str


def told(notice: Notice) -> Told:
    """What a person was told, in the language of the page."""
    what, to_do = NOTICES.get(notice.code, ("%(title)s", ""))
    given = _values(notice.values)
    return Told(notice, gettext(what) % given, gettext(to_do) % given if to_do else "")


def address_of(notice: Notice) -> str:
    """The page of what the notice is about; '' for none."""
    kind = KINDS.get(notice.kind)
    return reverse(kind.url_name, args=[notice.object_id]) if kind else ""


def _values(values: Mapping[str, Any]) -> dict[str, object]:
    chinese = (get_language() or "zh").startswith("zh")
    due = values.get("due")
    moment = datetime.fromisoformat(due).astimezone(zone()).strftime("%m-%d %H:%M") if due else ""
    name = values.get("zh" if chinese else "en", "")
    return {"clock": name, "title": values.get("title") or "—", "due": moment, "days": values.get("days", "")}


def short_weekday(place: int) -> str:
    """Monday (0) to Sunday as the head of a narrow column."""
    chinese = (get_language() or "zh").startswith("zh")
    return "一二三四五六日"[place] if chinese else ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[place]


def time_left(left: timedelta) -> str:
    """“3 hours left”, “2 days late”; in the largest unit that says enough."""
    minutes = int(abs(left).total_seconds() // 60)
    length = _length(minutes)
    return (
        gettext("%(time)s late") % {"time": length}
        if left < timedelta(0)
        else gettext("%(time)s left") % {"time": length}
    )


def _length(minutes: int) -> str:
    units: list[tuple[int, Callable[[int], str]]] = [
        (2880, lambda n: ngettext("%(n)s day", "%(n)s days", n) % {"n": n}),
        (60, lambda n: ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}),
        (1, lambda n: ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}),
    ]
    for size, say in units:
        if minutes >= size:
            return say(minutes // min(size, 1440))
    return units[-1][1](0)
