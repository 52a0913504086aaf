"""The yearly increase targeted: a person's own entry; a team's own, else the sum of its members'."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from xiaolu.domain.money import trimmed
from xiaolu.insight.models import IncreaseTarget
from xiaolu.insight.queries.scopes import Scope
from xiaolu.org.models import Membership, Person, Team, TeamPlace
from xiaolu.pipeline.queries.frames import By
from xiaolu.pipeline.queries.sums import Key


@dataclass
class House:
    """What was entered for a year, and who belonged where on a day."""

    of_people: dict[int, int] = field(default_factory=dict)
    of_teams: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    below: dict[int | None, list[int]] = field(default_factory=dict)

    def of_members(self, team: int) -> int:
        """The sum of its direct members' own entries."""
        return sum(self.of_people.get(person, 0) for person in self.members.get(team, ()))

    def of_team(self, team: int) -> int:
        """A team's own entry, else the sum of its members' and of the teams below it; 0 for none."""
        if team in self.of_teams:
            return self.of_teams[team]
        return self.of_members(team) + sum(self.of_team(child) for child in self.below.get(team, ()))

    def of_all(self) -> int:
        """The teams at the top, and people who belong to none."""
        placed = {person for people in self.members.values() for person in people}
        alone = sum(volume for person, volume in self.of_people.items() if person not in placed)
        return alone + sum(self.of_team(team) for team in self.below.get(None, ()))

    def inside(self, team: int) -> set[int]:
        """The team and all below it."""
        return {team}.union(*(self.inside(child) for child in self.below.get(team, ())))


def increases(scope: Scope, at: date, by: By) -> dict[Key, int]:
    """The increase targeted for the calendar year of a day, per key of a split; thousandths. Classes have none."""
    if scope.own is not None:
        return {}
    house = _house(at)
    if by == "total":
        return {"total": volume} if (volume := _of_scope(house, scope)) else {}
    if by == "person":
        people = {scope.person.pk} if scope.person else _people_of(house, scope)
        return {person: volume for person, volume in house.of_people.items() if people is None or person in people}
    if by == "team" and not scope.person:
        teams: Iterable[int] = house.inside(scope.team.pk) if scope.team else {*house.members, *house.of_teams}
        return {team: volume for team in teams if (volume := _of_direct_members(house, team))}
    return {}


def _of_scope(house: House, scope: Scope) -> int:
    if scope.person:
        return house.of_people.get(scope.person.pk, 0)
    return house.of_team(scope.team.pk) if scope.team else house.of_all()


def _people_of(house: House, scope: Scope) -> set[int] | None:
    if scope.team is None:
        return None
    return {person for team in house.inside(scope.team.pk) for person in house.members.get(team, ())}


def _of_direct_members(house: House, team: int) -> int:
    """A row of a split by team counts direct members only: so does its target where other teams lie below."""
    return house.of_members(team) if house.below.get(team) else house.of_team(team)


def _house(at: date) -> House:
    house = House()
    for person, team, volume in IncreaseTarget.objects.filter(year=at.year).values_list("person", "team", "volume"):
        (house.of_people if person else house.of_teams)[person or team] = volume
    now = {"from_day__lte": at, "to_day__gt": at}
    for team, person in Membership.objects.filter(**now).values_list("team", "person"):
        house.members.setdefault(team, []).append(person)
    for team, parent in TeamPlace.objects.filter(**now).values_list("team", "parent"):
        house.below.setdefault(parent, []).append(team)
    return house


@dataclass
class Field:
    """One field of the page on which targets are entered, as it was kept and as it was sent."""

    holder: Person | Team
    volume: int = 0
    text: str = ""
    error: str = ""

    @property
    def is_team(self) -> bool:
        return isinstance(self.holder, Team)

    @property
    def name(self) -> str:
        return f"{'team' if self.is_team else 'person'}_{self.holder.pk}"


def fields_of(teams: list[Team], people: list[Person], year: int) -> list[Field]:
    """A field for every team and person, with what was entered for a year."""
    rows = IncreaseTarget.objects.filter(Q(team__in=teams) | Q(person__in=people), year=year)
    kept = {("team", row.team_id) if row.team_id else ("person", row.person_id): row.volume for row in rows}
    fields = []
    holders: list[Person | Team] = [*teams, *people]
    for holder in holders:
        volume = kept.get(("team" if isinstance(holder, Team) else "person", holder.pk), 0)
        fields.append(Field(holder, volume, trimmed(volume, 3).replace(",", "") if volume else ""))
    return fields
