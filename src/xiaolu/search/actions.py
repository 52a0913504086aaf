"""Putting records into the index and taking them out, in the transaction of the action that changed them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from xiaolu.domain.names import folded
from xiaolu.search.engines import engine
from xiaolu.search.tokens import PRIVATE

AT_ONCE = 5000


@dataclass(frozen=True)
class Row:
    """One record: what it is called in the results, and every text that leads to it.

    `private` texts (phones, e-mails) lead only those to it whose roles do not hide them.
    """

    kind: str
    object_id: int
    label: str
    texts: Sequence[str]
    owner_id: int = 0
    sub: str = ""
    private: Sequence[str] = ()


def index(kind: str, object_id: int, *, label: str, texts: Sequence[str], owner_id: int = 0, sub: str = "") -> None:
    """Make one record findable, or findable anew after it changed."""
    index_many([Row(kind, object_id, label, texts, owner_id, sub)])


@transaction.atomic
def index_many(rows: Iterable[Row], *, fresh: bool = False) -> None:
    """Make many records findable. `fresh`: none of them is in the index yet, which saves looking."""
    waiting = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        last = {(row.kind, row.object_id): row for row in batch}
        if not fresh:
            for kind in {kind for kind, _ in last}:
                engine().remove(kind, [number for other, number in last if other == kind])
        engine().add(
            (row.kind, row.object_id, row.owner_id, row.label[:200], row.sub[:200], search_text(row.texts, row.private))
            for row in last.values()
        )


@transaction.atomic
def forget(kind: str, ids: Iterable[int]) -> None:
    """Take records out of the index."""
    waiting = iter(ids)
    while batch := list(islice(waiting, AT_ONCE)):
        engine().remove(kind, batch)


@transaction.atomic
def rebuild() -> None:
    """Make the index anew from the entries: after a restore, or when the tokens are cut another way."""
    engine().rebuild()


def search_text(texts: Iterable[str], private: Iterable[str] = ()) -> str:
    """Each text once, in search form, with a space between; private ones behind a mark."""
    open_to_all = " ".join(dict.fromkeys(filter(None, map(folded, texts))))
    behind = " ".join(dict.fromkeys(filter(None, map(folded, private))))
    return f"{open_to_all}{PRIVATE}{behind}" if behind else open_to_all
