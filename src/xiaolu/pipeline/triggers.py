"""The database itself refuses to change what is written: the ledger, and published versions of methods."""

from django.db import connections

APPEND_ONLY = ("pipeline_change", "pipeline_posting")
REFUSAL = "the ledger is never changed"


def guard(using: str = "default", **kwargs: object) -> None:
    """Make every trigger, again after each migration. Works any number of times."""
    connection = connections[using]
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for statement in [part for table in APPEND_ONLY if table in present for part in make(table)]:
            cursor.execute(statement)


def missing(using: str = "default") -> list[str]:
    """The names of triggers that should be there and are not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        found = {row[0] for row in cursor.fetchall()}
    kinds = ("update", "delete") if connection.vendor == "sqlite" else ("change", "truncate")
    return [name for table in APPEND_ONLY for kind in kinds if (name := f"{table}_no_{kind}") not in found]


def _sqlite(table: str) -> list[str]:
    # recursive_triggers (see settings) makes INSERT OR REPLACE run the delete trigger too.
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{kind} BEFORE {kind.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for kind in ("update", "delete")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION xiaolu_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION xiaolu_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION xiaolu_refuse()",
    ]
