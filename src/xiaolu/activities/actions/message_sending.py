"""Messages to customers are reminded of, and sent with a person's click or by a rule of the company."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from xiaolu.activities.actions.messages import held
from xiaolu.activities.actions.recording import record_activity
from xiaolu.activities.models import Activity, Message, MessageRule
from xiaolu.activities.queries.messages import Writing, draft_of, values_for
from xiaolu.activities.stop_tokens import stop_token
from xiaolu.clocks.actions import notice, tell
from xiaolu.domain.messages import filled, gaps_in
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import company
from xiaolu.outbox import mail
from xiaolu.outbox.actions import put
from xiaolu.outbox.letters import letter
from xiaolu.outbox.models import Letter, Robot

BATCH = 200
MAIL_LASTS = timedelta(days=1)
ASKED_FOR = timedelta(days=2)  # after its time

log = logging.getLogger("xiaolu.activities")


@transaction.atomic
def send_message(
    it: Writing, *, text: str, way: str, by: Person | None, subject: str = "", language: str = "",
    robot: Robot | None = None, message: Message | None = None, seen: int | None = None,
) -> Activity:  # fmt: skip
    """Send a message to a customer, or note that it was sent from a phone (`way`: email, robot, copied).

    It stands in the timeline as a message done. `by`: who clicked; None: a rule of the company let it go.
    `language`: of the line about wanting no more (the company's). Raises Stale,
    RuleBroken (message_over, message_has_gaps, wants_no_messages, contact_left, no_customer_email, no_robot, message_empty).
    """
    _check(it, text, way, robot)
    due = held(message, seen) if message else None
    activity = record_activity(
        kind="message", owner=it.author, by=by, account=it.account, opportunity=it.opportunity, result=text.strip(),
        contacts=[it.contact] if it.contact else [], subject=subject[:200], follows=it.event if due else None,
    )  # fmt: skip
    if due:
        due.state, due.sent_as = "sent", activity
        due.save(update_fields=["state", "sent_as", "version"])
    if way != "copied":
        put([_letter(it, activity, text.strip(), way, subject, language, robot)])
    audit.record(activity, "send_message", by=by, changes={"way": ("", way), "to": ("", str(it.contact or it.account))})
    return activity


def _check(it: Writing, text: str, way: str, robot: Robot | None) -> None:
    if it.contact is not None and it.contact.no_messages:
        raise RuleBroken("wants_no_messages", name=it.contact.name)
    if it.contact is not None and it.contact.archived:
        raise RuleBroken("contact_left", name=it.contact.name)
    if not text.strip():
        raise RuleBroken("message_empty")
    if gaps_in(text):
        raise RuleBroken("message_has_gaps", n=gaps_in(text))
    if way == "email" and not (it.contact and it.contact.email):
        raise RuleBroken("no_customer_email")
    if way == "robot" and (robot is None or robot.serves != "customers" or robot.archived):
        raise RuleBroken("no_robot")


def _letter(
    it: Writing, activity: Activity, text: str, way: str, subject: str, language: str, robot: Robot | None
) -> Letter:
    key = f"message:{activity.pk}"
    about: dict[str, Any] = {"about": "message", "object_id": activity.pk, "by": it.author}
    if way == "robot":
        return letter(key=key, way=way, robot=robot, subject=text.split("\n")[0], text=text, lasts=MAIL_LASTS, **about)
    assert it.contact is not None
    stop = reverse("activities:stop_messages", args=[stop_token(it.contact)]) if settings.URL else ""
    with override(language or company().language):
        footer = (
            _("If you want no such mails any more: %(address)s") % {"address": f"{settings.URL}{stop}"}
            if stop
            else _("If you want no such mails any more, please answer so.")
        )
    named = subject or f"{company().name} {it.author.name}"
    return letter(key=key, way=way, address=it.contact.email, subject=named, text=f"{text}\n\n--\n{footer}", link=stop,
                  lasts=MAIL_LASTS, **about)  # fmt: skip


def remind_of_messages(now: datetime | None = None) -> int:
    """Remind of messages whose time has come, each once; those that the company lets go by themselves go. How many.

    What was not sent for two days after its time is not asked for any more.
    """
    now, looked = now or timezone.now(), 0
    Message.objects.filter(state="due", due_at__lt=now - ASKED_FOR).update(state="dropped", version=F("version") + 1)
    while taken := _remind_batch(now):
        looked += taken
        if taken < BATCH:
            break
    return looked


@transaction.atomic
def _remind_batch(now: datetime) -> int:
    rows = Message.objects.filter(state="due", reminded_at__isnull=True, remind_at__lte=now)
    rows = rows.exclude(contact__no_messages=True).order_by("remind_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    taken = list(rows.select_related("owner", "account", "contact", "opportunity", "event")[:BATCH])
    Message.objects.filter(pk__in=[one.pk for one in taken]).update(reminded_at=now)
    by_itself = set(MessageRule.objects.filter(goes_by_itself=True).values_list("method", "code"))
    waiting = [one for one in taken if (one.method_id, one.code) not in by_itself or not _goes_by_itself(one)]
    tell(
        notice(one.owner_id, "message_due", key=f"message:{one.pk}:{one.remind_at:%m%d%H%M}", kind="message",
               object_id=one.pk, zh=one.name_zh, en=one.name_en, title=one.account.name, due=one.due_at.isoformat())
        for one in waiting
    )  # fmt: skip
    return len(taken)


def _goes_by_itself(message: Message) -> bool:
    """Send it by the company's rule; not when there is a gap in it, no address, no mail server, or it is too late."""
    draft, contact = draft_of(message), message.contact
    if draft is None or contact is None or not contact.email or not mail.is_set_up() or message.due_at < timezone.now():
        return False
    it = Writing(message.owner, message.account, contact, message.opportunity, message.event)
    language = company().language
    values = values_for(it, language)
    try:
        with transaction.atomic():
            send_message(
                it, text=filled(draft.text.into(language), values), way="email", by=None, message=message,
                subject=filled(draft.subject.into(language), values),
            )  # fmt: skip
    except RuleBroken:
        return False
    except Exception:  # its owner is reminded instead, and the others go on
        log.exception("message %s could not go by itself", message.pk)
        return False
    return True


@transaction.atomic
def tell_of_failed(letters: Sequence[Letter], now: datetime) -> None:
    """Whoever sent a message hears that it was not delivered."""
    failed = [one for one in letters if one.state == "failed" and one.by_id]
    about = dict(Activity.objects.filter(pk__in=[one.object_id for one in failed]).values_list("pk", "account__name"))
    tell(
        notice(one.by_id or 0, "letter_failed", key=f"letter:{one.pk}:{one.tries}:{now:%m%d%H%M%S}", kind="letter",
               object_id=one.pk, title=about.get(one.object_id) or one.subject)
        for one in failed
    )  # fmt: skip
