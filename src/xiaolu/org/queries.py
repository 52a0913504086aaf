"""Reading the house: company, today, teams, people."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from xiaolu.domain.custom_fields import KINDS
from xiaolu.org.models import (
    AuditEntry,
    Company,
    CustomField,
    Deputy,
    Membership,
    Person,
    SavedView,
    Team,
    TeamClosure,
    TeamPlace,
)
from xiaolu.org.once import once_a_page


@once_a_page
def company() -> Company:
    """The one company, unsaved with its defaults before anybody set it up."""
    return Company.objects.first() or Company()


def is_set_up() -> bool:
    """Whether somebody can sign in at all."""
    return Person.objects.exclude(password="").exists()


def zone() -> ZoneInfo:
    return ZoneInfo(company().zone)


def today() -> date:
    """The day it is in the company's zone, for everyone."""
    return day_of(timezone.now())


def day_of(at: datetime) -> date:
    return at.astimezone(zone()).date()


@once_a_page
def home_team(person: Person, on: date) -> Team | None:
    """The team that a person belongs to on a day."""
    found = Membership.objects.filter(person=person, from_day__lte=on, to_day__gt=on).select_related("team").first()
    return found.team if found else None


def members(teams: Iterable[int], on: date) -> QuerySet[Membership]:
    """Who belongs directly to one of the teams on a day."""
    return Membership.objects.filter(team__in=list(teams), from_day__lte=on, to_day__gt=on)


@once_a_page
def subtree(team: Team, on: date) -> set[int]:
    """The ids of a team and all below it in the tree of a day."""
    children: dict[int, list[int]] = {}
    for child, parent in TeamPlace.objects.filter(from_day__lte=on, to_day__gt=on, parent__isnull=False).values_list(
        "team_id", "parent_id"
    ):
        children.setdefault(parent, []).append(child)
    found, waiting = set(), [team.pk]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += children.get(here, [])
    return found


def tree() -> list[tuple[Team, int]]:
    """Today's teams in the order of the tree, each with its depth; archived ones are left out."""
    depths = dict(TeamClosure.objects.values_list("below").annotate(depth=Max("depth")))
    parents = dict(TeamClosure.objects.filter(depth=1).values_list("below_id", "above_id"))
    teams = {team.pk: team for team in Team.objects.filter(archived=False)}
    below: dict[int | None, list[Team]] = {}
    for team in teams.values():
        parent = parents.get(team.pk)
        below.setdefault(parent if parent in teams else None, []).append(team)
    rows: list[tuple[Team, int]] = []

    def walk(parent: int | None) -> None:
        for team in below.get(parent, []):
            rows.append((team, depths.get(team.pk, 0)))
            walk(team.pk)

    walk(None)
    return rows


def people(*, q: str = "", team: Team | None = None, inactive: bool = False) -> QuerySet[Person]:
    """People by name or login; those switched off only when asked for."""
    rows = Person.objects.prefetch_related("grants").order_by("name", "id")
    if not inactive:
        rows = rows.filter(is_active=True)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(login__icontains=q))
    if team:
        below = TeamClosure.objects.filter(above=team).values("below")
        now = today()
        rows = rows.filter(memberships__team__in=below, memberships__from_day__lte=now, memberships__to_day__gt=now)
    return rows


def person_by(login_or_name: str) -> Person | None:
    """A person by login, else by a name that only one person has."""
    wanted = login_or_name.strip()
    found = Person.objects.filter(login__iexact=wanted).first()
    if found is None:
        named = list(Person.objects.filter(name=wanted)[:2])
        found = named[0] if len(named) == 1 else None
    return found


def audit(*, kind: str = "", object_id: int = 0, person: int = 0, q: str = "") -> QuerySet[AuditEntry]:
    """Audit entries, newest first."""
    rows = AuditEntry.objects.select_related("person").order_by("-id")
    if kind:
        rows = rows.filter(kind=kind)
    if object_id:
        rows = rows.filter(object_id=object_id)
    if person:
        rows = rows.filter(person=person)
    if q:
        rows = rows.filter(Q(label__icontains=q) | Q(action__icontains=q))
    return rows


def audit_kinds() -> list[str]:
    return list(AuditEntry.objects.order_by("kind").values_list("kind", flat=True).distinct())


def home_teams(people: Iterable[int], on: date) -> dict[int, Team]:
    """The home team of each of these people on a day."""
    rows = Membership.objects.filter(person__in=list(people), from_day__lte=on, to_day__gt=on).select_related("team")
    return {row.person_id: row.team for row in rows}


def memberships_of(person: Person) -> QuerySet[Membership]:
    """Where a person belonged, latest first."""
    return Membership.objects.filter(person=person).select_related("team").order_by("-from_day")


def parent_of(team: Team) -> Team | None:
    return Team.objects.filter(closure_below__below=team, closure_below__depth=1).first()


def absent_with_deputy(deputy: Person) -> list[Person]:
    """Those who are absent today and for whom this person stands in."""
    now = today()
    rows = Deputy.objects.filter(deputy=deputy, from_day__lte=now, to_day__gt=now, absent__is_active=True)
    return list({row.absent_id: row.absent for row in rows.select_related("absent")}.values())


def stand_ins(person: Person) -> QuerySet[Deputy]:
    """Who stands in for a person now and later, soonest first."""
    rows = Deputy.objects.filter(absent=person, to_day__gt=today())
    return rows.select_related("deputy").order_by("from_day", "id")


def custom_field_groups(*, archived: bool) -> dict[str, list[CustomField]]:
    """The fields that the company defined, by kind of record and in their order; archived ones last, if asked for."""
    rows = CustomField.objects.order_by("archived", "place", "id")
    found: dict[str, list[CustomField]] = {kind: [] for kind in KINDS}
    for row in rows if archived else rows.filter(archived=False):
        found[row.kind].append(row)
    return found


def saved_views(person: Person, page: str) -> QuerySet[SavedView]:
    """What a person saved for a page, and what others share."""
    rows = SavedView.objects.filter(Q(person=person) | Q(shared=True), page=page)
    return rows.select_related("person").order_by("name", "id")


def team_sizes(on: date) -> dict[int, int]:
    """How many people belong directly to each team on a day."""
    rows = Membership.objects.filter(from_day__lte=on, to_day__gt=on, person__is_active=True)
    return dict(rows.values_list("team").annotate(size=Count("id")))
