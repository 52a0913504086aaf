"""Who may see and change an opportunity: its owner, whoever leads the owner, and whoever sees everything."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404

from xiaolu.customers.models import Account
from xiaolu.org.access import owned_by_seen
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Evidence, Opportunity, Request
from xiaolu.pipeline.queries.gates import with_version


def visible_to(user: Person) -> QuerySet[Opportunity]:
    """The opportunities that a person sees, without withdrawn ones."""
    return Opportunity.objects.filter(owned_by_seen(user), withdrawn=False)


def editable_by(user: Person) -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(owned_by_seen(user, editing=True), withdrawn=False)


def opportunity_for(user: Person, opportunity_id: int, *, to: str = "see") -> Opportunity:
    """One opportunity. Raises Http404 when the person may not see it, PermissionDenied when only see."""
    rows = visible_to(user).select_related("account", "contact", "owner", "industry", "source", "product", "method")
    found = with_version(rows).filter(pk=opportunity_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not editable_by(user).filter(pk=opportunity_id).exists():
        raise PermissionDenied
    return found


def rows_for(user: Person, ids: Iterable[int]) -> dict[int, Opportunity]:
    """Of these opportunities those that a person sees, with what a row of the table shows."""
    rows = visible_to(user).select_related("account", "contact", "owner", "industry", "source", "product", "method")
    return with_version(rows).in_bulk(list(ids))


def editable_ids(user: Person, ids: Iterable[int]) -> set[int]:
    """Of these opportunities those that a person may change."""
    if user.edit_scope is None:
        return set()
    return set(editable_by(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


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


def evidence_for(user: Person, evidence_id: int) -> Evidence:
    """Evidence on an opportunity that the person may edit. Raises Http404, PermissionDenied."""
    found = Evidence.objects.filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    found.opportunity = opportunity_for(user, found.opportunity_id, to="edit")
    return found


def request_for(user: Person, request_id: int, *, to: str = "decide") -> Request:
    """A request to decide (by somebody else who may) or to drop (by who asked). Raises Http404, PermissionDenied."""
    found = Request.objects.select_related("evidence", "asked_by").filter(pk=request_id).first()
    if found is None:
        raise Http404
    found.opportunity = opportunity_for(user, found.opportunity_id, to="edit")
    own = found.asked_by_id == user.pk
    if own if to == "decide" else not own:
        raise PermissionDenied
    if to == "decide" and found.kind == "loss" and not user.overrides_gates:
        raise PermissionDenied
    return found


def to_decide(user: Person) -> Q:
    """The filter of the requests that wait for this person."""
    return owned_by_seen(user, "opportunity__owner", editing=True) & _to_decide(user)


def _to_decide(user: Person) -> Q:
    kinds = ["confirmation", "loss"] if user.overrides_gates else ["confirmation"]
    return Q(state="waiting", kind__in=kinds, opportunity__withdrawn=False) & ~Q(asked_by=user)


def to_read(user: Person) -> Q:
    """The filter of the answers that this person has not read yet."""
    return owned_by_seen(user, "opportunity__owner") & _to_read(user)


def _to_read(user: Person) -> Q:
    return Q(asked_by=user, state__in=["accepted", "refused"], noticed=False, opportunity__withdrawn=False)


def requests_to_decide(user: Person) -> QuerySet[Request]:
    return _told().filter(to_decide(user))


def answers_to_read(user: Person) -> QuerySet[Request]:
    return _told().filter(to_read(user))


def requests_asked_by(user: Person) -> QuerySet[Request]:
    """What a person asked for and still waits."""
    seen = owned_by_seen(user, "opportunity__owner")
    return _told().filter(seen, asked_by=user, state="waiting", opportunity__withdrawn=False)


def requests_on(opportunity: Opportunity) -> QuerySet[Request]:
    """What waits on one opportunity that the person was let to see."""
    return _told().filter(opportunity=opportunity, state="waiting")


def waiting_count(user: Person) -> int:
    """How many requests wait for this person, and how many answers are unread: the figure in the navigation."""
    if user.edit_scope == user.scope:  # what one edits is what one sees: the same people, asked for once
        editable = owned_by_seen(user, "opportunity__owner", editing=True)
        return Request.objects.filter(editable, _to_decide(user) | _to_read(user)).count()
    return Request.objects.filter(to_decide(user) | to_read(user)).count()


def _told() -> QuerySet[Request]:
    rows = Request.objects.select_related("opportunity__account", "evidence", "asked_by", "decided_by")
    moment = F("opportunity__version_of_method__published_at")
    return rows.annotate(version_published_at=moment).order_by("asked_at", "pk")
