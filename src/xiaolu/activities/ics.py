"""A person's activities as an iCalendar file (RFC 5545), for the calendar of a phone or a mail program."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from xiaolu.activities.models import Activity
from xiaolu.activities.queries import USUAL_MINUTES


def as_ics(rows: Iterable[Activity], *, name: str, zone: ZoneInfo) -> bytes:
    """What is planned and done, at its time in the company's zone; what has no time lasts the whole day.

    It carries kind, customer, what for and opportunity: what a line of a list says, and no contact, phone or result.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Xiaolu//activities//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    for one in rows:
        calendar.add_component(_event(one, zone))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: Activity, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", f"activity-{one.pk}@xiaolu")
    event.add("sequence", one.version)
    event.add("dtstamp", one.created_at.astimezone(UTC))
    event.add("summary", str(one) if one.state == "planned" else _("%(what)s (done)") % {"what": one})
    lines = [one.subject, one.opportunity.title if one.opportunity else ""]
    if text := "\n".join(line for line in lines if line):
        event.add("description", text)
    if one.start is None:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        begin = datetime.combine(one.day, time(one.start.hour, one.start.minute), zone)
        event.add("dtstart", begin)
        event.add("dtend", begin + timedelta(minutes=one.minutes or USUAL_MINUTES))
    return event
