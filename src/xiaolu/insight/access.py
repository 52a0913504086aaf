"""Whose figures a person may ask for, and for whom a person may enter targets. What one may not see is 404."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from xiaolu.insight.queries.scopes import Scope
from xiaolu.org import queries as org
from xiaolu.org.access import owners_seen_by, teams_seen_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.models import Person, Team
from xiaolu.pipeline.access import visible_to
from xiaolu.pipeline.models import Opportunity


def scope_for(user: Person, who: str) -> Scope:
    """The scope that an address names: '' (the widest), me, all, team:CODE, person:ID. Raises Http404."""
    kind, _, code = who.partition(":")
    if who == "":
        return _widest(user)
    if who == "me":
        return Scope(person=user)
    if who == "all" and user.scope == "all":
        return Scope()
    if kind == "team" and (team := teams_seen_by(user).filter(code=code).first()):
        return Scope(team=team)
    if kind == "person" and code.isdecimal() and (person := _seen(user).filter(pk=int(code[:9])).first()):
        return Scope(person=person)
    raise Http404


def _widest(user: Person) -> Scope:
    if user.scope == "all":
        return Scope()
    if user.scope is None:
        raise Http404
    leading = [face for face in user.faces if face.rights.of("opportunity").see == "subtree"]
    team = org.home_team(leading[0], org.today()) if leading else None
    return Scope(team=team) if team else Scope(person=user)


def _seen(user: Person) -> QuerySet[Person]:
    owners = owners_seen_by(user)
    return Person.objects.all() if owners is None else owners


def teams_of(user: Person) -> list[Team]:
    """The teams whose figures the person may choose, in the order of the tree."""
    seen = set(teams_seen_by(user).values_list("pk", flat=True))
    return [team for team, _ in org.tree() if team.pk in seen] if seen else []


def opportunities_seen_by(user: Person) -> QuerySet[Opportunity] | None:
    """The rows behind figures that a person may open; None for all of them."""
    return None if user.scope == "all" else visible_to(user)


def require_target_keeper(user: Person) -> None:
    """Raises PermissionDenied for all but those who lead somebody."""
    if user.edit_scope not in ("subtree", "all"):
        raise PermissionDenied


def people_to_target(user: Person) -> QuerySet[Person]:
    """The people for whom a person may enter a target."""
    owners = owners_seen_by(user, editing=True)
    rows = Person.objects.all() if owners is None else owners
    return rows.filter(is_active=True).order_by("name", "id")


def teams_to_target(user: Person) -> QuerySet[Team]:
    return teams_seen_by(user).filter(archived=False).order_by("code")
