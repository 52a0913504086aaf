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
    "assigned_deal": (
        gettext_noop("%(by)s gave you an opportunity: %(title)s"), gettext_noop("Look at it and set the next date.")
    ),
    "assigned_account": (
        gettext_noop("%(by)s gave you a customer: %(title)s"), gettext_noop("Look at the file and plan the first contact.")
    ),
    "assigned_many": (
        gettext_noop("%(by)s gave you customers: %(n)s"), gettext_noop("They stand in your list of customers; begin with the best.")
    ),
    "request_asked": (
        gettext_noop("%(by)s asks you to confirm: %(title)s"), gettext_noop("Accept it, or refuse it with the reason.")
    ),
    "request_accepted": (
        gettext_noop("%(by)s confirmed: %(title)s"), gettext_noop("Nothing is to be done.")
    ),
    "request_refused": (
        gettext_noop("%(by)s did not confirm: %(title)s"), gettext_noop("Read the answer and go on with the opportunity.")
    ),
    "agreement_made": (
        gettext_noop("%(by)s agreed with you: %(title)s"), gettext_noop("Due %(day)s. Say when it is done, or what stood in the way.")
    ),
    "meeting_called": (
        gettext_noop("%(by)s needs you in a meeting: %(title)s"), gettext_noop("On %(day)s. Answer its questions before.")
    ),
    "message_due": (
        gettext_noop("“%(clock)s” is to be sent: %(title)s"), gettext_noop("Send it before %(due)s.")
    ),
    "letter_failed": (
        gettext_noop("Your message was not delivered: %(title)s"), gettext_noop("Call, or send it another way.")
    ),
}  # fmt: skip
NOTICE_KINDS = {
    "clock": _("My clocks: due soon, missed"),
    "escalation": _("What my people missed or left silent"),
    "silence": _("My opportunities for which nothing was done"),
    "assigned": _("Customers and opportunities given to me"),
    "request": _("What I am to confirm, and answers to what I asked"),
    "plan": _("Visit plans"),
    "agreement": _("Agreements, and meetings in which I am needed"),
    "message": _("Messages to send, and those not delivered"),
}
# By mail and by robot, for who chose nothing.
USUAL = {
    "clock": ("now", "now"), "escalation": ("now", "now"), "silence": ("digest", "digest"), "assigned": ("now", "now"),
    "request": ("now", "no"), "plan": ("now", "no"), "agreement": ("digest", "no"), "message": ("no", "now"),
}  # fmt: skip
KIND_OF = {"week": "plan", "meeting": "agreement", "letter": "message"}  # by the first word of the code


def kind_of_notice(code: str) -> str:
    """Of which kind what is told is (NOTICE_KINDS): by it people choose how they are told."""
    if code.endswith("_above"):
        return "escalation"
    word = code.partition("_")[0]
    return KIND_OF.get(word, word)


@dataclass(frozen=True)
class Told:
    """A notice in the reader's language."""

    notice: Notice
    what: str
    to_do: str


def told(notice: Notice, values: Mapping[str, Any] | None = None) -> Told:
    """What a person was told, in the language of the page; who stands in reads for whom. `values`: to say it with others
    than its own."""
    what, to_do = NOTICES.get(notice.code, ("%(title)s", ""))
    shown = notice.values if values is None else values
    given = _values(shown)
    said = gettext(what) % given
    if absent := shown.get("for"):
        said = gettext("For %(person)s: %(what)s") % {"person": absent, "what": said}
    return Told(notice, said, gettext(to_do) % given if to_do else "")


def address_of(notice: Notice) -> str:
    """The page of what the notice is about; '' for none."""
    kind = KINDS.get(notice.kind)
    return reverse(kind.url_name, args=[notice.object_id]) if kind else ""


def _values(values: Mapping[str, Any]) -> dict[str, object]:
    chinese = (get_language() or "zh").startswith("zh")
    due = values.get("due")
    moment = datetime.fromisoformat(due).astimezone(zone()).strftime("%m-%d %H:%M") if due else ""
    name = values.get("zh" if chinese else "en", "")
    said = {key: values.get(key) or "—" for key in ("title", "by")}
    return {"clock": name, "due": moment, **said, **{key: values.get(key, "") for key in ("days", "day", "n")}}


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
