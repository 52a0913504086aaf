"""Sums of the ledger: what stood on a day, and what changed between two.

Each figure is one SQL statement over the latest cache and what came after it, so that it is of one moment.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from xiaolu.domain.ledger import Course
from xiaolu.domain.periods import Period
from xiaolu.methods.queries import rules_of
from xiaolu.org.queries import today
from xiaolu.pipeline.models import OpeningMonth
from xiaolu.pipeline.queries.frames import CLASSES, Frame, Span, keyed

Key = int | str
SUMS = "SUM(count), SUM(amount), SUM(volume)"
EVERY_OWNER = (
    "WITH RECURSIVE who(holder) AS (SELECT MIN(owner) FROM pipeline_posting UNION ALL SELECT "
    "(SELECT MIN(owner) FROM pipeline_posting WHERE owner > holder) FROM who WHERE holder IS NOT NULL)"
)


@dataclass(frozen=True)
class Sums:
    """How many, what amount (minor units), what volume (thousandths)."""

    count: int = 0
    amount: int = 0
    volume: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.count + other.count, self.amount + other.amount, self.volume + other.volume)

    def __neg__(self) -> "Sums":
        return Sums(-self.count, -self.amount, -self.volume)

    def __bool__(self) -> bool:
        return bool(self.count or self.amount or self.volume)


NOTHING = Sums()
Standing = dict[Key, dict[str, Sums]]


@dataclass
class Flow:
    """Opening + all changes = closing, over the open stages; moves are gross sums inside."""

    opening: Sums = NOTHING
    closing: Sums = NOTHING
    changes: dict[str, Sums] = field(default_factory=dict)
    moves: dict[str, Sums] = field(default_factory=dict)

    def add(self, name: str, sums: Sums) -> None:
        self.changes[name] = self.changes.get(name, NOTHING) + sums

    def is_empty(self) -> bool:
        return not (self.opening or self.closing or any(self.changes.values()) or any(self.moves.values()))


CHANGES = ("new", "reopened", "pulled_in", "pushed_out", "bigger", "smaller", "won", "lost", "reassigned_in",
           "reassigned_out", "reclassified_in", "reclassified_out")  # fmt: skip
MOVES = ("advanced", "fell_back")


def standing(frame: Frame, at: date) -> Standing:
    """What stood in each stage at the end of a day, per key of the frame's split ('' or 0 for none; 'total')."""
    day = at.toordinal()
    spans = keyed(frame.spans, frame.by)
    if spans is not None:
        spans = tuple(span for span in spans if span.start <= day < span.end)
    if frame.by in CLASSES and spans is None and not (frame.closing or frame.entered_since) and at >= today():
        sql = _standing_of_live_rows(frame)
    elif frame.by in CLASSES or frame.entered_since:
        sql = _standing_of_postings(frame, spans)
    elif spans is None and frame.by == "total":
        sql = _standing_of_all(frame, day)
    else:
        sql = _standing_of_people(frame, spans, day)
    found: Standing = {}
    for key, stage, *numbers in _rows(sql, {"method": frame.method.pk, "day": day, **_months(frame)}):
        sums = Sums(*map(int, numbers))
        if sums:
            found.setdefault("total" if frame.by == "total" else key, {})[stage] = sums
    return found


def flow(frame: Frame, period: Period) -> dict[Key, Flow]:
    """The waterfall of a period per key; opening is the end of the day before, closing the end of its last day."""
    course = Course(rules_of(frame.method))
    flows: dict[Key, Flow] = {}
    for name, day in (("opening", period.eve), ("closing", period.end)):
        for key, stages in standing(frame, day).items():
            total = sum((sums for stage, sums in stages.items() if course.is_open(stage)), NOTHING)
            setattr(flows.setdefault(key, Flow()), name, total)
    spans = keyed(frame.spans, frame.by)
    start, end = period.start.toordinal(), period.end.toordinal() + 1
    for key, kind, side, *numbers in _changes(frame, spans, course, start, end):
        _book(flows.setdefault("total" if frame.by == "total" else key, Flow()), kind, side, Sums(*map(int, numbers)))
    for span in spans or ():
        _book_edges(flows, frame, span, course, start, end)
    return {key: one for key, one in flows.items() if not one.is_empty()}


