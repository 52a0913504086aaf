"""Conversions, durations and churn, counted from passages and postings by index."""

from dataclasses import dataclass, field
from datetime import date

from xiaolu.domain.ledger import Passage
from xiaolu.domain.periods import Period
from xiaolu.methods.queries import rules_of
from xiaolu.pipeline.models import Passage as PassageRow
from xiaolu.pipeline.queries.frames import CLASSES, Frame, Span, keyed
from xiaolu.pipeline.queries.sums import Key, _rows, _with


@dataclass
class Cohort:
    """Those that first entered a stage in a period, those of them that reached a later one, and the skipped among them."""

    entered: int = 0
    reached: int = 0
    skipped: int = 0


@dataclass
class Durations:
    """Days between two first entries → how many took so long; `skipped` are left out."""

    days: dict[int, int] = field(default_factory=dict)
    skipped: int = 0


def conversions(frame: Frame, earlier: str, later: str, period: Period, at: date) -> dict[Key, Cohort]:
    """Of those that first entered `earlier` within the period, those that entered `later` by a day.

    A conversion belongs to the owner, team and class of the day on which the earlier stage was entered.
    """
    spans = keyed(frame.spans, frame.by)
    key = _key(frame, spans, "a")
    rows = _rows(
        f"{_with(spans)} SELECT {key}, COUNT(*), COUNT(b.opportunity), "
        "SUM(CASE WHEN a.skipped THEN 1 ELSE 0 END) "
        f"FROM pipeline_passage a {_join(spans, 'a')} LEFT JOIN pipeline_passage b "
        "ON b.opportunity = a.opportunity AND b.method = %(method)s AND b.stage = %(later)s AND b.day <= %(at)s "
        "WHERE a.method = %(method)s AND a.stage = %(earlier)s AND a.day BETWEEN %(start)s AND %(end)s "
        f"AND a.day <= %(at)s {_since(frame, 'a')} GROUP BY {key}",
        {**_given(frame, period), "earlier": earlier, "later": later, "at": at.toordinal()},
    )
    return {_label(frame, row[0]): Cohort(*map(int, row[1:])) for row in rows}


def durations(frame: Frame, earlier: str, later: str, period: Period) -> dict[Key, Durations]:
    """Days from the first entry of one stage to that of another, for those that entered the other in the period.

    Naming the method twice and a day lets both databases join two covering indexes and leave the rows alone.
    """
    spans = keyed(frame.spans, frame.by)
    key = _key(frame, spans, "b")
    rows = _rows(
        f"{_with(spans)} SELECT {key}, b.day - a.day, a.skipped, COUNT(*) "
        f"FROM pipeline_passage b {_join(spans, 'b')} JOIN pipeline_passage a "
        "ON a.opportunity = b.opportunity AND a.method = %(method)s AND a.stage = %(earlier)s AND a.day > 0 "
        "WHERE b.method = %(method)s AND b.stage = %(later)s AND b.day BETWEEN %(start)s AND %(end)s "
        f"{_since(frame, 'b')} GROUP BY {key}, b.day - a.day, a.skipped",
        {**_given(frame, period), "earlier": earlier, "later": later},
    )
    found: dict[Key, Durations] = {}
    for row_key, days, skipped, count in rows:
        one = found.setdefault(_label(frame, row_key), Durations())
        if skipped:
            one.skipped += int(count)
        else:
            one.days[int(days)] = one.days.get(int(days), 0) + int(count)
    return found


def churned(frame: Frame, period: Period) -> dict[Key, int]:
    """Those in won or paid stages on the eve of the period that stand in a lost stage at its end, by key of the eve."""
    eve = period.eve.toordinal()
    spans = keyed(frame.spans, frame.by)
    if spans is not None:
        spans = tuple(span for span in spans if span.start <= eve < span.end)
    key = _key(frame, spans, "stood")
    join = "" if spans is None else "JOIN span ON stood.owner = person"
    rows = _rows(_churn_sql(frame, spans, f"SELECT {key}, COUNT(*)", join) + f" GROUP BY {key}", _given(frame, period))
    return {_label(frame, row[0]): int(row[1]) for row in rows}


def _churn_sql(frame: Frame, spans: tuple[Span, ...] | None, select: str, join: str) -> str:
    """Only opportunities that left a won or paid stage within the period are looked at (see the index `leaving_won`)."""
    rules = rules_of(frame.method)
    held = _quoted(rules.of_kind("won", "paid"))
    lost = _quoted(rules.of_kind("lost"))
    return (
        f"{_with(spans) + ',' if spans is not None else 'WITH'} left_won AS (SELECT DISTINCT opportunity FROM pipeline_posting "
        "WHERE method = %(method)s AND kind IN ('churned', 'reopened') AND side = -1 "
        f"AND stage IN ({held}) AND day BETWEEN %(start)s AND %(end)s), "
        "stood AS (SELECT p.opportunity, p.owner, p.industry, p.source, p.product, p.growth FROM left_won l "
        f"CROSS JOIN pipeline_posting p WHERE p.opportunity = l.opportunity AND p.day < %(start)s AND p.stage IN ({held}) "
        "GROUP BY p.opportunity, p.owner, p.industry, p.source, p.product, p.growth HAVING SUM(p.count) = 1), "
        "gone AS (SELECT p.opportunity FROM left_won l CROSS JOIN pipeline_posting p "  # SQLite keeps this order
        f"WHERE p.opportunity = l.opportunity AND p.day <= %(end)s AND p.stage IN ({lost}) GROUP BY p.opportunity HAVING SUM(p.count) = 1) "
        f"{select} FROM stood JOIN gone ON gone.opportunity = stood.opportunity {join} "
        f"WHERE 1 = 1 {_since(frame, 'stood')}"
    )


def _quoted(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes) or "NULL"


def _key(frame: Frame, spans: tuple[Span, ...] | None, table: str) -> str:
    if frame.by in CLASSES:
        return f"{table}.{frame.by}"
    if spans is not None:
        return "span.key"
    return f"{table}.owner" if frame.by == "person" else f"0 * {table}.owner"  # GROUP BY takes no bare number


def _join(spans: tuple[Span, ...] | None, table: str) -> str:
    if spans is None:
        return ""
    return f"JOIN span ON {table}.owner = span.person AND {table}.day >= span.first AND {table}.day < span.until"


def _since(frame: Frame, table: str) -> str:
    if not frame.entered_since:
        return ""
    return (
        f"AND {table}.opportunity IN (SELECT opportunity FROM pipeline_passage WHERE method = %(method)s "
        f"GROUP BY opportunity HAVING MIN(day) >= {frame.entered_since.toordinal()})"
    )


def _given(frame: Frame, period: Period) -> dict[str, int]:
    return {"method": frame.method.pk, "start": period.start.toordinal(), "end": period.end.toordinal()}


def _label(frame: Frame, key: Key) -> Key:
    return "total" if frame.by == "total" else key


def passages_of(opportunity_id: int) -> list[Passage]:
    """The first entries of one opportunity."""
    rows = PassageRow.objects.filter(opportunity=opportunity_id).values_list(*Passage._fields)
    return [Passage(*row) for row in rows]
