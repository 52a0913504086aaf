"""Who may see and change what in the house; and whose work a person sees, which every app above asks here."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from xiaolu.domain.people import ROLES, Kind
from xiaolu.org import queries
from xiaolu.org.models import (
    CustomField,
    Deputy,
    Membership,
    Person,
    RoleGrant,
    RoleRights,
    SavedView,
    Team,
    TeamClosure,
)
from xiaolu.org.once import once_a_page
from xiaolu.org.roles import all_roles

FEW = 200
REASONS = ("owner", "leads", "everything", "stands_in")


def owners_seen_by(person: Person, *, kind: Kind = "opportunity", editing: bool = False) -> QuerySet[Person] | None:
    """The people whose records of a kind a person sees (or may edit). None: everybody's, and those without owner."""
    seen = Q(pk__in=[])
    for face in person.faces:
        reach = face.rights.of(kind)
        scope = reach.edit if editing else reach.see
        if scope == "all":
            return None
        if scope is not None:
            seen |= Q(pk=face.pk)
        if scope == "subtree":
            seen |= Q(pk__in=_subordinates(face))
    return Person.objects.filter(seen)


def _subordinates(person: Person) -> QuerySet[Membership, Any]:
    """Ids of those who belong today to the person's home team or below it."""
    now = queries.today()
    home = Membership.objects.filter(person=person, from_day__lte=now, to_day__gt=now).values("team")
    below = TeamClosure.objects.filter(above__in=home).values("below")
    return Membership.objects.filter(team__in=below, from_day__lte=now, to_day__gt=now).values("person")


def owned_by_seen(person: Person, field: str = "owner", *, kind: Kind = "opportunity", editing: bool = False) -> Q:
    """The filter for a list: rows whose `field` is one of those people."""
    owners = owners_seen_by(person, kind=kind, editing=editing)
    if owners is None:
        return Q()
    few = few_owners(person, kind, editing)
    return Q(**{f"{field}__in": owners.values("pk") if few is None else few})


@once_a_page
def few_owners(person: Person, kind: Kind = "opportunity", editing: bool = False) -> tuple[int, ...] | None:
    """The ids of those whose records a person sees when they are few; None for many, and for everybody.

    Named one by one, a database reads their rows by the index of the owner instead of walking through everybody's.
    """
    owners = owners_seen_by(person, kind=kind, editing=editing)
    ids = () if owners is None else tuple(owners.order_by("pk").values_list("pk", flat=True)[: FEW + 1])
    return None if owners is None or len(ids) > FEW else ids


def teams_seen_by(person: Person) -> QuerySet[Team]:
    """Teams whose figures a person may ask for."""
    if person.scope == "all":
        return Team.objects.all()
    leading = [face.pk for face in person.faces if face.rights.of("opportunity").see == "subtree"]
    if not leading:
        return Team.objects.none()
    now = queries.today()
    home = Membership.objects.filter(person__in=leading, from_day__lte=now, to_day__gt=now).values("team")
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


def who_sees(owners: Iterable[int], kind: Kind) -> list[tuple[Person, str]]:
    """Who sees a record of a kind that these people own, each with why: owner, leads, everything, stands_in."""
    found: dict[int, tuple[Person, str]] = {}
    own = list(Person.objects.filter(pk__in=list(owners), is_active=True))
    reach = {code: rights.of(kind).see for code, _name, rights, _changed in all_roles()}
    granted = RoleGrant.objects.filter(person__is_active=True).select_related("person")
    found |= {row.person_id: (row.person, "everything") for row in granted if reach.get(row.role) == "all"}
    leading = {row.person_id for row in granted if reach.get(row.role) == "subtree"}
    now = queries.today()
    homes = Membership.objects.filter(from_day__lte=now, to_day__gt=now)
    above = TeamClosure.objects.filter(below__in=homes.filter(person__in=own).values("team")).values("above")
    leaders = homes.filter(person__in=leading, team__in=above).select_related("person")
    found |= {row.person_id: (row.person, "leads") for row in leaders}
    found |= {person.pk: (person, "owner") for person in own if person.rights.of(kind).see}
    away = Deputy.objects.filter(absent__in=list(found), from_day__lte=now, to_day__gt=now, deputy__is_active=True)
    for row in away.select_related("deputy"):
        found.setdefault(row.deputy_id, (row.deputy, "stands_in"))
    return sorted(found.values(), key=lambda one: (REASONS.index(one[1]), one[0].name))


