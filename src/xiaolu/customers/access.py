"""Who may see and change customers: the only door for views and api."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from xiaolu.customers.models import Account, Contact, Industry, Source
from xiaolu.org.access import owned_by_seen, owners_seen_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.access import require_house_keeper as require_house_keeper
from xiaolu.org.models import Person

C = TypeVar("C", Industry, Source)

# Filled by wiring.py: each gives the ids of accounts that a person sees for another reason than owning them.
also_visible: list[Callable[[Person], QuerySet]] = []
also_owned: list[Callable[[Account], set[int]]] = []  # the same seen from the account: who looks after something on it


def visible_to(user: Person) -> QuerySet[Account]:
    """The accounts that a user may see; those without owner only with the scope "all"."""
    scope = user.scope_of("account")
    if scope == "all":
        return Account.objects.all()
    if scope is None:
        return Account.objects.none()
    seen = owned_by_seen(user, kind="account")
    for ids in also_visible:
        seen |= Q(pk__in=ids(user))
    return Account.objects.filter(seen)


def owners_around(account: Account) -> set[int]:
    """Who looks after an account, and after something on it."""
    own = {account.owner_id} if account.owner_id else set()
    return own.union(*(owners(account) for owners in also_owned))


def contacts_visible_to(user: Person) -> QuerySet[Contact]:
    if user.scope_of("account") == "all":
        return Contact.objects.all()
    return Contact.objects.filter(account__in=visible_to(user).values("pk"))


def may_edit(user: Person, account: Account) -> bool:
    owners = owners_seen_by(user, kind="account", editing=True)
    if owners is None:
        return True
    return account.owner_id is not None and owners.filter(pk=account.owner_id).exists()


def account_for(user: Person, account_id: int, *, to: str = "see") -> Account:
    """An account. Raises Http404 when the user may not see it, PermissionDenied when not edit it."""
    found = visible_to(user).select_related("industry", "source", "owner").filter(pk=account_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not may_edit(user, found):
        raise PermissionDenied
    return found


def contact_for(user: Person, contact_id: int, *, to: str = "see") -> Contact:
    """A contact of an account. Raises Http404, PermissionDenied as its account does."""
    found = Contact.objects.filter(pk=contact_id).first()
    if found is None:
        raise Http404
    found.account = account_for(user, found.account_id, to=to)
    return found


def possible_owners(user: Person) -> QuerySet[Person]:
    """To whom the user may give an account."""
    owners = owners_seen_by(user, kind="account", editing=True)
    return (Person.objects.all() if owners is None else owners).filter(is_active=True)


def owners_in_lists(user: Person) -> QuerySet[Person]:
    """By whom the user may filter: those whose accounts the user sees, people who left included."""
    owners = owners_seen_by(user, kind="account")
    return Person.objects.all() if owners is None else owners


def require_editor(user: Person) -> None:
    """Raises PermissionDenied for those who change no customers at all."""
    if user.edit_scope_of("account") is None:
        raise PermissionDenied


def industry_for(user: Person, industry_id: int) -> Industry:
    """An industry that the user may edit. Raises Http404, PermissionDenied."""
    return _line(Industry.objects.filter(pk=industry_id), user)


def source_for(user: Person, source_id: int) -> Source:
    """A source that the user may edit. Raises Http404, PermissionDenied."""
    return _line(Source.objects.filter(pk=source_id), user)


def _line(rows: QuerySet[C], user: Person) -> C:
    found = rows.first()
    if found is None:
        raise Http404
    require_house_keeper(user)
    return found
