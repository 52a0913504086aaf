"""Which robot speaks to whom, and how the outbox stands."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Q, QuerySet

from xiaolu.org.leaders import teams_above
from xiaolu.org.models import Person
from xiaolu.outbox.models import Letter, Robot


def robots_of(people: Collection[int]) -> dict[int, Robot]:
    """Through which robot each of these people is told: one's own, else that of the nearest team above, else the company's."""
    robots = list(Robot.objects.filter(archived=False, serves="people").order_by("-pk"))
    if not robots:
        return {}
    own = {one.person_id: one for one in robots if one.person_id}
    of_team = {one.team_id: one for one in robots if one.team_id}
    company = next((one for one in robots if not one.team_id and not one.person_id), None)
    found: dict[int, Robot] = {}
    for person, teams in teams_above(people).items():
        robot = own.get(person) or next((of_team[team] for team in teams if team in of_team), company)
        if robot:
            found[person] = robot
    return found


def robot_of(person: Person) -> Robot | None:
    """Through which robot one person is told."""
    return robots_of([person.pk]).get(person.pk)


def robots_for_customers(teams: Iterable[int] | None) -> QuerySet[Robot]:
    """Robots of chats with customers: the whole company's, and those of these teams (None: of all)."""
    rows = Robot.objects.filter(archived=False, serves="customers")
    return rows if teams is None else rows.filter(Q(team__isnull=True) | Q(team__in=list(teams)))


def counts(letters: QuerySet[Letter]) -> dict[str, int]:
    """How many letters there are of each state."""
    return dict(letters.order_by().values_list("state").annotate(n=Count("pk")))


def states_of(about: str, ids: Iterable[int]) -> dict[int, Letter]:
    """The latest letter about each of these records."""
    rows = Letter.objects.filter(about=about, object_id__in=list(ids)).order_by("pk")
    return {one.object_id: one for one in rows}
