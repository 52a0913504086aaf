"""MAN: keep what was answered; the score follows the answers and the contacts."""

from typing import Any

from django.db import transaction

from xiaolu.customers.models import Account, Contact, Qualification
from xiaolu.domain.qualification import ABILITY, DESIRE, FIRST, Qualified, best_authority, qualify
from xiaolu.domain.rules import Stale
from xiaolu.org import audit
from xiaolu.org.models import Person

ANSWERS = (*FIRST, *DESIRE, *ABILITY)


@transaction.atomic
def qualify_account(account: Account, *, by: Person | None, seen: int, **answers: Any) -> Qualification:
    """Keep the answers about an account; None is "not asked yet". `seen`: the version, 0 for the first time. Raises Stale."""
    Account.objects.select_for_update().get(pk=account.pk)
    row = Qualification.objects.filter(account=account).first() or Qualification(account=account)
    if row.version != seen:
        raise Stale(str(account), seen, row.version)
    changes = audit.differences(row, answers)
    for name, value in answers.items():
        setattr(row, name, value)
    row.version += 1
    _derive(row)
    row.save()
    audit.record(account, "qualify_account", by=by, changes=changes)
    return row


def follow_contacts(account_id: int) -> None:
    """Who decides at an account changed, or who is there: its score follows. Within the action that did it."""
    row = Qualification.objects.select_for_update().filter(account=account_id).first()
    if row:
        _derive(row)
        row.save()


def _derive(row: Qualification) -> None:
    found = qualified(row)
    row.letters, row.action = found.letters, found.action
    row.half_points, row.reachable = found.half_points, found.reachable


def qualified(row: Qualification) -> Qualified:
    """What an account's answers and its contacts of today come to."""
    roles = Contact.objects.filter(account=row.account_id, archived=False).values_list("authority", flat=True)
    return qualify({name: getattr(row, name) for name in ANSWERS}, best_authority(roles))
