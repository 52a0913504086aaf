"""Sending what waits: taken under a lease, sent without holding the database, settled afterwards.

At least once: a worker that is killed between sending and settling leaves the letter to the next one, under its key.
What one person is told by one way at the same time goes as one letter.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from xiaolu.outbox import mail
from xiaolu.outbox.models import Letter, Robot
from xiaolu.outbox.registry import SETTLED, STILL
from xiaolu.outbox.robots import MOST_TEXT, say
from xiaolu.outbox.sending_rules import BATCH, HELD, KEPT, MOST_TRIES, pause_after

log = logging.getLogger("xiaolu.outbox")
Parcel = list[Letter]  # letters to one receiver that go as one


def send_waiting() -> int:
    """Send the letters whose time has come, up to a batch of them; how many were taken up."""
    now = timezone.now()
    letters = _take(now)
    run = mail.MailRun()
    silent: dict[int, str] = {}
    for parcel in parcels(letters):
        problem, fatal = _send(parcel, run, silent)
        _settle(parcel, problem, fatal)
    run.close()
    return len(letters)


@transaction.atomic
def _take(now: datetime) -> Parcel:
    """Letters to send now, held for this worker; those that came too late or are not to go any more are settled."""
    rows = Letter.objects.filter(state="waiting", not_before__lte=now).exclude(held_until__gt=now)
    if not mail.is_set_up():
        rows = rows.exclude(way="email", until__gt=now)  # they stay in the outbox
    rows = rows.order_by("not_before", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    found = list(rows.select_related("person", "robot", "by")[:BATCH])
    late = [one for one in found if one.until <= now]
    Letter.objects.filter(pk__in=[one.pk for one in late]).update(state="failed", problem="too late")
    _tell_settled(late, now)
    going = _still([one for one in found if one.until > now])
    Letter.objects.filter(pk__in=[one.pk for one in going]).update(held_until=now + HELD)
    return going


def _still(letters: Parcel) -> Parcel:
    """Those whose receiver and reason are still there; the others are taken back."""
    by_kind: dict[str, Parcel] = {}
    for one in letters:
        by_kind.setdefault(one.about, []).append(one)
    going = {pk for about, some in by_kind.items() for pk in (STILL[about](some) if about in STILL else _keys(some))}
    kept = [one for one in letters if one.pk in going and _has_receiver(one)]
    gone = _keys(letters) - _keys(kept)
    Letter.objects.filter(pk__in=gone).update(state="dropped")
    return kept


def _keys(letters: Iterable[Letter]) -> set[int]:
    return {one.pk for one in letters}


def _has_receiver(letter: Letter) -> bool:
    if letter.person and not letter.person.is_active:
        return False
    if letter.way == "robot":
        return letter.robot is not None and not letter.robot.archived
    return bool(address_of(letter))


def address_of(letter: Letter) -> str:
    """To which e-mail address it goes: a person's own, as it is now."""
    return letter.address or (letter.person.email if letter.person else "")


def parcels(letters: Iterable[Letter]) -> list[Parcel]:
    """What goes as one: all notices of one person by mail, all for one chat as far as they fit; other letters alone."""
    found: dict[tuple[object, ...], Parcel] = {}
    for one in letters:
        alone = one.about != "notice"
        receiver = one.pk if alone else one.person_id if one.way == "email" else None
        key = (one.way, one.robot_id, alone, receiver)
        so_far = found.setdefault(key, [])
        if one.way == "robot" and so_far and sum(len(told(each)) for each in so_far) + len(told(one)) > MOST_TEXT:
            found[*key, so_far[0].pk] = so_far
            found[key] = so_far = []
        so_far.append(one)
    return list(found.values())


def told(letter: Letter) -> str:
    """The text as it stands in a chat or among others: what, what to do, where. A message to customers is all in its text."""
    if letter.about == "message":
        return letter.text
    return "\n".join(part for part in (letter.subject, letter.text, _address(letter)) if part)


def _address(letter: Letter) -> str:
    return f"{settings.URL}{letter.link}" if settings.URL and letter.link else ""


def _send(parcel: Parcel, run: mail.MailRun, silent: dict[int, str]) -> tuple[str, bool]:
    """What stood against it ('' when it was taken), and whether it will never be taken."""
    first = parcel[0]
    if first.way == "robot" and first.robot:
        if first.robot.pk not in silent:
            problem = _said(first.robot, "\n\n".join(told(one) for one in parcel))
            if not problem:
                return "", False
            silent[first.robot.pk] = problem
        return silent[first.robot.pk], False
    with override(first.person.language if first.person else None):
        subject = first.subject if len(parcel) == 1 else _("Xiaolu: %(n)s things to know") % {"n": len(parcel)}
    text = "\n\n".join(told(one) if len(parcel) > 1 else _only(one) for one in parcel)
    by, stop = (first.by, first.link) if not first.person else (None, "")
    return run.send(
        mail.message(
            key="\n".join(one.key for one in parcel), to=address_of(first), subject=subject, text=text,
            by=by.name if by else "", reply_to=by.email if by else "",
            stop=f"{settings.URL}{stop}" if settings.URL and stop else "",
        )
    )  # fmt: skip


def _only(letter: Letter) -> str:
    return "\n".join(part for part in (letter.text, _address(letter) if letter.person else "") if part)


def _said(robot: Robot, text: str) -> str:
    try:
        return say(robot, text)
    except Exception as problem:  # whatever a library or the net does, the others go on
        log.exception("robot %s could not speak", robot.pk)
        return type(problem).__name__


@transaction.atomic
def _settle(parcel: Parcel, problem: str, fatal: bool) -> None:
    now = timezone.now()
    robot = parcel[0].robot
    if robot and robot.problem != problem[:200]:
        Robot.objects.filter(pk=robot.pk).update(problem=problem[:200])
    rows = Letter.objects.filter(pk__in=_keys(parcel), state="waiting")
    if not problem:
        rows.update(state="sent", sent_at=now, held_until=None, problem="")
        _tell_settled(parcel, now)
        return
    for one in parcel:
        one.tries += 1
        over = fatal or one.tries >= MOST_TRIES
        rows.filter(pk=one.pk).update(
            tries=one.tries, problem=problem[:200], held_until=None, not_before=now + pause_after(one.tries),
            state="failed" if over else "waiting",
        )  # fmt: skip
        if over:
            _tell_settled([one], now)


def _tell_settled(letters: Parcel, now: datetime) -> None:
    for about in sorted({one.about for one in letters} & SETTLED.keys()):
        SETTLED[about](list(Letter.objects.filter(pk__in=[one.pk for one in letters if one.about == about])), now)


@transaction.atomic
def drop_old_letters() -> int:
    """Forget letters that were settled more than sixty days ago; how many."""
    rows = Letter.objects.filter(at__lt=timezone.now() - KEPT).exclude(state="waiting")
    found, _rows = rows.delete()
    return found
