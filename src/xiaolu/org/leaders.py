"""Who leads whom today, and who stands in: to whom something is told that a person did not do."""

from collections.abc import Iterable

from xiaolu.org import queries
from xiaolu.org.models import Deputy, Membership, Person, RoleGrant, TeamClosure
from xiaolu.org.roles import all_roles


def managers_of(people: Iterable[int]) -> dict[int, list[Person]]:
    """For each person whoever leads the nearest team above or of them; who has nobody is left out. Four statements."""
    wanted = list(people)
    now = queries.today()
    homes = Membership.objects.filter(from_day__lte=now, to_day__gt=now)
    team_of = dict(homes.filter(person__in=wanted).values_list("person", "team"))
    above: dict[int, list[tuple[int, int]]] = {}
    for below, team, depth in TeamClosure.objects.filter(below__in=set(team_of.values())).values_list(
        "below", "above", "depth"
    ):
        above.setdefault(below, []).append((depth, team))
    leaders = _leaders_in({team for found in above.values() for _, team in found})
    found: dict[int, list[Person]] = {}
    for person in wanted:
        for _, team in sorted(above.get(team_of.get(person, 0), [])):
            if others := [one for one in leaders.get(team, []) if one.pk != person]:
                found[person] = others
                break
    return found


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
