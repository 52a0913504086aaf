"""Who may see and change an opportunity: its owner, whoever leads the owner, and whoever sees everything."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from xiaolu.customers.models import Account
from xiaolu.org.access import owned_by_seen
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity


def visible_to(user: Person) -> QuerySet[Opportunity]:
    """The opportunities that a person sees, without withdrawn ones."""
    return Opportunity.objects.filter(owned_by_seen(user), withdrawn=False)


def editable_by(user: Person) -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(owned_by_seen(user, editing=True), withdrawn=False)


def opportunity_for(user: Person, opportunity_id: int, *, to: str = "see") -> Opportunity:
    """One opportunity. Raises Http404 when the person may not see it, PermissionDenied when only see."""
    rows = visible_to(user).select_related("account", "contact", "owner", "industry", "source", "product", "method")
    found = rows.filter(pk=opportunity_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not editable_by(user).filter(pk=opportunity_id).exists():
        raise PermissionDenied
    return found


def accounts_worked_on_by(user: Person) -> QuerySet[Opportunity, Any]:
    """Ids of the accounts on which a person sees an opportunity; these accounts are visible too."""
    return visible_to(user).filter(account__isnull=False).values("account")


def owners_on(account: Account) -> set[int]:
    """Who looks after an opportunity on an account; they see the account as well."""
    rows = Opportunity.objects.filter(account=account, withdrawn=False, owner__isnull=False)
    return set(rows.values_list("owner", flat=True))


def require_editor(person: Person) -> None:
    """Raises PermissionDenied for a person whose roles let nothing be changed."""
    if person.edit_scope is None:
        raise PermissionDenied
