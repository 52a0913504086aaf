"""Sums that make reading fast, kept by a job and never by the writers. Late, they make a figure slower, not wrong.

One folder at a time: on PostgreSQL by a lock of the session and one repeatable-read snapshot, on SQLite by the write
lock. A posting and its unfolded copy are committed together, so a snapshot holds both or neither.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from xiaolu.domain.periods import month_of, month_start, next_month
from xiaolu.org.queries import today

FOLDER_LOCK = 7_461_001
CELL = "method, day, stage, close_month, kind, side"
NUMBERS = "SUM(count), SUM(amount), SUM(volume)"
ADD = "count = {0}.count + excluded.count, amount = {0}.amount + excluded.amount, volume = {0}.volume + excluded.volume"


def fold() -> int:
    """Fold what was written since into day sums and openings, and open the months that have begun. Gives the rows taken."""
    outermost = not connection.in_atomic_block
    with _only_folder(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT COUNT(*) FROM pipeline_unfolded")
        taken = int(cursor.fetchone()[0])
        if taken:
            _add_day_sums(cursor, "pipeline_unfolded")
            _add_to_openings(cursor, "owner")
            _add_to_openings(cursor, "-1")
            cursor.execute("DELETE FROM pipeline_unfolded")
        _open_months(cursor)
    return taken


def forget_after(day: int) -> None:
    """Clear the openings that postings of a bulk import dated from `day` on would make wrong; the next fold makes them."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pipeline_opening WHERE month IN "
                       "(SELECT month FROM pipeline_openingmonth WHERE first_day > %s)", [day])  # fmt: skip
        cursor.execute("DELETE FROM pipeline_openingmonth WHERE first_day > %s", [day])


def add_bulk(first_change: int, last_change: int, first_day: int) -> None:
    """Take the postings of a bulk import into the day sums, in the import's own transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDER_LOCK])
        written = (
            f"(SELECT * FROM pipeline_posting WHERE change BETWEEN {first_change} AND {last_change} AND stage <> '')"
        )
        _add_day_sums(cursor, f"{written} AS written")
        forget_after(first_day)


def _add_day_sums(cursor, source: str) -> None:
    cursor.execute(
        f"INSERT INTO pipeline_daysum ({CELL}, count, amount, volume) "
        f"SELECT {CELL}, {NUMBERS} FROM {source} WHERE 1 = 1 GROUP BY {CELL} ORDER BY {CELL} "
        f"ON CONFLICT ({CELL}) DO UPDATE SET {ADD.format('pipeline_daysum')}"
    )


def _add_to_openings(cursor, owner: str) -> None:
    """What was dated before a month began belongs into its opening, and into every later one."""
    cursor.execute(
        "INSERT INTO pipeline_opening (method, month, owner, stage, close_month, count, amount, volume) "
        f"SELECT method, month, who, stage, close_month, {NUMBERS} FROM "
        f"(SELECT method, day, {owner} AS who, stage, close_month, count, amount, volume FROM pipeline_unfolded) AS late "
        "JOIN pipeline_openingmonth ON day < first_day WHERE 1 = 1 GROUP BY method, month, who, stage, close_month "
        "ORDER BY method, month, who, stage, close_month "
        "ON CONFLICT (method, month, owner, stage, close_month) DO UPDATE SET " + ADD.format("pipeline_opening")
    )


def _open_months(cursor) -> None:
    """The missing openings up to this month, each from the one before it and the postings between."""
    cursor.execute("SELECT MIN(day) FROM pipeline_daysum")
    first = cursor.fetchone()[0]
    if first is None:
        return
    cursor.execute("SELECT month, first_day FROM pipeline_openingmonth ORDER BY month")
    ready = dict(cursor.fetchall())
    month, before = month_of(date.fromordinal(first)), None
    while (month := next_month(month)) <= month_of(today()):
        if month not in ready:
            _open_month(cursor, month, before)
        before = month


def _open_month(cursor, month: int, before: int | None) -> None:
    first_day = month_start(month).toordinal()
    since = month_start(before).toordinal() if before else 0
    for owner, source in (("owner", "pipeline_posting"), ("-1", "pipeline_daysum")):
        cursor.execute(
            "INSERT INTO pipeline_opening (method, month, owner, stage, close_month, count, amount, volume) "
            f"SELECT method, {month}, who, stage, close_month, {NUMBERS} FROM ("
            "SELECT method, owner AS who, stage, close_month, count, amount, volume FROM pipeline_opening "
            f"WHERE month = {before or 0} AND {'owner >= 0' if owner == 'owner' else 'owner = -1'} UNION ALL "
            f"SELECT method, {owner}, stage, close_month, count, amount, volume FROM {source} "
            f"WHERE day >= {since} AND day < {first_day} AND stage <> '') AS parts "
            "GROUP BY method, who, stage, close_month HAVING SUM(count) <> 0 OR SUM(amount) <> 0 OR SUM(volume) <> 0"
        )
    cursor.execute("INSERT INTO pipeline_openingmonth (month, first_day) VALUES (%s, %s)", [month, first_day])


@contextmanager
def _only_folder() -> Iterator[None]:
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [FOLDER_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [FOLDER_LOCK])
