"""Queued work of customers."""

from xiaolu.customers.actions.ratings import rate_again as rate_all_again
from xiaolu.customers.entries import account_rows, contact_rows
from xiaolu.customers.models import Account, Contact, Rating
from xiaolu.jobs.actions import enqueue
from xiaolu.jobs.registry import Progress, job
from xiaolu.methods.models import MethodVersion
from xiaolu.search.actions import index_many

AT_ONCE = 1000


@job("customers.rate_again")
def rate_again(progress: Progress) -> None:
    """Bring every score to what the method asks and weighs now."""
    rate_all_again()


def queue_rate_again(version: MethodVersion) -> None:
    """A version was published: its weights may be others."""
    if Rating.objects.exists():
        enqueue("customers.rate_again")


@job("customers.index_again")
def index_again(progress: Progress, of: str) -> None:
    """Make every account or contact findable anew: own fields of the company became searchable, hidden, or no more."""
    model = Account if of == "account" else Contact
    total, done, after = model._default_manager.count(), 0, 0
    while ids := list(
        model._default_manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        after, done = ids[-1], done + len(ids)
        if of == "account":
            index_many(account_rows(Account.objects.filter(pk__in=ids, merged_into__isnull=True)))
        else:
            there = Contact.objects.filter(pk__in=ids).select_related("account")
            index_many(contact_rows((contact, contact.account) for contact in there))
        progress(done, total)


def queue_index_again(kind: str) -> None:
    """What leads to the records of a kind changed: queue the work."""
    if kind in ("account", "contact"):
        enqueue("customers.index_again", of=kind)
