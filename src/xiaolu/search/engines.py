"""Which index answers: SQLite's FTS5 or PostgreSQL's GIN. Nothing else knows which one it is."""

from collections.abc import Iterable, Sequence
from typing import Protocol, cast

from django.db import connection
from django.db.models.expressions import RawSQL

from xiaolu.search import postgresql, sqlite

Columns = tuple[str, int, int, str, str, str]  # kind, object_id, owner_id, label, sub, text


class Engine(Protocol):
    """What a database does for the search."""

    def add(self, rows: Iterable[Columns]) -> None:
        """Write entries that are not there yet, with their tokens."""

    def remove(self, kind: str, ids: Sequence[int]) -> None:
        """Take the entries of these records away, with their tokens."""

    def rebuild(self) -> None:
        """Make all tokens anew from the texts."""

    def holds(self, wanted: Sequence[str]) -> RawSQL:
        """The condition that an entry has all of these tokens."""


def engine() -> Engine:
    return cast(Engine, postgresql if connection.vendor == "postgresql" else sqlite)
