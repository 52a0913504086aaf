"""The customers that somebody who leaves hands over."""

from xiaolu.customers.actions import edit_many
from xiaolu.customers.models import Account
from xiaolu.org.models import Person


def count(person: Person) -> int:
    return Account.objects.filter(owner=person, archived=False).count()


def hand_over(person: Person, *, to: Person, by: Person | None) -> int:
    """Give all customers of a person to another, archived ones as well. Gives how many."""
    ids = Account.objects.filter(owner=person).values_list("pk", flat=True)
    return edit_many({pk: {"owner": to} for pk in ids}, by=by, label=f"{person} → {to}")
