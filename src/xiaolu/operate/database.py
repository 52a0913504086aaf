"""Before any command: the embedded database is made or migrated, and what ships with Xiaolu is in it."""

import sqlite3
import sys
import tomllib
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from xiaolu.methods import triggers as method_triggers
from xiaolu.methods.actions import install_builtin
from xiaolu.pipeline import triggers

COPIES_KEPT = 3
BUILTIN = ("spancop", "nine-step", "showroom", "sales-platform", "field-sales")


def ready(command: str) -> None:
    """Migrate the embedded database when it needs it. Raises ImproperlyConfigured for PostgreSQL with migrations pending."""
    if command == "migrate":
        return
    pending = pending_migrations()
    if not pending:
        if missing := triggers.missing() + method_triggers.missing():
            raise ImproperlyConfigured(
                f"the ledger is not guarded, triggers are missing: {', '.join(missing)}; run: xiaolu migrate"
            )
        return
    if connection.vendor == "sqlite":
        migrate()
    else:
        raise ImproperlyConfigured("the database is not of this version; run: xiaolu migrate")


def pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate() -> None:
    """Migrate (a copy of an embedded database is laid beside first), make the triggers, publish the built-in methods."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite" and connection.introspection.table_names():
        _copy_aside(Path(str(settings.DATABASES["default"]["NAME"])))
    call_command("migrate", interactive=False, verbosity=0)
    triggers.guard()
    method_triggers.guard()
    if missing := triggers.missing() + method_triggers.missing():
        raise ImproperlyConfigured(f"triggers could not be made: {', '.join(missing)}")
    install_builtin(builtin_documents())


def builtin_documents() -> list[dict[str, object]]:
    """The five methods that ship with Xiaolu, as their files say."""
    folder = settings.PACKAGE / "methods_builtin"
    return [tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in BUILTIN]


def _copy_aside(database: Path) -> None:
    if not database.exists():
        return
    kept = sorted(database.parent.glob(f"{database.stem}.before-*.sqlite3"))
    number = int(kept[-1].stem.rsplit("-", 1)[1]) + 1 if kept else 1
    with (
        closing(sqlite3.connect(database)) as source,
        closing(sqlite3.connect(database.with_name(f"{database.stem}.before-{number:04}.sqlite3"))) as copy,
    ):
        source.backup(copy)  # unlike a plain copy it takes what still lies in the write-ahead log
    for old in kept[: max(0, len(kept) + 1 - COPIES_KEPT)]:
        old.unlink()
    print(f"xiaolu: a copy of the database was laid beside it ({number:04})", file=sys.stderr)
