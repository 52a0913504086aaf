"""Won and lost: what was closed in a period, by reason, stage left, competitor, person, industry and source.

Counted from the postings of the kinds `won` and `lost` on the side that leaves its stage, with owner, industry, amount
and volume of that moment; the reason is that of the change which closed the deal, else the one an import brought.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.db import connection

from xiaolu.customers.models import Industry, Source
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.periods import Period
from xiaolu.org.models import Person
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.sums import NOTHING, Sums, _with

Dimension = Literal["reason", "stage", "competitor", "person", "industry", "source", "rival"]
# `competitor`: to whom it was lost; `rival`: who is named on the deal, won or lost
DIMENSIONS: tuple[Dimension, ...] = tuple(one for one in get_args(Dimension) if one != "rival")
BY_ID = ("person", "industry", "source")  # dimensions whose keys are ids
COLUMN: dict[Dimension, str] = {"reason": "reason", "stage": "stage", "competitor": "competitor", "person": "owner", "industry": "industry",
          "source": "source", "rival": "rival"}  # fmt: skip
ROWS = 500


@dataclass(frozen=True)
class Line:
    """What was won and lost under one key: a reason's code, a stage, a competitor's name, an id; '' or 0 for none."""

    key: str | int
    won: Sums = NOTHING
    lost: Sums = NOTHING

    @property
    def share(self) -> float | None:
        """Won ÷ (won + lost), by count."""
        closed = self.won.count + self.lost.count
        return self.won.count / closed if closed else None


@dataclass(frozen=True)
class Closed:
    """One opportunity that was won or lost."""

    opportunity: int
    kind: str
    day: int
    stage: str
    reason: str
    competitor: str
    amount: int
    volume: int


def win_loss(frame: Frame, period: Period, dimension: Dimension) -> list[Line]:
    """The lines of one dimension, most lost first. Reasons and competitors are those of what was lost."""
    column = COLUMN[dimension]
    lost_only = "WHERE kind = 'lost'" if dimension in ("reason", "competitor") else ""
    rows = _fetch(
        f"{_closed(frame, period)} SELECT {column}, kind, SUM(count), SUM(amount), SUM(volume) FROM closed {lost_only} "
        f"GROUP BY {column}, kind",
        _given(frame, period),
    )
    found: dict[str | int, dict[str, Sums]] = {}
    for key, kind, *numbers in rows:
        found.setdefault(key, {})[kind] = Sums(*map(int, numbers))
    lines = [Line(key, kinds.get("won", NOTHING), kinds.get("lost", NOTHING)) for key, kinds in found.items()]
    return sorted(lines, key=lambda line: (-line.lost.count, -line.won.count, str(line.key)))


def by_rival(frame: Frame, period: Period) -> dict[tuple[str, int], Line]:
    """What was won and lost where a competitor is named, per competitor and industry (0 for none)."""
    rows = _fetch(
        f"{_closed(frame, period)} SELECT rival, industry, kind, SUM(count), SUM(amount), SUM(volume) FROM closed "
        "WHERE rival <> '' GROUP BY rival, industry, kind",
        _given(frame, period),
    )
    found: dict[tuple[str, int], dict[str, Sums]] = {}
    for rival, industry, kind, *numbers in rows:
        found.setdefault((rival, int(industry)), {})[kind] = Sums(*map(int, numbers))
    return {key: Line(key[0], kinds.get("won", NOTHING), kinds.get("lost", NOTHING)) for key, kinds in found.items()}


def total(frame: Frame, period: Period) -> Line:
    """All that was won and lost in the period."""
    sql = f"{_closed(frame, period)} SELECT kind, SUM(count), SUM(amount), SUM(volume) FROM closed GROUP BY kind"
    kinds = {kind: Sums(*map(int, numbers)) for kind, *numbers in _fetch(sql, _given(frame, period))}
    return Line("", kinds.get("won", NOTHING), kinds.get("lost", NOTHING))


def closed_rows(
    frame: Frame, period: Period, *, kind: str = "", dimension: Dimension | None = None, key: str = "",
    limit: int | None = ROWS, industry: int | None = None,
) -> list[Closed]:  # fmt: skip
    """The opportunities behind a figure, largest first; `kind` '' for both."""
    where, given = [], _given(frame, period)
    if kind:
        where.append("kind = %(kind)s")
        given["kind"] = kind
    if dimension:
        where.append(f"{COLUMN[dimension]} = %(key)s")
        given["key"] = int(key or 0) if dimension in BY_ID else key
    if industry is not None:
        where.append("industry = %(within)s")
        given["within"] = industry
    chosen = f"WHERE {' AND '.join(where)}" if where else ""
    rows = _fetch(
        f"{_closed(frame, period)} SELECT opportunity, kind, day, stage, reason, competitor, amount, volume FROM closed "
        f"{chosen} ORDER BY amount DESC, opportunity {f'LIMIT {limit:d}' if limit else ''}",
        given,
    )
    return [Closed(row[0], row[1], row[2], row[3], row[4], row[5], int(row[6]), int(row[7])) for row in rows]


def names(rules: MethodRules, dimension: Dimension, keys: list[str | int], language: str) -> dict[str | int, str]:
    """What the keys of a dimension are called; a text that is its own name stays."""
    if dimension == "person":
        return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))
    if dimension == "source":
        return dict(Source.objects.filter(pk__in=keys).values_list("pk", "name"))
    if dimension == "industry":
        return dict(Industry.objects.filter(pk__in=keys).values_list("pk", "name"))
    if dimension == "stage":
        return {stage.code: f"{stage.code} {stage.name.into(language)}" for stage in rules.stages}
    return {}


def _closed(frame: Frame, period: Period) -> str:
    """The rows that left an open stage as won or lost, without what was taken back."""
    join = "" if frame.spans is None else (
        "JOIN span ON p.owner = span.person AND p.day >= span.first AND p.day < span.until"
    )  # fmt: skip
    begin = "WITH" if frame.spans is None else f"{_with(frame.spans)},"
    return (
        f"{begin} closed AS (SELECT p.opportunity, p.kind, p.stage, p.owner, p.industry, p.source, p.day, "
        "-SUM(p.count) AS count, -SUM(p.amount) AS amount, -SUM(p.volume) AS volume, "
        "CASE WHEN p.kind = 'won' THEN '' ELSE COALESCE(NULLIF(c.reason, ''), o.lost_reason) END AS reason, "
        "CASE WHEN p.kind = 'won' THEN '' ELSE o.competitor END AS competitor, "
        "o.competitor AS rival "
        f"FROM pipeline_posting p {join} JOIN pipeline_opportunity o ON o.id = p.opportunity "
        "LEFT JOIN pipeline_change c ON c.id = p.origin "
        "WHERE p.method = %(method)s AND p.day BETWEEN %(start)s AND %(end)s AND p.kind IN ('won', 'lost') "
        "AND p.side = -1 GROUP BY p.opportunity, p.kind, p.stage, p.owner, p.industry, p.source, p.day, c.reason, o.lost_reason, "
        "o.competitor HAVING SUM(p.count) <> 0)"
    )


def _given(frame: Frame, period: Period) -> dict[str, Any]:
    return {"method": frame.method.pk, "start": period.start.toordinal(), "end": period.end.toordinal()}


def _fetch(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        return list(cursor.fetchall())
