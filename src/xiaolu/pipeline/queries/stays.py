"""How long those that were open on a day had stood in their stage then, replayed from the ledger."""

from dataclasses import dataclass
from datetime import date

from xiaolu.methods.queries import rules_of
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.sums import _rows, _with


@dataclass(frozen=True)
class Stood:
    """One open opportunity on a day: its stage, and for how many days it had stood there."""

    opportunity: int
    stage: str
    days: int


def late_on(frame: Frame, at: date) -> list[Stood]:
    """Those that at the end of a day had stood longer than the method's `rots_after` allows, the longest first."""
    limits = {
        stage.code: stage.rots_after_days
        for stage in rules_of(frame.method).stages
        if stage.kind == "open" and stage.rots_after_days
    }
    if not limits:
        return []
    day = at.toordinal()
    spans = None if frame.spans is None else [span for span in frame.spans if span.start <= day < span.end]
    stages = ", ".join(f"'{code}'" for code in limits)
    given = {"method": frame.method.pk, "day": day}
    where = f"method = %(method)s AND day <= %(day)s AND stage IN ({stages})"
    begin, join = ("WITH", "") if spans is None else (f"{_with(spans)},", "JOIN span ON owner = person")
    rows = _rows(
        f"{begin} stands AS (SELECT opportunity, stage FROM pipeline_posting {join} WHERE {where} "
        "GROUP BY opportunity, stage HAVING SUM(count) = 1), "
        "net AS (SELECT p.opportunity AS opportunity, p.stage AS stage, p.day AS day, SUM(p.count) AS n "
        "FROM stands JOIN pipeline_posting p ON p.opportunity = stands.opportunity AND p.stage = stands.stage "
        "WHERE p.method = %(method)s AND p.day <= %(day)s GROUP BY p.opportunity, p.stage, p.day) "
        "SELECT opportunity, stage, MAX(CASE WHEN n > 0 THEN day END) FROM net GROUP BY opportunity, stage",
        given,
    )
    found = [Stood(row[0], row[1], day - int(row[2])) for row in rows if row[2] and day - int(row[2]) > limits[row[1]]]
    return sorted(found, key=lambda one: (-one.days, one.opportunity))