def _book(flow: Flow, kind: str, side: int, sums: Sums) -> None:
    if kind in MOVES:
        if side == 1:
            flow.moves[kind] = flow.moves.get(kind, NOTHING) + sums
    elif kind in ("reassigned", "reclassified"):
        flow.add(f"{kind}_{'in' if side == 1 else 'out'}", sums)
    elif kind in CHANGES:
        flow.add(kind, sums)


def _book_edges(flows: dict[Key, Flow], frame: Frame, span: Span, course: Course, start: int, end: int) -> None:
    """Somebody who comes or goes within the period brings or takes along what stood the evening before."""
    for edge, name, sign in ((span.start, "reassigned_in", 1), (span.end, "reassigned_out", -1)):
        if start <= edge < end and edge > 1:
            alone = Frame(frame.method, frame.by if frame.by in CLASSES else "total", (Span(span.person, 0, edge + 1),), frame.closing,
                          frame.entered_since)  # fmt: skip
            for key, stages in standing(alone, date.fromordinal(edge - 1)).items():
                total = sum((sums for stage, sums in stages.items() if course.is_open(stage)), NOTHING)
                label = key if frame.by in CLASSES else "total" if frame.by == "total" else span.key
                flows.setdefault(label, Flow()).add(name, total if sign > 0 else -total)


def _changes(frame: Frame, spans: Sequence[Span] | None, course: Course, start: int, end: int) -> list[tuple[Any, ...]]:
    """Sums per key, kind and side over the open stages of the days from start until before end."""
    open_stages = ", ".join(f"'{code}'" for code, kind in course.kinds.items() if kind == "open")
    where = f"method = %(method)s AND day >= {start} AND day < {end} AND stage IN ({open_stages}) {_closing(frame)}"
    values = {"method": frame.method.pk, **_months(frame)}
    if spans is None and frame.by == "total" and not frame.entered_since:
        source = " UNION ALL ".join(
            f"SELECT kind, side, count, amount, volume FROM pipeline_{table} WHERE {where}"
            for table in ("daysum", "unfolded")
        )
        return _rows(f"SELECT 0, kind, side, {SUMS} FROM ({source}) AS parts GROUP BY kind, side", values)
    key = _key(frame, spans)
    join = "" if spans is None else "JOIN span ON owner = person AND day >= first AND day < until"
    clipped = None if spans is None else [s for s in spans if s.start < end and s.end > start]
    return _rows(
        f"{_with(clipped)} SELECT {key}, kind, side, {SUMS} FROM pipeline_posting {join} "
        f"WHERE {where} {_since(frame)} GROUP BY {key}, kind, side",
        values,
    )


def _standing_of_all(frame: Frame, day: int) -> str:
    month, first = _opening_before(day)
    return (
        f"SELECT 0, stage, {SUMS} FROM ("
        f"SELECT stage, count, amount, volume FROM pipeline_opening WHERE method = %(method)s AND month = {month} "
        f"AND owner = -1 {_closing(frame)} UNION ALL "
        f"SELECT stage, count, amount, volume FROM pipeline_daysum WHERE method = %(method)s AND day >= {first} "
        f"AND day <= %(day)s {_closing(frame)} UNION ALL "
        f"SELECT stage, count, amount, volume FROM pipeline_unfolded WHERE method = %(method)s AND day <= %(day)s "
        f"{_closing(frame)}) AS parts GROUP BY stage"
    )


