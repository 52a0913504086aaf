"""How people chose to be told."""

from collections.abc import Iterable

from xiaolu.clocks.models import NoticeChoice, NoticeHours
from xiaolu.clocks.words import NOTICE_KINDS, USUAL
from xiaolu.org.models import Person

Ways = tuple[str, str]  # by e-mail and by robot: no, now or digest


def choices_of(people: Iterable[int]) -> dict[tuple[int, str], Ways]:
    """By which ways each of these people is told things of each kind; as usual where nothing was chosen."""
    wanted = list(people)
    found: dict[tuple[int, str], Ways] = {(pk, kind): USUAL[kind] for pk in wanted for kind in NOTICE_KINDS}
    for row in NoticeChoice.objects.filter(person__in=wanted):
        found[row.person_id, row.kind] = (row.email, row.robot)
    return found


def ways_of(person: Person) -> dict[str, Ways]:
    """By which ways one person is told, by kind."""
    return {kind: ways for (_, kind), ways in choices_of([person.pk]).items()}


def hours_of(person: Person) -> NoticeHours:
    """When a person is left in peace; the defaults, not kept, where nothing was chosen."""
    return NoticeHours.objects.filter(person=person).first() or NoticeHours(person=person)
