"""Putting letters into the outbox, taking them back, sending them again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.outbox.models import Letter
from xiaolu.outbox.sending_rules import LASTS


@transaction.atomic
def put(letters: Iterable[Letter]) -> None:
    """Lay letters into the outbox, inside the caller's transaction. Raises IntegrityError for a key that lies there."""
    Letter.objects.bulk_create(list(letters), batch_size=500)


@transaction.atomic
def take_back(about: str, ids: Iterable[int]) -> int:
    """What these letters tell of is over: those that wait do not go. How many."""
    rows = Letter.objects.filter(about=about, object_id__in=list(ids), state="waiting")
    return rows.update(state="dropped")


@transaction.atomic
def send_again(letter: Letter, *, by: Person) -> Letter:
    """Try a letter anew that could not be delivered or came too late. Raises RuleBroken (letter_not_failed)."""
    now = timezone.now()
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if held.state != "failed":
        raise RuleBroken("letter_not_failed")
    held.state, held.tries, held.not_before, held.until = "waiting", 0, now, now + LASTS
    held.save(update_fields=["state", "tries", "not_before", "until"])
    audit.record(held, "send_letter_again", by=by, changes={"state": ("failed", "waiting")})
    return held


@transaction.atomic
def drop_letter(letter: Letter, *, by: Person) -> Letter:
    """Take a letter back that has not gone yet. Raises RuleBroken (letter_gone)."""
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if held.state not in ("waiting", "failed"):
        raise RuleBroken("letter_gone")
    before, held.state = held.state, "dropped"
    held.save(update_fields=["state"])
    audit.record(held, "drop_letter", by=by, changes={"state": (before, "dropped")})
    return held
