"""Who may see and change what in the house; and whose work a person sees, which every app above asks here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from xiaolu.domain.people import Scope
from xiaolu.org import queries
from xiaolu.org.models import Membership, Person, Team, TeamClosure


def owners_seen_by(person: Person, *, editing: bool = False) -> QuerySet[Person] | None:
    """The people whose records a person sees (or may edit). None: everybody's, and those without owner."""
    scope: Scope | None = person.edit_scope if editing else person.scope
    if scope == "all":
        return None
    if scope is None:
        return Person.objects.none()
    own = Q(pk=person.pk)
    if scope == "subtree":
        own |= Q(pk__in=_subordinates(person))
    return Person.objects.filter(own)


def _subordinates(person: Person) -> QuerySet[Membership, Any]:
    """Ids of those who belong today to the person's home team or below it."""
    now = queries.today()
    home = Membership.objects.filter(person=person, from_day__lte=now, to_day__gt=now).values("team")
    below = TeamClosure.objects.filter(above__in=home).values("below")
    return Membership.objects.filter(team__in=below, from_day__lte=now, to_day__gt=now).values("person")


def owned_by_seen(person: Person, field: str = "owner", *, editing: bool = False) -> Q:
    """The filter for a list: rows whose `field` is one of those people."""
    owners = owners_seen_by(person, editing=editing)
    return Q() if owners is None else Q(**{f"{field}__in": owners.values("pk")})


def teams_seen_by(person: Person) -> QuerySet[Team]:
    """Teams whose figures a person may ask for."""
    if person.scope == "all":
        return Team.objects.all()
    if person.scope == "own":
        return Team.objects.none()
    now = queries.today()
    home = Membership.objects.filter(person=person, from_day__lte=now, to_day__gt=now).values("team")
    return Team.objects.filter(closure_above__above__in=home).distinct()


def require_house_keeper(person: Person) -> None:
    """Raises PermissionDenied for all but administrators."""
    if not person.keeps_house:
        raise PermissionDenied


def require_exporter(person: Person) -> None:
    """Raises PermissionDenied for those who take no lists out."""
    if not person.exports:
        raise PermissionDenied


def person_for(user: Person, person_id: int, *, to: str = "see") -> Person:
    """A person that the user may see, or edit. Raises Http404, PermissionDenied."""
    found = visible_people(user).filter(pk=person_id).first()
    if found is None:
        raise Http404
    if to == "edit":
        require_house_keeper(user)
    return found


def visible_people(user: Person) -> QuerySet[Person]:
    owners = owners_seen_by(user)
    return Person.objects.all() if owners is None or user.keeps_house else owners


def team_for(user: Person, team_id: int, *, to: str = "see") -> Team:
    """A team that the user may see, or edit. Raises Http404, PermissionDenied."""
    rows = Team.objects.all() if user.keeps_house else teams_seen_by(user)
    found = rows.filter(pk=team_id).first()
    if found is None:
        raise Http404
    if to == "edit":
        require_house_keeper(user)
    return found
