"""SQLite: an FTS5 table without content holds the tokens; its rowid is the id of the entry.

FTS5 needs the old tokens to forget a row: they are made again from the old text.
"""

import json
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from xiaolu.search.tokens import tokens

CREATE = """
CREATE VIRTUAL TABLE search_bigrams USING fts5(
    tokens, content='', detail=none, columnsize=0,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co Cn'"
)"""
DROP = "DROP TABLE search_bigrams"
THESE = "kind = %s AND object_id IN (SELECT value FROM json_each(%s))"


def add(rows: Iterable[tuple[str, int, int, str, str, str]]) -> None:
    rows = list(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM search_searchentry")
        first = cursor.fetchone()[0] + 1
        cursor.executemany(
            "INSERT INTO search_searchentry (id, kind, object_id, owner_id, label, sub, text)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [(first + at, *row) for at, row in enumerate(rows)],
        )
        cursor.executemany(
            "INSERT INTO search_bigrams (rowid, tokens) VALUES (%s, %s)",
            [(first + at, _tokens(row[0], row[5])) for at, row in enumerate(rows)],
        )


def remove(kind: str, ids: Sequence[int]) -> None:
    these = [kind, json.dumps(list(ids))]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, text FROM search_searchentry WHERE {THESE}", these)
        old = cursor.fetchall()
        if not old:
            return
        cursor.executemany(
            "INSERT INTO search_bigrams (search_bigrams, rowid, tokens) VALUES ('delete', %s, %s)",
            [(entry, _tokens(kind, text)) for entry, text in old],
        )
        cursor.execute(f"DELETE FROM search_searchentry WHERE {THESE}", these)


def rebuild() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kind, text FROM search_searchentry ORDER BY id")
        entries = cursor.fetchall()
        cursor.execute("INSERT INTO search_bigrams (search_bigrams) VALUES ('delete-all')")
        cursor.executemany(
            "INSERT INTO search_bigrams (rowid, tokens) VALUES (%s, %s)",
            [(entry, _tokens(kind, text)) for entry, kind, text in entries],
        )


def holds(wanted: Sequence[str]) -> RawSQL:
    match = " AND ".join(f'"{token}"' for token in wanted)
    found = "id IN (SELECT rowid FROM search_bigrams WHERE search_bigrams MATCH %s)"
    return RawSQL(found, [match], output_field=BooleanField())  # noqa: S611 — the tokens are a parameter


def _tokens(kind: str, text: str) -> str:
    return " ".join(tokens(kind, text))
