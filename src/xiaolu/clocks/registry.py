"""What higher apps tell clocks about their records, in wiring.py: who sees them, where they stand, how they are given back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from xiaolu.org.models import Person


@dataclass(frozen=True)
class RecordKind:
    """One kind of record on which clocks run, or of which people are told."""

    visible: Callable[[Person], "QuerySet"]  # rows that a person sees
    url_name: str  # its page, which takes the id
    there: Callable[[list[int]], set[int]] | None = None  # of these ids those that are there; None: no clocks run on it


KINDS: dict[str, RecordKind] = {}
# What a step does to the record beside telling people: (`to` of the step, kind of record) → function(id); may raise
# RuleBroken. LOCKS holds a record of that kind until the transaction ends.
EFFECTS: dict[tuple[str, str], Callable[[int], object]] = {}
LOCKS: dict[str, Callable[[int], object]] = {}


def records_there(kind: str, ids: list[int]) -> set[int]:
    """Of these ids the records that are there, on which clocks may run."""
    there = KINDS[kind].there if kind in KINDS else None
    return there(ids) if there else set()
