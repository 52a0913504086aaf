"""How complete the files of customers are: three statements, and one of each higher app, for a whole page of them."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Count, Q

from xiaolu.customers.models import Account, Contact, Foothold
from xiaolu.domain.completeness import Completeness, completeness, known_of
from xiaolu.org.models import Person

# Filled by wiring.py: person, ids of accounts → id → what is known of it (names of domain.completeness.PARTS), as far
# as the person sees it.
more: list[Callable[[Person, Sequence[int]], dict[int, set[str]]]] = []
OWN = ("credit_code", "business", "organisation", "website", "address", "region", "phone", "products_used",
       "yearly_volume", "current_supplier", "supplier_price", "payment_terms", "credit_limit", "rating")  # fmt: skip


def completenesses(user: Person, accounts: Iterable[Account]) -> dict[int, Completeness]:
    """The completeness of each of these accounts. They come with their industry (select_related)."""
    rows = {account.pk: account for account in accounts}
    known = {pk: _own(account) for pk, account in rows.items()}
    ids = list(rows)
    for source in (_contacts, _footholds):
        for pk, facts in source(ids).items():
            known[pk] |= facts
    for higher in more:
        for pk, facts in higher(user, ids).items():
            known[pk] |= facts
    return {pk: completeness(facts) for pk, facts in known.items()}


def _own(account: Account) -> set[str]:
    facts = known_of({name: getattr(account, name) for name in OWN})
    if account.industry:
        facts.add("industry")
        if account.industry.attractiveness is not None:
            facts.add("attractiveness")
    return facts


def _contacts(ids: Sequence[int]) -> dict[int, set[str]]:
    rows = Contact.objects.filter(account__in=ids, archived=False).order_by().values_list("account")
    found = rows.annotate(deciding=Count("pk", filter=Q(authority=Contact.Authority.DECIDES)))
    return {pk: {"contact", "decision_maker"} if deciding else {"contact"} for pk, deciding in found}


def _footholds(ids: Sequence[int]) -> dict[int, set[str]]:
    rows = Foothold.objects.filter(account__in=ids, archived=False).order_by().values_list("account")
    found = rows.annotate(priced=Count("price"))
    return {pk: {"competitor", "supplier", *(["price"] if priced else [])} for pk, priced in found}
