"""Loading opportunities with three stage dates each, against the bare writing of the same final rows; taking it back."""

import csv
import resource
import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection, transaction

from xiaolu.exchange.actions import load, undo_import
from xiaolu.exchange.models import Import
from xiaolu.methods.queries import require
from xiaolu.operate.bench.stopwatch import Measured, once, show
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity

TABLES = ("pipeline_opportunity", "pipeline_change", "pipeline_posting", "pipeline_passage")


def run(rows: int = 100_000) -> None:
    """Makes the file, loads it, writes the same final rows bare, then takes the import back."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "opportunities.csv"
        write_file(path, rows)
        counts: dict[str, Any] = {}
        missing = ["owners", "accounts", "industries", "sources"]
        ours = once(lambda: counts.update(load(path, method=require("spancop"), create_missing=missing).as_json()))
    assert counts["created"] == rows, counts
    floor = bare_again()
    taken_back = once(lambda: undo_import(Import.objects.get(pk=counts["import"]), by=None))
    assert not Opportunity.objects.exists()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    show(
        f"import ({connection.vendor}, {rows:,} rows)",
        [
            Measured(f"{rows:,} rows, {rows / ours * 1000:,.0f} a second", ours, floor, "≤ 5 × COPY"),
            Measured("taking it back", taken_back, ours, "floor: loading it"),
        ],
    )
    print(f"\n{rows:,} opportunities; peak memory {peak:,.0f} MB, the floor's own copy of the rows included")


def write_file(path: Path, rows: int) -> None:
    random, last = Random(7), today()  # noqa: S311
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(
            ["external_id", "客户名称", "负责人", "行业", "来源", "金额", "预估年用量", "阶段", "入P", "入A", "入N"]
        )
        for number in range(rows):
            first = last - timedelta(days=random.randrange(120, 700))
            days = [
                first,
                first + timedelta(days=random.randrange(1, 40)),
                first + timedelta(days=random.randrange(41, 110)),
            ]
            out.writerow([
                f"B{number:07}", f"测试客户{number % max(rows // 5, 1):06}有限公司", f"owner{number % 200:03}", f"行业{number % 12}",
                f"来源{number % 6}", random.randrange(1, 10**6), random.randrange(1, 500), "N", *map(date.isoformat, days),
            ])  # fmt: skip


def bare_again() -> float:
    """The time to write the same rows into the same tables with nothing around: COPY, or executemany on SQLite."""
    total = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")
            columns, rows = [column[0] for column in cursor.description], cursor.fetchall()
            bare = f"bare_{table}"
            if connection.vendor == "postgresql":
                cursor.execute(f"CREATE TABLE {bare} (LIKE {table} INCLUDING INDEXES)")
            else:
                copy_table(cursor, table, bare)
            total += once(partial(write, bare, columns, rows))
            cursor.execute(f"DROP TABLE {bare}")
    return total


def copy_table(cursor, table: str, bare: str) -> None:
    """The same columns and indexes under another name."""
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index') AND sql IS NOT NULL", [table]
    )
    for (sql,) in cursor.fetchall():
        cursor.execute(sql.replace(f'"{table}"', f'"{bare}"').replace('INDEX "', 'INDEX "bare_'))


@transaction.atomic
def write(table: str, columns: list[str], rows: list[tuple]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out:
                for row in rows:
                    out.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)
