"""What somebody who leaves hands over, in one action. Apps above say what their people own, in wiring.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction
from django.utils.functional import Promise

from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.actions.house import switch_off_person
from xiaolu.org.models import Person


class HandsOver(Protocol):
    def __call__(self, person: Person, *, to: Person, by: Person | None) -> int: ...


@dataclass(frozen=True)
class Belongings:
    """Records of one kind: how they are called, how many a person has, and how all of them get another owner."""

    name: str | Promise
    count: Callable[[Person], int]
    hand_over: HandsOver


BELONGINGS: list[Belongings] = []


@transaction.atomic
def hand_over(person: Person, *, to: Person, by: Person | None, leaves: bool = False) -> dict[str, int]:
    """Give everything that a person looks after to another; `leaves` switches the person off as well.

    Raises RuleBroken: same_person, successor_is_off.
    """
    if to.pk == person.pk:
        raise RuleBroken("same_person")
    if not to.is_active:
        raise RuleBroken("successor_is_off")
    moved = {str(kind.name): kind.hand_over(person, to=to, by=by) for kind in BELONGINGS}
    changes = {name: (None, many) for name, many in moved.items()}
    audit.record(person, "hand_over", by=by, changes={"to": (person, to), **changes})
    if leaves:
        switch_off_person(person, by=by)
    return moved
