"""Whether two records are one and the same customer: `prepare`, `keys`, `compare`."""

from xiaolu.domain.duplicates.blocks import MOST, keys, pairs, telling
from xiaolu.domain.duplicates.compare import LIKELY, SHOWN, Card, Prepared, Reason, Verdict, compare, prepare

__all__ = [
    "LIKELY",
    "MOST",
    "SHOWN",
    "Card",
    "Prepared",
    "Reason",
    "Verdict",
    "compare",
    "keys",
    "pairs",
    "prepare",
    "telling",
]
