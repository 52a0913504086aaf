"""Every change to the house. One function, one transaction, one audit entry."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit, queries
from xiaolu.org.models import (
    Company,
    Membership,
    Person,
    RoleGrant,
    SignInFailure,
    SignInLink,
    Team,
    TeamClosure,
    TeamPlace,
)

LINK_LASTS = timedelta(days=7)
FAILURES_PER_LOGIN, FAILURES_PER_ADDRESS, FAILURE_WINDOW = 5, 30, timedelta(minutes=10)


@transaction.atomic
def edit_company(company: Company, *, by: Person | None, **values: object) -> Company:
    """Change the company. Raises RuleBroken when zone or currency change although the ledger is in use."""
    changes = audit.differences(company, values)
    if company.in_use and ({"zone", "currency"} & changes.keys()):
        raise RuleBroken("currency_fixed")
    for name, value in values.items():
        setattr(company, name, value)
    company.pk = 1
    company.save()
    audit.record(company, "edit_company", by=by, changes=changes)
    return company


def fix_currency() -> None:
    """The first posting is written: from now on zone and currency of the company stay."""
    if not queries.company().in_use:
        Company.objects.update_or_create(pk=1, defaults={"in_use": True})


@transaction.atomic
def create_person(
    *,
    login: str,
    name: str,
    by: Person | None,
    roles: Iterable[str] = ("seller",),
    team: Team | None = None,
    since: date | None = None,
    email: str = "",
    phone: str = "",
    language: str | None = None,
) -> Person:
    """A person who cannot sign in until invited. `since`: first day in the team, today unless imported."""
    person = Person(login=login, name=name, email=email, phone=phone, language=language or queries.company().language)
    person.set_unusable_password()
    person.password = ""
    person.save()
    RoleGrant.objects.bulk_create(RoleGrant(person=person, role=role) for role in sorted(set(roles)))
    if team:
        Membership.objects.create(person=person, team=team, from_day=since or queries.today())
    audit.record(person, "create_person", by=by, changes={"roles": (None, sorted(set(roles))), "team": (None, team)})
    return person


@transaction.atomic
def edit_person(person: Person, *, by: Person | None, roles: Iterable[str] | None = None, **values: object) -> Person:
    """Change a person's own fields and roles. Raises RuleBroken when nobody would stay administrator."""
    changes = audit.differences(person, values)
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=[*values])
    if roles is not None and frozenset(roles) != person.roles:
        changes["roles"] = (sorted(person.roles), sorted(roles))
        person.grants.all().delete()
        RoleGrant.objects.bulk_create(RoleGrant(person=person, role=role) for role in sorted(set(roles)))
        del person.__dict__["roles"]
        require_an_administrator()
    audit.record(person, "edit_person", by=by, changes=changes)
    return person


def require_an_administrator() -> None:
    if not RoleGrant.objects.filter(role="administrator", person__is_active=True).exists():
        raise RuleBroken("last_administrator")


