"""Finding records by pieces of their names, pinyin, phones and codes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from xiaolu.domain.names import looks_like_phone, phone_key, words
from xiaolu.search.engines import engine
from xiaolu.search.models import SearchEntry
from xiaolu.search.tokens import PRIVATE, kind_token, tokens

LONGEST, MOST_WORDS, CANDIDATES = 100, 8, 10


def matching(kind: str, q: str, *, private: bool = True) -> QuerySet[SearchEntry]:
    """The entries of a kind that hold every word of a search; none for a search without letters or digits.

    Without `private`, what only a phone or an e-mail leads to is not found.
    """
    wanted = _wanted(q)
    if not wanted:
        return SearchEntry.objects.none()
    rows = SearchEntry.objects.all()
    pairs = {token for word in wanted if len(word) > 1 for token in tokens(kind, word)}
    rows = rows.filter(engine().holds(sorted(pairs | {kind_token(kind)})) if pairs else Q(kind=kind))
    for word in wanted:
        rows = rows.filter(text__contains=word)
    return rows if private else _by_open_texts(rows, wanted)


def _by_open_texts(rows: QuerySet[SearchEntry], wanted: Sequence[str]) -> QuerySet[SearchEntry]:
    """Those where every word stands before the mark behind which the private texts lie."""
    rows = rows.annotate(mark=StrIndex("text", Value(PRIVATE)))
    for place, word in enumerate(wanted):
        rows = rows.annotate(**{f"at_{place}": StrIndex("text", Value(word))})
        rows = rows.filter(Q(mark=0) | Q(**{f"at_{place}__lt": F("mark")}))
    return rows


def _wanted(q: str) -> list[str]:
    q = q[:LONGEST]
    return [phone_key(q)] if looks_like_phone(q) else words(q)[:MOST_WORDS]


def matching_ids(kind: str, q: str, limit: int | None = None, *, private: bool = True) -> QuerySet[SearchEntry, int]:
    """The ids of the records, as a subquery: `filter(pk__in=matching_ids("account", q))`."""
    return matching(kind, q, private=private).values_list("object_id", flat=True)[:limit]


def find(
    q: str,
    kinds: Iterable[str],
    limit: int = 20,
    *,
    owners: QuerySet[Model] | None = None,
    among: Mapping[str, QuerySet[Any, Any]] | None = None,
    private: bool = True,
) -> dict[str, list[SearchEntry]]:
    """The best matches of each kind, shortest name first.

    `owners`: only records that one of these people owns. `among`: by kind, the ids that may be found at all.
    `private`: whether phones and e-mails lead to a record.
    """
    found = {}
    for kind in kinds:
        rows = matching(kind, q, private=private)
        if owners is not None:
            rows = rows.filter(owner_id__in=owners.values("pk"))
        if among and kind in among:
            rows = rows.filter(object_id__in=among[kind])
        best = sorted(rows[: limit * CANDIDATES], key=lambda entry: (len(entry.label), entry.label, entry.object_id))
        found[kind] = best[:limit]
    return found