def person_led_by(user: Person, person_id: int) -> Person:
    """Somebody whose absence or leaving the user arranges: oneself, whom one leads, anybody for a house keeper.

    Raises Http404, PermissionDenied.
    """
    found = person_for(user, person_id)
    if found.pk != user.pk and not leads(user, found):
        raise PermissionDenied
    return found


def leads(user: Person, person: Person) -> bool:
    """Whether the user keeps the house or may change what this person looks after."""
    led = owners_seen_by(user, editing=True)
    return user.keeps_house or led is None or led.filter(pk=person.pk).exists()


def stand_in_for(user: Person, stand_in_id: int) -> Deputy:
    """An absence that the user may end. Raises Http404, PermissionDenied."""
    found = Deputy.objects.select_related("absent", "deputy").filter(pk=stand_in_id).first()
    if found is None:
        raise Http404
    person_led_by(user, found.absent_id)
    return found


def require_successor_giver(user: Person, person: Person) -> None:
    """Raises PermissionDenied for handing over one's own work, unless one keeps the house or leads others."""
    if person.pk == user.pk and not user.keeps_house and user.edit_scope not in ("subtree", "all"):
        raise PermissionDenied


def successors(user: Person, person: Person) -> QuerySet[Person]:
    """To whom the user may give what a person looks after, or who may stand in."""
    led = None if user.keeps_house else owners_seen_by(user, editing=True)
    return (Person.objects.all() if led is None else led).filter(is_active=True).exclude(pk=person.pk)


def possible_deputies(person: Person) -> QuerySet[Person]:
    """Anybody who still works here may stand in."""
    return Person.objects.filter(is_active=True).exclude(pk=person.pk).order_by("name", "id")


def role_code(code: str, *, shipped: bool) -> str:
    """The code of a role that Xiaolu ships, or of one that the company made. Raises Http404."""
    there = code in ROLES if shipped else RoleRights.objects.filter(code=code).exclude(code__in=ROLES).exists()
    if not there:
        raise Http404
    return code


def page_named(name: str) -> str:
    """The URL name of a page that takes no arguments. Raises Http404."""
    try:
        reverse(name)
    except NoReverseMatch:
        raise Http404 from None
    return name


def may_share_views(user: Person) -> bool:
    """Whoever leads others may save a view for everybody."""
    return user.keeps_house or user.edit_scope in ("subtree", "all")


def saved_view_for(user: Person, view_id: int) -> SavedView:
    """A view that the user may remove: one's own, any shared one for a house keeper. Raises Http404."""
    rows = SavedView.objects.filter(Q(person=user) | Q(shared=True)) if user.keeps_house else user.saved_views.all()
    found = rows.filter(pk=view_id).first()
    if found is None:
        raise Http404
    return found


def custom_field_for(user: Person, field_id: int) -> CustomField:
    """A field of the company's own, for those who keep the house. Raises PermissionDenied, Http404."""
    require_house_keeper(user)
    found = CustomField.objects.filter(pk=field_id).first()
    if found is None:
        raise Http404
    return found


def team_for(user: Person, team_id: int, *, to: str = "see") -> Team:
    """A team that the user may see, or edit. Raises Http404, PermissionDenied."""
    rows = Team.objects.all() if user.keeps_house else teams_seen_by(user)
    found = rows.filter(pk=team_id).first()
    if found is None:
        raise Http404
    if to == "edit":
        require_house_keeper(user)
    return found