@transaction.atomic
def switch_off_person(person: Person, *, by: Person | None) -> Person:
    """The person left: cannot sign in, sessions end, records stay. Raises RuleBroken for the last administrator."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    if "administrator" in person.roles:
        require_an_administrator()
    person.links.all().delete()
    audit.record(person, "switch_off_person", by=by)
    return person


@transaction.atomic
def switch_on_person(person: Person, *, by: Person | None) -> Person:
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(person, "switch_on_person", by=by)
    return person


@transaction.atomic
def move_person(person: Person, *, to: Team | None, by: Person | None, on: date | None = None) -> None:
    """Give a person another home team from a day on (today unless an import says otherwise)."""
    on = on or queries.today()
    old = queries.home_team(person, on)
    if old == to:
        return
    Membership.objects.filter(person=person, from_day__gte=on).delete()
    Membership.objects.filter(person=person, to_day__gt=on).update(to_day=on)
    if to:
        Membership.objects.create(person=person, team=to, from_day=on)
    audit.record(person, "move_person", by=by, changes={"team": (old, to)})


@transaction.atomic
def create_team(
    *, code: str, name: str, parent: Team | None = None, by: Person | None, since: date | None = None
) -> Team:
    """A team below another, or at the top, from a day on (today unless imported)."""
    team = Team.objects.create(code=code, name=name)
    TeamPlace.objects.create(team=team, parent=parent, from_day=since or queries.today())
    rebuild_closure()
    audit.record(team, "create_team", by=by, changes={"parent": (None, parent)})
    return team


@transaction.atomic
def edit_team(team: Team, *, by: Person | None, parent: Team | None, **values: object) -> Team:
    """Rename a team or move it in the tree from today on. Raises RuleBroken when it would lie in itself."""
    on = queries.today()
    if parent and parent.pk in queries.subtree(team, on):
        raise RuleBroken("team_in_itself")
    changes = audit.differences(team, values)
    for name, value in values.items():
        setattr(team, name, value)
    team.save()
    place = TeamPlace.objects.filter(team=team, from_day__lte=on, to_day__gt=on).first()
    if place is None or place.parent_id != (parent.pk if parent else None):
        changes["parent"] = (place.parent if place else None, parent)
        TeamPlace.objects.filter(team=team, from_day__gte=on).delete()
        TeamPlace.objects.filter(team=team, to_day__gt=on).update(to_day=on)
        TeamPlace.objects.create(team=team, parent=parent, from_day=on)
        rebuild_closure()
    audit.record(team, "edit_team", by=by, changes=changes)
    return team


@transaction.atomic
def archive_team(team: Team, *, by: Person | None) -> Team:
    """Take a team out of lists and choices. Raises RuleBroken while people or teams belong to it."""
    if TeamClosure.objects.filter(above=team, depth__gt=0, below__archived=False).exists() or (
        queries.members([team.pk], queries.today()).exists()
    ):
        raise RuleBroken("team_not_empty")
    team.archived = True
    team.save(update_fields=["archived"])
    audit.record(team, "archive_team", by=by)
    return team


def rebuild_closure() -> None:
    """Write today's tree anew from the dated places."""
    on = queries.today()
    parents = dict(TeamPlace.objects.filter(from_day__lte=on, to_day__gt=on).values_list("team_id", "parent_id"))
    rows = []
    for team_id in parents:
        above: int | None = team_id
        depth = 0
        while above is not None:
            rows.append(TeamClosure(above_id=above, below_id=team_id, depth=depth))
            above, depth = parents.get(above), depth + 1
    TeamClosure.objects.all().delete()
    TeamClosure.objects.bulk_create(rows)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(person: Person | None, *, by: Person | None) -> str:
    """A token for a one-time address; earlier ones of the person end. `person` None: for the first administrator."""
    SignInLink.objects.filter(person=person, used_at=None).delete()
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(token_hash=_hash(token), person=person, expires_at=timezone.now() + LINK_LASTS)
    if person:
        audit.record(person, "invite_person", by=by)
    return token


def link_for(token: str) -> SignInLink:
    """The unused link of a token. Raises RuleBroken when there is none or it is too old."""
    link = SignInLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now()).first()
    if link is None or (link.person and not link.person.is_active):
        raise RuleBroken("link_not_valid")
    return link


@transaction.atomic
def set_up(token: str, *, login: str, name: str, password: str) -> Person:
    """Make the first administrator, once. Raises RuleBroken."""
    list(
        SignInLink.objects.select_for_update().filter(person=None).order_by("pk")
    )  # of two addresses at once one gets in
    link = link_for(token)
    if link.person_id or queries.is_set_up():
        raise RuleBroken("already_set_up")
    person = create_person(login=login, name=name, roles=["administrator"], by=None)
    return join(token, password=password, link=link, person=person)


@transaction.atomic
def join(token: str, *, password: str, link: SignInLink | None = None, person: Person | None = None) -> Person:
    """Use an invitation: set the password. Of two at the same time one gets in. Raises RuleBroken."""
    link = link or link_for(token)
    person = person or link.person
    if person is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        raise RuleBroken("link_not_valid")
    return set_password(person, password=password)


@transaction.atomic
def set_password(person: Person, *, password: str) -> Person:
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record(person, "set_password", by=person)
    return person


def is_throttled(login: str, address: str) -> bool:
    """Whether this login or address failed too often of late."""
    recent = SignInFailure.objects.filter(at__gt=timezone.now() - FAILURE_WINDOW)
    return (
        recent.filter(login=login).count() >= FAILURES_PER_LOGIN
        or recent.filter(address=address).count() >= FAILURES_PER_ADDRESS
    )


def count_failure(login: str, address: str) -> None:
    SignInFailure.objects.filter(at__lt=timezone.now() - 10 * FAILURE_WINDOW).delete()
    SignInFailure.objects.create(login=login[:80], address=address)


def note_sign_in(person: Person) -> None:
    SignInFailure.objects.filter(login=person.login).delete()
    person.last_login = timezone.now()
    person.save(update_fields=["last_login"])
