"""What higher apps say of the letters that they put into the outbox, by what these are about; see wiring.py."""

from collections.abc import Callable, Sequence
from datetime import datetime

from xiaolu.outbox.models import Letter

# Of these letters, the keys of those that are still to go; the others are taken back.
STILL: dict[str, Callable[[Sequence[Letter]], set[int]]] = {}
# What is done, in the same transaction, once letters have gone or could not be delivered.
SETTLED: dict[str, Callable[[Sequence[Letter], datetime], object]] = {}
