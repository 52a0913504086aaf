"""Whose figures are read: one person's, a team's with all below it, or everybody's."""

from dataclasses import dataclass
from functools import cached_property

from xiaolu.org.models import Person, Team
from xiaolu.pipeline.queries.frames import Span, of_person, of_team


@dataclass(frozen=True)
class Scope:
    """At most one of both is named; none: everybody, and what nobody owns. `own`: all that the reader sees."""

    person: Person | None = None
    team: Team | None = None
    own: tuple[Span, ...] | None = None
    label: str = ""

    @cached_property
    def spans(self) -> tuple[Span, ...] | None:
        """The owners that count, and from when until when."""
        if self.person:
            return of_person(self.person)
        if self.own is not None:
            return self.own
        return of_team(self.team) if self.team else None

    @property
    def code(self) -> str:
        """How an address names it: `all`, `team:east`, `person:7`, `seen`."""
        if self.person:
            return f"person:{self.person.pk}"
        if self.own is not None:
            return "seen"
        return f"team:{self.team.code}" if self.team else "all"

    @property
    def name(self) -> str:
        """The person's or team's name; '' for everybody."""
        return str(self.person or self.team or self.label)

    @property
    def address(self) -> str:
        """The same for the pipeline's pages, where everybody is written as nothing."""
        return "" if self.code == "all" else self.code
