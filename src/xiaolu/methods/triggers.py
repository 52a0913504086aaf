"""The database itself refuses to change or remove a published version; drafts stay free."""

from django.db import connections

TABLE = "methods_methodversion"
KEPT = ("method_id", "number", "document", "state", "published_at")
REFUSAL = "a published version is never changed"
NAMES = {
    "sqlite": (f"{TABLE}_no_update", f"{TABLE}_no_delete"),
    "postgresql": (f"{TABLE}_no_update", f"{TABLE}_no_delete", f"{TABLE}_no_truncate"),
}


def guard(using: str = "default", **kwargs: object) -> None:
    """Make every trigger, again after each migration. Works any number of times."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
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
    return [name for name in NAMES[connection.vendor] if name not in found]


def _sqlite() -> list[str]:
    # recursive_triggers (see settings) makes INSERT OR REPLACE run the delete trigger too.
    refuse = f"WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_update BEFORE UPDATE OF {', '.join(KEPT)} ON {TABLE} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_delete BEFORE DELETE ON {TABLE} {refuse}",
    ]


def _postgresql() -> list[str]:
    refuse = "WHEN (OLD.state = 'published') EXECUTE FUNCTION xiaolu_refuse_published()"
    return [
        "CREATE OR REPLACE FUNCTION xiaolu_refuse_published() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {', '.join(KEPT)} ON {TABLE} "
        f"FOR EACH ROW {refuse}",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW {refuse}",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION xiaolu_refuse_published()",
    ]
