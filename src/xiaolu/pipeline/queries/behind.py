"""The opportunities behind a figure, and sums of single kinds of facts.

Rows are replayed from postings and passages in the figure's own scope. Who looks may see fewer of them today.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from xiaolu.domain.periods import Period
from xiaolu.methods.queries import rules_of
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.frames import ALWAYS, CLASSES, Frame, Span, keyed
from xiaolu.pipeline.queries.passages import _churn_sql, _join, _key, _label, _quoted, _since
from xiaolu.pipeline.queries.sums import Key, Sums, _with

BATCH = 5_000  # ids asked for at once
CELL_SUMS = "SUM(p.count), SUM(p.amount), SUM(p.volume)"


@dataclass(frozen=True)
class Row:
    """One opportunity behind a figure: where it stood (''), on which day, after how many days; `part` of the figure.

    Behind figures of activities stands one activity each; it may have no opportunity (0). Behind figures of accounts one
    account each, with whom it had (`owner`), its grade (`stage`), and how many contacts were due and done.
    """

    opportunity: int
    part: str
    stage: str = ""
    day: int = 0
    days: int | None = None
    amount: int | None = None
    volume: int | None = None
    activity: int = 0
    minutes: int = 0
    account: int = 0
    owner: int = 0
    due: int = 0
    done: int = 0


@dataclass(frozen=True)
class Seen:
    """Of the rows behind a figure those that a person may see today, and how many more there are."""

    rows: tuple[Row, ...]
    hidden: int


def of_key(frame: Frame, key: Key) -> Frame:
    """The frame of one row of a split by person or team; for the other splits see `only`."""
    if frame.by not in ("person", "team"):
        return frame
    if frame.by == "person" and frame.spans is None:
        return replace(frame, by="total", spans=(Span(int(key), 0, ALWAYS),))
    spans = tuple(replace(span, key=0) for span in keyed(frame.spans, frame.by) or () if span.key == key)
    return replace(frame, by="total", spans=spans)


def with_key(frame: Frame) -> Frame:
    """A frame that can be grouped: the whole company is read by growth and added up, as nobody groups by a constant."""
    return frame.split("growth") if frame.by == "total" and frame.spans is None else frame


def standing_rows(frame: Frame, stages: Sequence[str], at: date, only: Key | None = None) -> list[Row]:
    """Those that stood in the stages at the end of a day, with the amount and volume that they had. Part: the stage."""
    day = at.toordinal()
    spans = frame.spans
    if spans is not None:
        spans = tuple(span for span in spans if span.start <= day < span.end)
    join = "" if spans is None else "JOIN span ON p.owner = span.person"
    rows = _fetch(
        f"{_with(spans)} SELECT p.opportunity, p.stage, {CELL_SUMS} FROM pipeline_posting p {join} "
        f"WHERE p.method = %(method)s AND p.day <= %(day)s AND p.stage IN ({_quoted(tuple(stages))}) "
        f"{_only(frame, only, 'p')} {_since(frame, 'p')} GROUP BY p.opportunity, p.stage HAVING SUM(p.count) > 0",
        {"method": frame.method.pk, "day": day, **_value(only)},
    )
    return [Row(row[0], row[1], row[1], amount=int(row[3]), volume=int(row[4])) for row in rows]


def cohort_rows(frame: Frame, earlier: str, later: str, period: Period, at: date, only: Key | None = None) -> list[Row]:
    """Those that first entered a stage in the period. Part: `reached` the later one by a day, or `waiting`."""
    rows = _fetch(
        f"{_with(frame.spans)} SELECT a.opportunity, a.day, b.day "
        f"FROM pipeline_passage a {_join(frame.spans, 'a')} LEFT JOIN pipeline_passage b "
        "ON b.opportunity = a.opportunity AND b.stage = %(later)s AND b.day <= %(at)s "
        "WHERE a.method = %(method)s AND a.stage = %(earlier)s AND a.day BETWEEN %(start)s AND %(end)s "
        f"AND a.day <= %(at)s {_only(frame, only, 'a')} {_since(frame, 'a')}",
        {**_given(frame, period), "earlier": earlier, "later": later, "at": at.toordinal(), **_value(only)},
    )
    return [
        Row(one, "waiting" if end is None else "reached", day=start, days=None if end is None else end - start)
        for one, start, end in rows
    ]


def duration_rows(frame: Frame, earlier: str, later: str, period: Period, only: Key | None = None) -> list[Row]:
    """Those that first entered the later stage in the period, with their days. Part: `timed` or `skipped`."""
    rows = _fetch(
        f"{_with(frame.spans)} SELECT b.opportunity, a.day, b.day, a.skipped "
        f"FROM pipeline_passage b {_join(frame.spans, 'b')} JOIN pipeline_passage a "
        "ON a.opportunity = b.opportunity AND a.stage = %(earlier)s "
        "WHERE b.method = %(method)s AND b.stage = %(later)s AND b.day BETWEEN %(start)s AND %(end)s "
        f"{_only(frame, only, 'b')} {_since(frame, 'b')}",
        {**_given(frame, period), "earlier": earlier, "later": later, **_value(only)},
    )
    return [
        Row(one, "skipped" if skipped else "timed", day=end, days=None if skipped else end - start)
        for one, start, end, skipped in rows
    ]


def churned_rows(frame: Frame, period: Period, only: Key | None = None) -> list[Row]:
    """Those in won or paid stages on the eve of the period. Part: `lost` at its end, or `kept`."""
    eve, spans = period.eve.toordinal(), frame.spans
    if spans is not None:
        spans = tuple(span for span in spans if span.start <= eve < span.end)
    join = "" if spans is None else "JOIN span ON stood.owner = person"
    sql = _churn_sql(frame, spans, "SELECT stood.opportunity", join) + _only(frame, only, "stood")
    lost = {row[0] for row in _fetch(sql, {**_given(frame, period), **_value(only)})}
    held = rules_of(frame.method).of_kind("won", "paid")
    stood = standing_rows(replace(frame, spans=spans), held, period.eve, only)
    return [replace(row, part="lost" if row.opportunity in lost else "kept") for row in stood]


def entry_rows(frame: Frame, stages: Sequence[str], period: Period, only: Key | None = None) -> list[Row]:
    """Those that first entered one of the stages in the period. Part: the stage."""
    rows = _fetch(
        f"{_with(frame.spans)} SELECT a.opportunity, a.stage, a.day FROM pipeline_passage a "
        f"{_join(frame.spans, 'a')} WHERE a.method = %(method)s AND a.stage IN ({_quoted(tuple(stages))}) "
        f"AND a.day BETWEEN %(start)s AND %(end)s {_only(frame, only, 'a')} {_since(frame, 'a')}",
        {**_given(frame, period), **_value(only)},
    )
    return [Row(one, stage, stage, day=day) for one, stage, day in rows]


def move_rows(frame: Frame, kind: str, stages: Sequence[str], period: Period, only: Key | None = None) -> list[Row]:
    """Those that moved in one way in the period, into one of the stages where any are named. Part: the stage."""
    rows = _fetch(
        f"{_with(frame.spans)} SELECT p.opportunity, p.stage, MAX(p.day), {CELL_SUMS} "
        f"FROM pipeline_posting p {_join(frame.spans, 'p')} WHERE p.method = %(method)s AND p.kind = %(kind)s "
        f"AND p.side = 1 AND p.day BETWEEN %(start)s AND %(end)s {_into(stages, 'p')} "
        f"{_only(frame, only, 'p')} {_since(frame, 'p')} GROUP BY p.opportunity, p.stage HAVING SUM(p.count) <> 0",
        {**_given(frame, period), "kind": kind, **_value(only)},
    )
    return [Row(row[0], row[1], row[1], row[2], amount=int(row[4]), volume=int(row[5])) for row in rows]


def moved(frame: Frame, kind: str, stages: Sequence[str], period: Period) -> dict[Key, Sums]:
    """How many moved in one way in the period and how large they were: `new`, `won`, `lost`, `fell_back`."""
    spans = keyed(frame.spans, frame.by)
    where = (
        "p.method = %(method)s AND p.kind = %(kind)s AND p.side = 1 "
        f"AND p.day BETWEEN %(start)s AND %(end)s {_into(stages, 'p')}"
    )
    values = {**_given(frame, period), "kind": kind}
    if spans is None and frame.by == "total" and not frame.entered_since:
        parts = " UNION ALL ".join(
            f"SELECT count, amount, volume FROM pipeline_{table} p WHERE {where}" for table in ("daysum", "unfolded")
        )
        rows = _fetch(f"SELECT 0, {CELL_SUMS} FROM ({parts}) AS p", values)
    else:
        key = _key(frame, spans, "p")
        rows = _fetch(
            f"{_with(spans)} SELECT {key}, {CELL_SUMS} FROM pipeline_posting p {_join(spans, 'p')} "
            f"WHERE {where} {_since(frame, 'p')} GROUP BY {key}",
            values,
        )
    return {_label(frame, row[0]): Sums(*map(int, row[1:])) for row in rows if any(row[1:])}


def entered(
    frame: Frame, stages: Sequence[str], period: Period, at: date, later: str = ""
) -> dict[Key, tuple[Sums, Sums]]:
    """First entries of stages in the period, as large as they were that day, and those that reached `later`."""
    spans = keyed(frame.spans, frame.by)
    key = _key(frame, spans, "a")
    reached = ", ".join(
        f"SUM(CASE WHEN b.opportunity IS NULL THEN 0 ELSE p.{name} END)" for name in ("count", "amount", "volume")
    )
    rows = _fetch(
        f"{_with(spans)} SELECT {key}, {CELL_SUMS}, {reached} FROM pipeline_passage a {_join(spans, 'a')} "
        "JOIN pipeline_posting p ON p.opportunity = a.opportunity AND p.day <= a.day AND p.stage <> '' "
        "LEFT JOIN pipeline_passage b ON b.opportunity = a.opportunity AND b.stage = %(later)s AND b.day <= %(at)s "
        f"WHERE a.method = %(method)s AND a.stage IN ({_quoted(tuple(stages))}) "
        f"AND a.day BETWEEN %(start)s AND %(end)s AND a.day <= %(at)s {_since(frame, 'a')} GROUP BY {key}",
        {**_given(frame, period), "later": later, "at": at.toordinal()},
    )
    return {_label(frame, row[0]): (Sums(*map(int, row[1:4])), Sums(*map(int, row[4:]))) for row in rows}


def seen(rows: Iterable[Row], visible: QuerySet[Opportunity] | None) -> Seen:
    """The rows among the visible ones (None: all), in their order, and how many more stand behind the figure."""
    found = list(rows)
    if visible is None:
        return Seen(tuple(found), 0)
    ids = sorted({row.opportunity for row in found})
    allowed: set[int] = set()
    for start in range(0, len(ids), BATCH):
        allowed.update(visible.filter(pk__in=ids[start : start + BATCH]).values_list("pk", flat=True))
    shown = tuple(row for row in found if row.opportunity in allowed)
    return Seen(shown, len(found) - len(shown))


def _only(frame: Frame, key: Key | None, table: str) -> str:
    """The filter for one row of a split by class."""
    return f"AND {table}.{frame.by} = %(only)s" if key is not None and frame.by in CLASSES else ""


def _value(key: Key | None) -> dict[str, Key]:
    return {} if key is None else {"only": key}


def _given(frame: Frame, period: Period) -> dict[str, Key]:
    return {"method": frame.method.pk, "start": period.start.toordinal(), "end": period.end.toordinal()}


def _fetch(sql: str, values: Mapping[str, Key]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        return list(cursor.fetchall())


def _into(stages: Sequence[str], table: str) -> str:
    return f"AND {table}.stage IN ({_quoted(tuple(stages))})" if stages else ""
