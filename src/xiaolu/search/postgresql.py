"""PostgreSQL: a column `bigrams` beside the entry holds the tokens, under a GIN index."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from xiaolu.search.tokens import tokens

CREATE = (
    "ALTER TABLE search_searchentry ADD COLUMN bigrams text[] NOT NULL DEFAULT '{}'",
    "CREATE INDEX search_bigrams ON search_searchentry USING gin (bigrams)",
)
DROP = ("DROP INDEX search_bigrams", "ALTER TABLE search_searchentry DROP COLUMN bigrams")
COPY = "COPY search_searchentry (kind, object_id, owner_id, label, sub, text, bigrams) FROM STDIN"


def add(rows: Iterable[tuple[str, int, int, str, str, str]]) -> None:
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row((*row, tokens(row[0], row[5])))


def remove(kind: str, ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_searchentry WHERE kind = %s AND object_id = ANY(%s)", [kind, list(ids)])


def rebuild() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, text FROM search_searchentry")
        made = [(tokens(kind, text), entry) for entry, kind, text in cursor.fetchall()]
        cursor.executemany("UPDATE search_searchentry SET bigrams = %s WHERE id = %s", made)


def holds(wanted: Sequence[str]) -> RawSQL:
    return RawSQL("bigrams @> %s::text[]", [list(wanted)], output_field=BooleanField())
