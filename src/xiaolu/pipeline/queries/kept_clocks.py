"""How often a clock of a method was kept, per key of a frame: by the day on which it started, and its owner."""

from datetime import date, datetime, time, timedelta

from django.db import connection

from xiaolu.domain.periods import Period
from xiaolu.org.queries import zone
from xiaolu.pipeline.queries.behind import Row, _only, _value
from xiaolu.pipeline.queries.frames import Frame, keyed
from xiaolu.pipeline.queries.passages import _given, _join, _key, _label, _since
from xiaolu.pipeline.queries.sums import Key, _rows, _with

CLOCKS = (
    "(SELECT c.owner_id AS owner, c.started_on AS day, c.state AS state, COALESCE(o.id, 0) AS opportunity, "
    "COALESCE(o.industry_id, 0) AS industry, COALESCE(o.source_id, 0) AS source, COALESCE(o.product_id, 0) AS product, "
    "COALESCE(o.growth, '') AS growth FROM clocks_runningclock c "
    "LEFT JOIN pipeline_opportunity o ON c.kind = 'opportunity' AND o.id = c.object_id "
    "WHERE c.method = %(method)s AND c.code = %(code)s AND c.started_on BETWEEN %(start)s AND %(end)s "
    "AND ((c.state = 'kept' AND c.ended_at < %(until)s) OR (c.state = 'broken' AND c.due_at < %(until)s)))"
)


def kept(frame: Frame, code: str, period: Period, at: date) -> dict[Key, tuple[int, int]]:
    """Of the clocks of a code that started in the period and were kept or missed by the end of a day: kept, and all."""
    spans = keyed(frame.spans, frame.by)
    key = _key(frame, spans, "a")
    rows = _rows(
        f"{_with(spans)} SELECT {key}, SUM(CASE WHEN a.state = 'kept' THEN 1 ELSE 0 END), COUNT(*) "
        f"FROM {CLOCKS} a {_join(spans, 'a')} WHERE 1 = 1 {_since(frame, 'a')} GROUP BY {key}",
        _asked(frame, code, period, at),
    )
    return {_label(frame, row[0]): (int(row[1]), int(row[2])) for row in rows}


def kept_rows(frame: Frame, code: str, period: Period, at: date, only: Key | None = None) -> list[Row]:
    """The opportunities behind `kept`, each with the day on which its clock started. Part: `in_time` or `missed`."""
    rows = _rows(
        f"{_with(frame.spans)} SELECT a.opportunity, a.state, a.day FROM {CLOCKS} a {_join(frame.spans, 'a')} "
        f"WHERE a.opportunity > 0 {_only(frame, only, 'a')} {_since(frame, 'a')}",
        {**_asked(frame, code, period, at), **_value(only)},
    )
    return [Row(one, "in_time" if state == "kept" else "missed", day=day) for one, state, day in rows]


def _asked(frame: Frame, code: str, period: Period, at: date) -> dict[str, object]:
    until = datetime.combine(at + timedelta(days=1), time(), zone())
    return {**_given(frame, period), "code": code, "until": connection.ops.adapt_datetimefield_value(until)}
