"""Messages to customers fall due after and before what happens; are dropped when nobody needs or wants them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiaolu.activities.actions.clock_events import FACE_TO_FACE, events_of, moment_of
from xiaolu.activities.models import Activity, Message
from xiaolu.activities.queries.cadence import method_of
from xiaolu.activities.queries.messages import cadences, contact_to_write, nobody_to_write, rules_by_code
from xiaolu.clocks.queries import calendar_of
from xiaolu.customers.actions import edit_contact
from xiaolu.customers.models import Account, Contact
from xiaolu.domain.messages import times_of
from xiaolu.domain.method import MessageCadence
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today, zone


def ask_after(activity: Activity) -> int:
    """Something was recorded on its day: the messages that the method asks for after it are due. How many.

    Nobody is asked to write to who was not reached or wants no messages, nor after what was recorded days later.
    """
    if activity.day != today() or activity.reached is False:
        return 0
    return _ask(activity, dict.fromkeys(events_of(activity), moment_of(activity)))


def ask_around(activity: Activity) -> int:
    """An appointment with a customer was made, moved or called off: its messages fall due, anew, or no more. How many."""
    standing = activity.state == "planned" and not activity.withdrawn and activity.kind in FACE_TO_FACE
    rows = Message.objects.filter(event=activity, state="due")
    if not (standing and activity.account_id and activity.start):
        rows.update(state="dropped")
        return 0
    starts = datetime.combine(activity.day, activity.start, zone())
    return _ask(activity, {"appointment_made": timezone.now(), "appointment": starts})


def _ask(activity: Activity, events: dict[str, datetime]) -> int:
    under = method_of(activity.opportunity)
    account = activity.account
    if under is None or account is None:
        return 0
    method, rules = under
    asked = [one for one in cadences(rules) if one.event in events]
    if not asked:
        return 0
    met = list(activity.contacts.all())
    if nobody_to_write(account, met):
        return 0
    contact = contact_to_write(account, met)
    ruled = rules_by_code(method.pk)
    made = [
        _due(activity, account, one, events[one.event], contact, method)
        for one in asked
        if one.code not in ruled or ruled[one.code].asks
    ]
    return sum(made)


def _due(
    activity: Activity, account: Account, cadence: MessageCadence, at: datetime, contact: Contact | None, method: Method
) -> bool:
    """The message of a cadence falls due, at a new time where its event was moved; not when there was never time for it."""
    remind, due = times_of(cadence, at, calendar_of(activity.owner))
    now = timezone.now()
    rows = Message.objects.filter(event=activity, code=cadence.code)
    if due <= now or (cadence.before and remind < now):
        rows.filter(state="due").update(state="dropped")
        return False
    times = {"remind_at": remind, "due_at": due}
    if before := rows.first():
        moved = cadence.before and before.due_at != due and before.state != "sent"
        if moved:
            rows.update(state="due", reminded_at=None, **times)
        return moved
    Message.objects.create(
        owner=activity.owner, account=account, opportunity=activity.opportunity, contact=contact, event=activity,
        method=method, code=cadence.code, name_zh=cadence.name.zh[:120], name_en=cadence.name.en[:120], **times,
    )  # fmt: skip
    return True


@transaction.atomic
def drop_message(message: Message, *, by: Person | None, seen: int) -> Message:
    """It needs not be sent. Raises Stale, RuleBroken (message_over)."""
    message = held(message, seen)
    message.state = "dropped"
    message.save(update_fields=["state", "version"])
    audit.record(message, "drop_message", by=by, changes={"state": ("due", "dropped")})
    return message


def held(message: Message, seen: int | None) -> Message:
    """A message that is due, locked, as its next version. Raises Stale, RuleBroken (message_over)."""
    now = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if now.state != "due":
        raise RuleBroken("message_over")
    if seen is not None and now.version != seen:
        raise Stale(str(now), seen, now.version)
    now.version += 1
    return now


@transaction.atomic
def stop_messages(contact: Contact) -> Contact:
    """The person said by the link in a mail that no more is wanted; saying it again changes nothing."""
    now = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    return now if now.no_messages else edit_contact(now, by=None, seen=now.version, no_messages=True)
