"""The whole system in one file, while it runs: every table as lines of JSON, and the stored files.

A backup of one database restores into the other: that is the way from SQLite to PostgreSQL.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from xiaolu import __version__
from xiaolu.methods import triggers as method_triggers
from xiaolu.org.models import DayField
from xiaolu.pipeline import triggers
from xiaolu.pipeline.bulk import copy_rows
from xiaolu.search import actions as search

BATCH = 2_000
MANIFEST = "manifest.json"
Counts = dict[str, int]


def tables() -> list[type[models.Model]]:
    """Everything that Xiaolu keeps; sessions are not part of a backup."""
    ours = [app.label for app in apps.get_app_configs() if app.name.startswith("xiaolu.")]
    every = [model for label in ours for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return [model for model in every if model._meta.managed]


def migrations() -> list[str]:
    """The migrations that the database has, of Xiaolu's own apps."""
    labels = {model._meta.app_label for model in tables()}
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations() if app in labels)


def backup(path: Path) -> Counts:
    """Write everything into a zip file, as it stood at one moment. Gives how many rows each table has."""
    part = path.with_name(path.name + ".part")
    with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        with snapshot():
            counts = {model._meta.db_table: _write(archive, model) for model in tables()}
            said = {"xiaolu": __version__, "at": timezone.now().isoformat(), "migrations": migrations(), "rows": counts}
        archive.writestr(MANIFEST, json.dumps(said, indent=1))
        for file in stored_files():
            archive.write(file, f"files/{file.relative_to(settings.FILES_FOLDER)}")
    part.replace(path)
    return counts


class snapshot:
    """A transaction that sees one moment; others go on writing. It writes nothing, so that it never waits on SQLite."""

    def __enter__(self) -> None:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            else:
                cursor.execute("BEGIN DEFERRED")

    def __exit__(self, *error: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def stored_files() -> Iterator[Path]:
    folder = Path(settings.FILES_FOLDER)
    return (file for file in sorted(folder.rglob("*")) if file.is_file()) if folder.exists() else iter(())


def _write(archive: ZipFile, model: type[models.Model]) -> int:
    names = [field.attname for field in model._meta.concrete_fields]
    count = 0
    with archive.open(f"tables/{model._meta.db_table}.jsonl", "w", force_zip64=True) as out:
        out.write(json.dumps(names).encode() + b"\n")
        rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH)
        for row in rows:
            count += 1
            out.write(json.dumps(row, default=_plain, ensure_ascii=False).encode() + b"\n")
    return count


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def restore(path: Path) -> Counts:
    """Fill a new database from a backup; all or nothing. Gives how many rows each table has.

    Raises ValueError: no backup, one of another version, or a database that is in use.
    """
    try:
        with ZipFile(path) as archive:
            return _restore(archive)
    except (BadZipFile, KeyError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name} is not a backup of Xiaolu: {error}") from error


def _restore(archive: ZipFile) -> Counts:
    said = json.loads(archive.read(MANIFEST))
    require_new_database()
    call_command("migrate", interactive=False, verbosity=0)
    if said["migrations"] != migrations():
        raise ValueError(f"the backup is of Xiaolu {said['xiaolu']}, another version: restore it there, then upgrade")
    with transaction.atomic():
        counts = {model._meta.db_table: _read(archive, model) for model in tables()}
        if counts != said["rows"]:
            raise ValueError("the backup is not whole: " + ", ".join(_differing(counts, said["rows"])))
        _continue_numbers()
        search.rebuild()
    triggers.guard()
    method_triggers.guard()
    for name in archive.namelist():
        if name.startswith("files/") and ".." not in Path(name).parts:
            _keep(archive, name)
    return counts


def require_new_database() -> None:
    """A database that Xiaolu never used; the embedded one is made new while nobody has signed in to it."""
    there = set(connection.introspection.table_names())
    if "org_person" not in there:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT COUNT(*) FROM org_person), (SELECT COUNT(*) FROM methods_methodversion)")
        people, versions = cursor.fetchone()
    if people or (versions and connection.vendor != "sqlite"):
        raise ValueError("this database is in use; restore into a new one")
    connection.close()
    if connection.vendor != "sqlite":
        return
    for end in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['NAME']}{end}").unlink(missing_ok=True)


def _read(archive: ZipFile, model: type[models.Model]) -> int:
    count = 0
    with archive.open(f"tables/{model._meta.db_table}.jsonl") as file:
        names = json.loads(file.readline())
        known = {field.attname: field for field in model._meta.concrete_fields}
        fields = [known[name] for name in names]
        for batch in _batches(file):
            rows = [
                [_column(field, value) for field, value in zip(fields, json.loads(line), strict=True)] for line in batch
            ]
            copy_rows(model._meta.db_table, [str(field.column) for field in fields], rows)
            count += len(rows)
    return count


def _batches(file: IO[bytes]) -> Iterator[list[bytes]]:
    while batch := list(islice(file, BATCH)):
        yield batch


def _column(field: Any, value: object) -> Any:
    """A value as the column of this database holds it."""
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, DayField) or value is None:
        return value if value is None else target.to_python(value).toordinal()
    return target.get_db_prep_value(target.to_python(value), connection, prepared=False)


def _continue_numbers() -> None:
    """On PostgreSQL new rows are numbered on after the restored ones; SQLite does it by itself."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _differing(found: Counts, wanted: Counts) -> list[str]:
    return [
        f"{name} has {found.get(name)} of {wanted[name]} rows" for name in wanted if found.get(name) != wanted[name]
    ]


def _keep(archive: ZipFile, name: str) -> None:
    target = Path(settings.FILES_FOLDER) / Path(name).relative_to("files")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    with archive.open(name) as file, part.open("wb") as out:
        while chunk := file.read(1 << 20):
            out.write(chunk)
    part.replace(target)
