"""The secret address of a person's calendar: made, renewed, switched off. Only its hash is kept."""

import secrets
from hashlib import sha256

from django.db import transaction

from xiaolu.activities.models import CalendarFeed
from xiaolu.org import audit
from xiaolu.org.models import Person


def hashed(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def make_calendar_feed(person: Person, *, by: Person) -> str:
    """A new secret for the address of a person's feed; the one before ends. It is told this once."""
    token = secrets.token_urlsafe(32)
    feed, made = CalendarFeed.objects.select_for_update().get_or_create(
        person=person, defaults={"token_hash": hashed(token)}
    )
    if not made:
        CalendarFeed.objects.filter(pk=feed.pk).delete()
        CalendarFeed.objects.create(person=person, token_hash=hashed(token))
    audit.record(person, "make_calendar_feed" if made else "renew_calendar_feed", by=by)
    return token


@transaction.atomic
def end_calendar_feed(person: Person, *, by: Person) -> bool:
    """Switch a person's feed off; whether there was one."""
    ended, _rows = CalendarFeed.objects.filter(person=person).delete()
    if ended:
        audit.record(person, "end_calendar_feed", by=by)
    return bool(ended)
