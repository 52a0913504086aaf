"""Plain functions that make what tests of clocks need."""

from datetime import timedelta

from django.utils import timezone

from xiaolu.clocks import actions
from xiaolu.clocks.actions import Subject
from xiaolu.clocks.models import RunningClock
from xiaolu.domain.method import Clock, Escalation, Text, read_span
from xiaolu.org.models import Person

ESCALATE = (Escalation(read_span("0 hours"), "manager"), Escalation(read_span("24 hours"), "pool"))


def rule(**over) -> Clock:
    values = {
        "code": "first_contact", "name": Text("首次跟进", "First contact"), "starts": "assigned", "stops": "attempted",
        "due": read_span("24 hours"), "warn": read_span("4 hours"), "escalate": ESCALATE, **over,
    }  # fmt: skip
    return Clock(**values)


def make_clock(
    owner: Person, *, hours_ago: float = 0, kind: str = "opportunity", object_id: int = 1, **over
) -> RunningClock:
    """A clock on a record that started some hours ago."""
    subject = Subject(kind, object_id, owner, title="苏州恒力 · 液压油", account="苏州恒力")
    return actions.start(subject, rule(**over), by=None, at=timezone.now() - timedelta(hours=hours_ago))
