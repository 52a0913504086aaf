"""What higher apps do when an opportunity changes hands, ends or reaches something, inside the same transaction.

Filled by wiring.py.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity


class WhenOwned(Protocol):
    def __call__(self, opportunity: Opportunity, before: int | None, *, by: Person | None, fresh: bool) -> None: ...


class WhenEnded(Protocol):
    def __call__(self, opportunity: Opportunity, *, by: Person | None) -> None: ...


class WhenReached(Protocol):
    def __call__(self, opportunity: Opportunity, events: Iterable[str], *, by: Person | None, on: date) -> None: ...


when_owned: list[WhenOwned] = []  # `fresh`: given to somebody to begin with, not among everything of a leaver
when_ended: list[WhenEnded] = []  # won, lost, withdrawn
when_reached: list[WhenReached] = []  # what the method calls an event: a quotation given, delivered, paid


def owned(opportunity: Opportunity, before: int | None, *, by: Person | None, fresh: bool = True) -> None:
    """The owner is another one than before (an id, None for nobody); nothing for the same."""
    if opportunity.owner_id != before:
        for react in when_owned:
            react(opportunity, before, by=by, fresh=fresh)


def moved(opportunity: Opportunity, before: str, *, by: Person | None) -> None:
    """The stage kind is another one than before; what was open has ended, and so has what was won and is lost now."""
    now = opportunity.stage_kind
    if (before == "open" and now != "open") or (before != "lost" and now == "lost"):
        ended(opportunity, by=by)


def ended(opportunity: Opportunity, *, by: Person | None) -> None:
    for react in when_ended:
        react(opportunity, by=by)


def reached(opportunity: Opportunity, events: Iterable[str], *, by: Person | None, on: date) -> None:
    for react in when_reached:
        react(opportunity, events, by=by, on=on)
