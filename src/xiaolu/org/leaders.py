"""Who leads whom today, and who stands in: to whom something is told that a person did not do."""

from collections.abc import Iterable

from xiaolu.org import queries
from xiaolu.org.models import Deputy, Membership, Person, RoleGrant, TeamClosure
from xiaolu.org.roles import all_roles


def managers_of(people: Iterable[int]) -> dict[int, list[Person]]:
    """For each person whoever leads the nearest team above or of them; who has nobody is left out. Four statements."""
    above = teams_above(people)
    leaders = _leaders_in({team for teams in above.values() for team in teams})
    found: dict[int, list[Person]] = {}
    for person, teams in above.items():
        for team in teams:
            if others := [one for one in leaders.get(team, []) if one.pk != person]:
                found[person] = others
                break
    return found


def teams_above(people: Iterable[int]) -> dict[int, list[int]]:
    """For each person the home team and those above it, nearest first; none for who has no team."""
    wanted, now = list(people), queries.today()
    homes = Membership.objects.filter(person__in=wanted, from_day__lte=now, to_day__gt=now)
    team_of = dict(homes.values_list("person", "team"))
    above: dict[int, list[int]] = {}
    rows = TeamClosure.objects.filter(below__in=set(team_of.values())).order_by("depth", "above")
    for below, team in rows.values_list("below", "above"):
        above.setdefault(below, []).append(team)
    return {person: above.get(team_of.get(person, 0), []) for person in wanted}


def directors() -> list[Person]:
    """Who sees and changes everything of the business, directors before administrators; only the first kind there is."""
    for role in ("director", "administrator"):
        grants = RoleGrant.objects.filter(role=role, person__is_active=True).select_related("person").order_by("person")
        if rows := list(grants):
            return [row.person for row in rows]
    return []


def deputies_of(people: Iterable[int]) -> dict[int, list[Deputy]]:
    """For each person that is absent today who stands in, first come first; who is here is left out."""
    now = queries.today()
    rows = Deputy.objects.filter(absent__in=set(people), from_day__lte=now, to_day__gt=now)
    both_here = rows.filter(absent__is_active=True, deputy__is_active=True)
    found: dict[int, list[Deputy]] = {}
    for row in both_here.select_related("absent", "deputy").order_by("from_day", "pk"):
        found.setdefault(row.absent_id, []).append(row)
    return found


def _leaders_in(teams: set[int]) -> dict[int, list[Person]]:
    leading = [code for code, _name, rights, _changed in all_roles() if rights.of("opportunity").see == "subtree"]
    now = queries.today()
    homes = Membership.objects.filter(team__in=teams, from_day__lte=now, to_day__gt=now, person__is_active=True)
    grants = RoleGrant.objects.filter(role__in=leading).values("person")
    found: dict[int, list[Person]] = {}
    for row in homes.filter(person__in=grants).select_related("person").order_by("person__name", "person"):
        found.setdefault(row.team_id, []).append(row.person)
    return found
