"""What an import made and changed, kept while it writes: from this it can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from xiaolu.exchange.kinds import VERSION_NOW, VERSIONED
from xiaolu.exchange.models import Import, Trace
from xiaolu.org.models import AuditEntry
from xiaolu.pipeline.bulk import copy_rows

MADE = ("load_id", "kind", "object_id", "made", "former", "version", "version_before")
IDS = """
UPDATE exchange_stagedrow SET object_id = made.id FROM unnest(%s::bigint[], %s::bigint[]) AS made(line, id)
WHERE load_id = %s AND "row" = made.line
"""
VERSIONS = """
UPDATE exchange_trace SET version = {now}
WHERE load_id = %s AND kind = %s AND NOT (made AND kind = 'opportunity')
"""


def note_rows(load: Import, rows: Sequence[int], ids: Sequence[int]) -> None:
    """Which row of the file made which record."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(IDS, [list(rows), list(ids), load.pk])
        else:
            found = [(id_, load.pk, row) for id_, row in zip(ids, rows, strict=True)]
            cursor.executemany('UPDATE exchange_stagedrow SET object_id = %s WHERE load_id = %s AND "row" = %s', found)


def note_made(load: Import, kind: str, ids: Iterable[int]) -> None:
    """These records are the import's own."""
    version = int(kind in VERSIONED)
    copy_rows("exchange_trace", MADE, ((load.pk, kind, id_, True, "{}", version, 0) for id_ in ids))


def note_changed(load: Import, record: Model, values: Mapping[str, Any]) -> None:
    """The values that a record has before the import changes it; the first ones count, and none of what it made."""
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    kind = record._meta.model_name or ""
    noted = Trace.objects.filter(load=load, kind=kind, object_id=record.pk)
    if before := noted.values_list("made", "former").first():  # another row of the file changed or made it
        made, former = before
        if not made and kept.keys() - former.keys():
            noted.update(former=kept | former)
        return
    Trace.objects.create(
        load=load, kind=kind, object_id=record.pk, made=False, former=kept,
        version_before=getattr(record, "version", 0) or _latest_entry(record),
    )  # fmt: skip


def _latest_entry(record: Model) -> int:
    """What stands for the version of a person or team: the number of the latest entry about it."""
    entries = AuditEntry.objects.filter(kind=record._meta.model_name, object_id=record.pk).order_by("-id")
    return entries.values_list("pk", flat=True).first() or 0


def note_versions(load: Import) -> None:
    """The import is about to be done: what it touched has these versions now; whatever comes later shows by another."""
    with connection.cursor() as cursor:
        for kind, now in VERSION_NOW.items():
            cursor.execute(VERSIONS.format(now=now), [load.pk, kind])