def _standing_of_people(frame: Frame, spans: Sequence[Span] | None, day: int) -> str:
    """Per person or team: the month's opening, the postings since by the index of owners, and what is not folded yet.

    That index begins with the owner: for everybody it is asked owner by owner (SQLite keeps the order of a CROSS JOIN).
    """
    month, first = _opening_before(day)
    key = "owner" if spans is None else "key"
    join = "" if spans is None else "JOIN span ON owner = person"
    everyone = "AND owner >= 0" if spans is None else ""
    parts = (
        f"FROM pipeline_opening {join} WHERE method = %(method)s AND month = {month} {everyone}",
        f"FROM {'who CROSS JOIN ' if spans is None else ''}pipeline_posting {join} WHERE {'owner = holder AND ' if spans is None else ''}"
        f"method = %(method)s AND day >= {first} AND day <= %(day)s AND stage <> ''",
        f"FROM pipeline_unfolded {join} WHERE method = %(method)s AND day < {first} AND day <= %(day)s",
    )
    source = " UNION ALL ".join(
        f"SELECT {key} AS key, stage, count, amount, volume {part} {_closing(frame)}" for part in parts
    )
    tables = EVERY_OWNER if spans is None else _with(spans)
    return f"{tables} SELECT key, stage, {SUMS} FROM ({source}) AS parts GROUP BY key, stage"


def _standing_of_postings(frame: Frame, spans: Sequence[Span] | None) -> str:
    key = _key(frame, spans)
    join = "" if spans is None else "JOIN span ON owner = person"
    return (
        f"{_with(spans)} SELECT {key}, stage, {SUMS} FROM pipeline_posting {join} WHERE method = %(method)s "
        f"AND day <= %(day)s AND stage <> '' {_closing(frame)} {_since(frame)} GROUP BY {key}, stage"
    )


def _standing_of_live_rows(frame: Frame) -> str:
    """By class as of today: no sum has the classes, and the live rows equal the ledger (see checks.py). One scan."""
    key = "growth" if frame.by == "growth" else f"COALESCE({frame.by}_id, 0)"
    return (
        f"SELECT {key}, stage, COUNT(*), SUM(amount), SUM(volume) FROM pipeline_opportunity "
        f"WHERE +method_id = %(method)s AND NOT withdrawn GROUP BY {key}, stage"  # the + keeps SQLite from an index
    )


def _key(frame: Frame, spans: Sequence[Span] | None) -> str:
    if frame.by in CLASSES:
        return frame.by
    if spans is not None:
        return "key"
    return "owner" if frame.by == "person" else "0 * owner"  # GROUP BY takes no bare number


def _opening_before(day: int) -> tuple[int, int]:
    """The latest month with an opening that began by a day, and its first day; (0, 0) without any."""
    row = (
        OpeningMonth.objects.filter(first_day__lte=day).order_by("-first_day").values_list("month", "first_day").first()
    )
    return row or (0, 0)


def _closing(frame: Frame) -> str:
    return "AND close_month BETWEEN %(closing_from)s AND %(closing_to)s" if frame.closing else ""


def _months(frame: Frame) -> dict[str, int]:
    return {"closing_from": frame.closing[0], "closing_to": frame.closing[1]} if frame.closing else {}


def _since(frame: Frame) -> str:
    if not frame.entered_since:
        return ""
    return (
        "AND opportunity IN (SELECT opportunity FROM pipeline_passage WHERE method = %(method)s "
        f"GROUP BY opportunity HAVING MIN(day) >= {frame.entered_since.toordinal()})"
    )


def _with(spans: Iterable[Span] | None) -> str:
    """The spans as a table of whole numbers."""
    if spans is None:
        return ""
    rows = ", ".join(f"({span.person}, {span.start}, {span.end}, {span.key})" for span in spans)
    return f"WITH span(person, first, until, key) AS ({f'VALUES {rows}' if rows else 'SELECT 0, 0, 0, 0 WHERE 1 = 0'})"


def _rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        return list(cursor.fetchall())
