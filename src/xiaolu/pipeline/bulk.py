"""Writing many opportunities with their whole history at once: set-based, in the caller's one transaction."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from xiaolu.domain.ledger import FACTS, Line, Statement, correction, project, taken_back
from xiaolu.domain.periods import month_of
from xiaolu.methods.models import Method
from xiaolu.methods.queries import newest
from xiaolu.org.actions import fix_currency
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import caches
from xiaolu.pipeline.ledger import CHANGE, PASSAGE, POSTING, apply, course_of, holding, new_ids
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.models import Passage as PassageRow

BATCH = 2_000
DEFAULTS: dict[str, object] = {
    "name": "", "account_id": None, "contact_id": None, "expected_close": None, "next_action": "", "next_date": None,
    "lost_reason": "", "competitor": "", "current_supplier": "", "note": "", "custom": {},
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
        copy_rows("pipeline_opportunity", OPPORTUNITY, opportunities)
        copy_rows("pipeline_change", (*CHANGE, "override"), changes)
        copy_rows("pipeline_posting", POSTING, postings)
        copy_rows("pipeline_passage", PASSAGE, passages)
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
        if isinstance(value, dict):
            yield json.dumps(value, ensure_ascii=False)
        elif isinstance(value, date):
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


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY on PostgreSQL, executemany on SQLite."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as out:
                for row in rows:
                    out.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", list(rows))


@dataclass
class Taken:
    """What taking back wrote: where its changes and days lie."""

    first_change: int = 0
    last_change: int = 0
    first_day: int = 0


def take_back(opportunities: Sequence[Opportunity], *, import_id: int, made: bool, by: Person | None) -> Taken:
    """Cancel what an import said about these opportunities, every line on its own day, as if it had never been.

    `made`: the import made them, nothing of them stays. Others are brought to what the other changes say; the caller
    saves them. Postings go to the day sums by `settle`.
    """
    ids, course, now = [one.pk for one in opportunities], course_of(opportunities[0].method_id), timezone.now()
    said, held = _changes_of(ids), _held_of(ids)
    wrong = {one.pk: _wrong(said.get(one.pk, []), import_id, made) for one in opportunities}
    first = change = new_ids(max(sum(map(len, wrong.values())), 1))
    changes: list[tuple[Any, ...]] = []
    postings: list[tuple[Any, ...]] = []
    passages: list[tuple[Any, ...]] = []
    today_ = today().toordinal()
    for one in opportunities:
        rows = said.get(one.pk, [])
        for cancelled in wrong[one.pk]:
            changes.append(
                (change, one.pk, today_, today_, now, by.pk if by else 0, "undo", import_id, "{}", cancelled)
            )
            rows = [*rows, (change, today_, "{}", cancelled, False, import_id)]
            change += 1
        if not wrong[one.pk]:
            continue
        statements = [] if made else holding([row[:5] for row in rows])
        projection = project(statements, course)
        lines = correction(held.get(one.pk, []), projection.lines)
        postings += [
            (one.pk, change - 1, number, line.origin, reverses, line.day, one.method_id, *line[2:])
            for number, (line, reverses) in enumerate(lines)
        ]
        passages += [(one.pk, one.method_id, *passage) for passage in projection.passages]
        if statements:
            one.created_on = date.fromordinal(min(statement.day for statement in statements))
            apply(one, projection.state, projection.since, course)
    copy_rows("pipeline_change", CHANGE, changes)
    copy_rows("pipeline_posting", POSTING, postings)
    touched = [id_ for id_, found in wrong.items() if found]
    PassageRow.objects.filter(opportunity__in=touched).delete()
    copy_rows("pipeline_passage", PASSAGE, passages)
    return Taken(first, change - 1, min((row[5] for row in postings), default=0))


def _wrong(rows: Iterable[Sequence[Any]], import_id: int, made: bool) -> list[int]:
    """The changes to cancel: of an opportunity that the import made every one that holds, else those of the import."""
    rows = list(rows)
    gone = taken_back((row[0], row[3]) for row in rows)
    return [row[0] for row in rows if row[0] not in gone and (not row[3] if made else row[5] == import_id)]


def settle(taken: Iterable[Taken]) -> None:
    """Take what `take_back` wrote into the day sums, in the same transaction."""
    written = [one for one in taken if one.first_day]
    if written:
        first, last = min(one.first_change for one in written), max(one.last_change for one in written)
        caches.add_bulk(first, last, min(one.first_day for one in written))


def hold_still() -> None:
    """Nobody else writes opportunities until the transaction ends, so that a range of change ids is ours alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE pipeline_opportunity IN SHARE ROW EXCLUSIVE MODE")


def _changes_of(ids: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """By opportunity its changes in their order: id, day, sets, cancels, remaps, import."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for opportunity, *row in _asked(
        f"SELECT opportunity, id, day, sets, cancels, remaps, import_id FROM pipeline_change WHERE opportunity IN ({_list()}) "
        "ORDER BY opportunity, day, id", ids,
    ):  # fmt: skip
        found.setdefault(opportunity, []).append(tuple(row))
    return found


def _held_of(ids: Sequence[int]) -> dict[int, list[Line]]:
    """By opportunity what the ledger holds, added up per origin and cell."""
    columns = ", ".join(Line._fields[:11])
    found: dict[int, list[Line]] = {}
    for opportunity, *row in _asked(
        f"SELECT opportunity, {columns}, SUM(count), SUM(amount), SUM(volume) FROM pipeline_posting "
        f"WHERE opportunity IN ({_list()}) GROUP BY opportunity, {columns}", ids,
    ):  # fmt: skip
        found.setdefault(opportunity, []).append(Line(*row[:11], *(int(number) for number in row[11:])))
    return found


def _list() -> str:
    """A list of ids as one parameter."""
    return "SELECT unnest(%s::bigint[])" if connection.vendor == "postgresql" else "SELECT value FROM json_each(%s)"


def _asked(sql: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(ids) if connection.vendor == "postgresql" else json.dumps(list(ids))])
        return list(cursor.fetchall())
