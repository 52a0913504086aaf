"""Writing many opportunities with their whole history at once: set-based, in the caller's one transaction."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from xiaolu.domain.ledger import FACTS, Line, Statement, project
from xiaolu.domain.periods import month_of
from xiaolu.methods.models import Method
from xiaolu.methods.queries import newest
from xiaolu.org.actions import fix_currency
from xiaolu.org.models import Person
from xiaolu.pipeline import caches
from xiaolu.pipeline.ledger import CHANGE, PASSAGE, POSTING, course_of, new_ids
from xiaolu.pipeline.models import Opportunity

BATCH = 2_000
DEFAULTS: dict[str, object] = {
    "name": "", "account_id": None, "contact_id": None, "expected_close": None, "next_action": "", "next_date": None,
    "lost_reason": "", "competitor": "", "current_supplier": "", "note": "",
}  # fmt: skip
OPPORTUNITY = (
    "id", "method_id", "version_of_method_id", "stage", "stage_kind", "stage_since", "owner_id", "amount", "volume",
    "industry_id", "source_id", "product_id", "growth", "created_on", "withdrawn", "version", "created_at", *DEFAULTS,
)  # fmt: skip


@dataclass(frozen=True)
class NewOpportunity:
    """One row: what is not counted (`fields`), what is (`facts`, as domain.ledger.State), the stages entered in order,
    and other facts that changed `later`, each on its day. `overrides`: the place of an entry that passed a closed gate
    → the code of its reason."""

    fields: Mapping[str, object]
    facts: Mapping[str, object]
    entries: Sequence[tuple[date, str]]
    later: Sequence[tuple[date, Mapping[str, object]]] = ()
    overrides: Mapping[int, str] = field(default_factory=dict)


@dataclass
class Written:
    """What a bulk write made: the ids in the order of the rows, and where its changes and days lie."""

    ids: list[int] = field(default_factory=list)
    first_change: int = 0
    last_change: int = 0
    first_day: int = 0


def insert(rows: Iterable[NewOpportunity], *, method: Method, by: Person | None, import_id: int) -> Written:
    """Write opportunities, changes, postings and passages; the caches follow in the same transaction.

    An open opportunity must bring its next_date. Known on = the day itself: it is imported history.
    Memory stays flat: rows are taken in batches.
    """
    fix_currency()
    version, course, written = newest(method), course_of(method.pk), Written()
    rows, now = iter(rows), timezone.now()
    actor = by.pk if by else 0
    while batch := list(islice(rows, BATCH)):
        first_id, change = _free_ids(len(batch)), new_ids(sum(len(row.entries) + len(row.later) for row in batch))
        written.first_change = written.first_change or change
        opportunities: list[tuple[Any, ...]] = []
        changes: list[tuple[Any, ...]] = []
        postings: list[tuple[Any, ...]] = []
        passages: list[tuple[Any, ...]] = []
        for id_, row in enumerate(batch, first_id):
            statements = list(_statements(row, change))
            change += len(statements)
            projection = project(statements, course)
            day = statements[0].day
            written.first_day = min(written.first_day or day, day)
            state = projection.state
            opportunities.append((
                id_, method.pk, version.pk, state.stage, course.kinds[state.stage], projection.since, state.owner or None,
                state.amount, state.volume, state.industry or None, state.source or None, state.product or None,
                state.growth, day, False, 1, now, *_stored({**DEFAULTS, **row.fields}),
            ))  # fmt: skip
            for place, one in enumerate(statements):
                changes.append((one.id, id_, one.day, one.day, now, actor, "", import_id,
                                json.dumps(dict(one.sets), ensure_ascii=False), 0, row.overrides.get(place, "")))  # fmt: skip
            postings += _numbered(id_, method.pk, projection.lines)
            passages += [(id_, method.pk, *passage) for passage in projection.passages]
            written.ids.append(id_)
        written.last_change = change - 1
        _copy("pipeline_opportunity", OPPORTUNITY, opportunities)
        _copy("pipeline_change", (*CHANGE, "override"), changes)
        _copy("pipeline_posting", POSTING, postings)
        _copy("pipeline_passage", PASSAGE, passages)
    if written.ids:
        caches.add_bulk(written.first_change, written.last_change, written.first_day)
    return written


def _statements(row: NewOpportunity, first_change: int) -> Iterator[Statement]:
    """The first entry brings all facts, each later one the stage."""
    for place, (day, stage) in enumerate(row.entries):
        sets: dict[str, object] = {"stage": stage}
        if place == 0:
            sets |= {name: row.facts[name] for name in FACTS if row.facts.get(name)}
            if "close_month" not in row.facts and row.fields.get("expected_close"):
                sets["close_month"] = month_of(row.fields["expected_close"])  # type: ignore[arg-type]
        yield Statement(first_change + place, day.toordinal(), sets)
    for place, (day, facts) in enumerate(row.later, len(row.entries)):
        yield Statement(first_change + place, day.toordinal(), facts)


def _stored(fields: dict[str, object]) -> Iterator[object]:
    """Values as the columns hold them: next_date is a day number, expected_close a date."""
    for name, value in fields.items():
        if isinstance(value, date):
            yield value.toordinal() if name == "next_date" else value.isoformat()
        else:
            yield value


def _numbered(opportunity: int, method: int, lines: Iterable[Line]) -> Iterator[tuple[Any, ...]]:
    """Postings with their line number within each change."""
    change, number = 0, 0
    for line in lines:
        change, number = line.origin, number + 1 if line.origin == change else 0
        yield (opportunity, change, number, line.origin, 0, line.day, method, *line[2:])


def _free_ids(how_many: int) -> int:
    """The first of so many ids in a row for opportunities; taken from the sequence so that nobody else gets them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'pipeline_opportunity'")
            return (
                max(
                    int(cursor.fetchone()[0]),
                    Opportunity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
                )
                + 1
            )
        sequence = "pg_get_serial_sequence('pipeline_opportunity', 'id')"
        cursor.execute("LOCK TABLE pipeline_opportunity IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"SELECT nextval({sequence})")
        free = int(cursor.fetchone()[0])
        cursor.execute(f"SELECT setval({sequence}, %s)", [free + how_many])
        return free


def _copy(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """COPY on PostgreSQL, executemany on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out:
                for row in rows:
                    out.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)
