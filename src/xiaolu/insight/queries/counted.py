"""Figures that are no KPI: what stands, changed, was closed, is late. Each with its sums and the rows behind it.

How an address names them: see `pipeline.figure_links`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from xiaolu.domain.kpi import Reading, judge_share
from xiaolu.domain.method import Method as Rules
from xiaolu.domain.periods import Period
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import ageing, behind, win_loss
from xiaolu.pipeline.queries.behind import Row
from xiaolu.pipeline.queries.board import filters
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.history import rows_of_change
from xiaolu.pipeline.queries.sums import CHANGES, MOVES, NOTHING, Flow, Sums, flow
from xiaolu.pipeline.queries.win_loss import BY_ID, COLUMN
from xiaolu.search.queries import matching_ids

LIVE = ("live", "accounts", "late", "fizzled")  # read from the live rows, as of today
ENDS = ("opening", "closing")
CLOSED = ("won", "lost", "all")
FILTERS = ("industry", "source", "product", "growth", "owner", "state", "due", "text", "account", "age", "rival")
KEPT = ("by", "key", "within", *FILTERS)  # what an address of such a figure carries beside scope and days
MOST = 100_000


@dataclass(frozen=True)
class Name:
    """A figure's code taken apart: its kind, and what of it."""

    kind: str
    of: tuple[str, ...]

    @property
    def code(self) -> str:
        return f"{self.kind}:{','.join(self.of)}"

    @property
    def is_live(self) -> bool:
        return self.kind in LIVE


@dataclass(frozen=True)
class Counted:
    """How many, how large, and the rows; `share`: won ÷ closed, for what was closed either way."""

    name: Name
    sums: Sums
    rows: list[Row]
    share: Reading | None = None


def named(code: str, rules: Rules) -> Name | None:
    """A counted figure's name, None for a code of another kind. Raises KeyError for one that means nothing."""
    kind, _, rest = code.partition(":")
    known = {"change": (*CHANGES, *MOVES, *ENDS), "closed": CLOSED, **dict.fromkeys(LIVE, rules.codes)}.get(kind)
    if known is None:
        return None
    of = tuple(rest.split(","))
    if not set(of) <= set(known) or (kind not in LIVE and len(of) > 1):
        raise KeyError(code)
    return Name(kind, of)


def read(name: Name, frame: Frame, rules: Rules, period: Period, asked: Mapping[str, str]) -> Counted:
    """A figure of the ledger: a step between two days, or what was closed in them. Raises KeyError for a wrong part."""
    if name.kind == "closed":
        return _closed(name, frame, period, asked)
    (step,) = name.of
    if step in ENDS:
        day = period.eve if step == "opening" else period.end
        rows = behind.standing_rows(frame, rules.of_kind("open"), day)
        return Counted(name, _added(rows), rows)
    found = flow(frame, period).get("total", Flow())
    moved = rows_of_change(frame, period, step, limit=MOST)
    rows = [Row(one.opportunity, "", day=one.day.toordinal(), amount=one.amount, volume=one.volume) for one in moved]
    return Counted(name, found.changes.get(step) or found.moves.get(step) or NOTHING, rows)


def _closed(name: Name, frame: Frame, period: Period, asked: Mapping[str, str]) -> Counted:
    (kind,) = name.of
    by, key, within = asked.get("by", ""), asked.get("key", ""), asked.get("within", "")
    dimension = next((one for one in COLUMN if one == by), None)
    if (by and dimension is None) or (dimension in BY_ID and not _is_id(key)) or (within and not _is_id(within)):
        raise KeyError(by)
    found = win_loss.closed_rows(
        frame, period, kind="" if kind == "all" else kind, dimension=dimension, key=key, limit=None,
        industry=int(within) if within else None,
    )  # fmt: skip
    rows = [Row(one.opportunity, one.kind, one.stage, one.day, amount=one.amount, volume=one.volume) for one in found]
    won = sum(1 for one in found if one.kind == "won")
    share = judge_share(won, len(found), None) if kind == "all" else None
    return Counted(name, _added(rows), rows, share)


def read_live(name: Name, visible: QuerySet[Opportunity], rules: Rules, now: date, asked: Mapping[str, str]) -> Counted:
    """A figure of the rows as they are now, under the filters of the page that shows it. Raises KeyError."""
    rows = visible.filter(stage__in=name.of).filter(_asked(rules, name, now, asked))
    if name.kind in ("late", "fizzled"):
        condition = ageing.late if name.kind == "late" else ageing.fizzled
        rows = rows.filter(condition(rules, now, codes=name.of), stage_kind="open")
    fields = ("pk", "stage", "stage_since", "amount", "volume")
    values: list[tuple[int, str, date, int, int]] = list(rows.order_by().values_list(*fields))
    found = [
        Row(
            one,
            stage,
            stage,
            since.toordinal(),
            (now - since).days if name.kind in ("late", "fizzled") else None,
            amount,
            volume,
        )
        for one, stage, since, amount, volume in values
    ]
    sums = _added(found)
    if name.kind == "accounts":
        sums = replace(sums, count=rows.exclude(account=None).order_by().values("account").distinct().count())
    return Counted(name, sums, found)


def _asked(rules: Rules, name: Name, now: date, asked: Mapping[str, str]) -> Q:
    chosen = filters({one: asked[one] for one in FILTERS if asked.get(one)}, now)
    if asked.get("text"):
        chosen &= Q(pk__in=matching_ids("opportunity", asked["text"]))
    if asked.get("rival"):
        chosen &= Q(competitor__iexact=asked["rival"])
    for field, of in (("account", "account"), ("within", "industry")):
        if asked.get(field):
            if not _is_id(asked[field]):
                raise KeyError(field)
            chosen &= Q(**{f"{of}_id": int(asked[field]) or None})
    if asked.get("age"):
        if asked["age"] not in ageing.BUCKETS:
            raise KeyError("age")
        chosen &= ageing.of_bucket(rules, now, asked["age"], name.of)
    return chosen


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _added(rows: list[Row]) -> Sums:
    return Sums(len(rows), sum(row.amount or 0 for row in rows), sum(row.volume or 0 for row in rows))
