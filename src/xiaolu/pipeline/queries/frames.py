"""Whose opportunities a figure counts, and by what it is split."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from xiaolu.methods.models import Method
from xiaolu.org.models import FOREVER, Membership, Person, Team, TeamPlace
from xiaolu.org.once import once_a_page
from xiaolu.org.queries import subtree

By = Literal["total", "person", "team", "industry", "source", "product", "growth"]
CLASSES = ("industry", "source", "product", "growth")
ALWAYS = FOREVER.toordinal()


@dataclass(frozen=True)
class Span:
    """One owner (0: nobody) whose rows count from one day until before another, under a key (team or person; else 0)."""

    person: int
    start: int
    end: int
    key: int = 0


@dataclass(frozen=True)
class Frame:
    """What a figure is about. `spans` None counts everybody; a team counts those who were members on each day."""

    method: Method
    by: By = "total"
    spans: tuple[Span, ...] | None = None
    closing: tuple[int, int] | None = None  # close months, both included
    entered_since: date | None = None

    def split(self, by: By) -> "Frame":
        """The same rows, split in another way."""
        return replace(self, by=by)


def of_person(person: Person) -> tuple[Span, ...]:
    return (Span(person.pk, 0, ALWAYS),)


@once_a_page
def of_team(team: Team) -> tuple[Span, ...]:
    """The members of a team and all below it, day by day, with the tree of the day."""
    edges = {0, ALWAYS}
    for place in TeamPlace.objects.only("from_day", "to_day"):
        edges |= {place.from_day.toordinal(), place.to_day.toordinal()}
    days = sorted(edges)
    spans: list[Span] = []
    memberships = _memberships()
    for start, end in itertools.pairwise(days):
        teams = subtree(team, date.fromordinal(max(start, 1)))
        spans += [
            Span(person, max(start, first), min(end, last))
            for person, first, last, member_of in memberships
            if member_of in teams and first < end and last > start
        ]
    return joined(spans)


def keyed(spans: tuple[Span, ...] | None, by: By) -> tuple[Span, ...] | None:
    """The spans with the key that a split by person or team asks for."""
    if by == "person" and spans is not None:
        return tuple(replace(span, key=span.person) for span in spans)
    if by != "team":
        return spans
    found: list[Span] = []
    homes: dict[int, list[tuple[int, int, int]]] = {}
    for person, first, last, team in _memberships():
        homes.setdefault(person, []).append((first, last, team))
    scope = spans if spans is not None else [Span(person, 0, ALWAYS) for person in [0, *_people()]]
    for span in scope:
        found += _by_team(span, sorted(homes.get(span.person, [])))
    return joined(found)


def _by_team(span: Span, homes: list[tuple[int, int, int]]) -> Iterable[Span]:
    """A span cut where its person changed team; days without a team have key 0."""
    day = span.start
    for first, last, team in homes:
        if last <= day or first >= span.end:
            continue
        if first > day:
            yield replace(span, start=day, end=first, key=0)
        yield replace(span, start=max(day, first), end=min(last, span.end), key=team)
        day = min(last, span.end)
    if day < span.end:
        yield replace(span, start=day, end=span.end, key=0)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbouring spans of one person under one key as one."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.person, one.key, one.start)):
        last = result[-1] if result else None
        if last and (last.person, last.key) == (span.person, span.key) and span.start <= last.end:
            result[-1] = replace(last, end=max(last.end, span.end))
        else:
            result.append(span)
    return tuple(result)


@once_a_page
def _memberships() -> list[tuple[int, int, int, int]]:
    rows: Iterable[Any] = Membership.objects.values_list("person_id", "from_day", "to_day", "team_id")
    return [(person, first.toordinal(), last.toordinal(), team) for person, first, last, team in rows]


def _people() -> list[int]:
    return list(Person.objects.order_by("pk").values_list("pk", flat=True))
