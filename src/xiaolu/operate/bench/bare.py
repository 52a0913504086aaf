"""The floor: the very statements that some work sends, sent again by the driver alone."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

Statements = list[tuple[str, Any]]


@contextmanager
def noted() -> Iterator[Statements]:
    """Collects what is sent to the database meanwhile."""
    sent: Statements = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent
    sent[:] = [(sql, params) for sql, params in sent if "SAVEPOINT" not in sql]


def statements_of(work: Callable[[], object]) -> Statements:
    """What some writing sends; it is taken back."""
    with transaction.atomic(), noted() as sent:
        work()
        transaction.set_rollback(True)
    return sent


@transaction.atomic
def send_bare(statements: Statements) -> None:
    """Statements through the driver alone, fetching what they answer."""
    cursor = connection.connection.cursor()
    for sql, params in statements:
        if connection.vendor == "sqlite":
            sql = re.sub(r"%\((\w+)\)s", r":\1", sql).replace("%s", "?").replace("%%", "%")
        cursor.execute(sql, params or ())
        if cursor.description:
            cursor.fetchall()
    cursor.close()
