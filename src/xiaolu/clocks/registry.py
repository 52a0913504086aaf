"""What higher apps tell clocks about their records, in wiring.py: who sees them, where they stand, how they are given back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from xiaolu.clocks.models import Outbox
from xiaolu.org.models import Person


@dataclass(frozen=True)
class RecordKind:
    """One kind of record on which clocks run, or of which people are told."""

    visible: Callable[[Person], "QuerySet"]  # rows that a person sees
    url_name: str  # its page, which takes the id
    there: Callable[[list[int]], set[int]] = lambda ids: (
        set()
    )  # of these ids those on which something is still to be done


KINDS: dict[str, RecordKind] = {}
# What a step does to the record beside telling people: (`to` of the step, kind of record) → function(id); may raise
# RuleBroken. LOCKS holds a record of that kind until the transaction ends.
EFFECTS: dict[tuple[str, str], Callable[[int], object]] = {}
LOCKS: dict[str, Callable[[int], object]] = {}
# Ways out of the system, tried in turn: each gives its name when it took the message, '' when it is not its own.
SENDERS: list[Callable[[Outbox], str]] = []
