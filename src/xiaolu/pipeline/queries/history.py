"""What one opportunity went through, and how the pipeline's rows stood on a past day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from xiaolu.customers.models import Industry, Source
from xiaolu.domain.ledger import Passage, taken_back
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.periods import Period
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Change, Opportunity
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.sums import CHANGES, MOVES, _closing, _months, _rows, _with
from xiaolu.products.models import Product


@dataclass(frozen=True)
class Stay:
    """A stage of the road: when it was entered, how many days it took until the next, whether it was jumped over."""

    code: str
    entered: date | None
    days: int | None
    skipped: bool
    here: bool


@dataclass(frozen=True)
class Said:
    """One entry of the history: when it happened, when it was known, by whom, and what it set."""

    change: Change
    day: date
    known_on: date
    actor: Person | None
    sets: dict[str, object]
    cancelled: bool


def road(opportunity: Opportunity, rules: MethodRules, passages: list[Passage], today: date) -> list[Stay]:
    """The stages of the method that are not lost, with the time spent from each entry to the next one's."""
    known = {passage.stage: passage for passage in passages}
    ahead = [
        s.code
        for s in rules.stages
        if (s.kind != "lost" or s.code == opportunity.stage) and (not s.retired or s.code in known)
    ]
    stays = []
    for place, code in enumerate(ahead):
        passage = known.get(code)
        later = [known[other].day for other in ahead[place + 1 :] if other in known and not known[other].skipped]
        entered = date.fromordinal(passage.day) if passage else None
        end = min(later) if later else today.toordinal() if code == opportunity.stage else None
        days = end - passage.day if passage and not passage.skipped and end is not None else None
        stays.append(Stay(code, entered, days, bool(passage and passage.skipped), code == opportunity.stage))
    return stays


def history(opportunity: Opportunity) -> list[Said]:
    """All changes of an opportunity, latest first."""
    changes = list(Change.objects.filter(opportunity=opportunity.pk).order_by("-day", "-id"))
    people = Person.objects.in_bulk({change.actor for change in changes if change.actor})
    cancelled = taken_back((change.pk, change.cancels) for change in changes)
    return [
        Said(
            change,
            date.fromordinal(change.day),
            date.fromordinal(change.known_on),
            people.get(change.actor),
            change.sets,
            change.pk in cancelled,
        )
        for change in changes
    ]


@dataclass(frozen=True)
class PastRow:
    """An opportunity as it stood on a past day."""

    opportunity: int
    stage: str
    owner: int
    amount: int
    volume: int


def rows_at(frame: Frame, at: date, *, stage: str = "", limit: int = 50, offset: int = 0, by_amount: bool = True
) -> list[PastRow]:  # fmt: skip
    """The opportunities of a frame as they stood at the end of a day, largest first, replayed from the postings."""
    day = at.toordinal()
    spans = None if frame.spans is None else [span for span in frame.spans if span.start <= day < span.end]
    join = "" if spans is None else "JOIN span ON owner = person"
    chosen = "stage = %(stage)s" if stage else "stage <> ''"
    rows = _rows(
        f"{_with(spans)} SELECT opportunity, stage, owner, SUM(amount) AS amount, SUM(volume) FROM pipeline_posting {join} "
        f"WHERE method = %(method)s AND day <= %(day)s AND {chosen} "
        f"{_closing(frame)} GROUP BY opportunity, stage, owner HAVING SUM(count) = 1 "
        f"ORDER BY {'SUM(amount) DESC, ' if by_amount else ''}opportunity LIMIT %(limit)s OFFSET %(offset)s",
        {"method": frame.method.pk, "day": day, "stage": stage, "limit": limit, "offset": offset, **_months(frame)},
    )
    return [PastRow(row[0], row[1], row[2], int(row[3]), int(row[4])) for row in rows]


@dataclass(frozen=True)
class Moved:
    """What one opportunity added to a bar of the waterfall."""

    opportunity: int
    day: date
    count: int
    amount: int
    volume: int


def rows_of_change(frame: Frame, period: Period, name: str, *, limit: int = 200, by_amount: bool = True) -> list[Moved]:
    """The opportunities behind one bar of the waterfall, largest effect first; their sums are the bar."""
    kind, side = (name, 0)
    if name.endswith(("_in", "_out")) and name not in CHANGES[:6]:
        kind, _, direction = name.rpartition("_")
        side = 1 if direction == "in" else -1
    if kind in MOVES:
        side = 1
    open_stages = ", ".join(f"'{code}'" for code in rules_of(frame.method).of_kind("open"))
    start, end = period.start.toordinal(), period.end.toordinal()
    spans = None if frame.spans is None else [s for s in frame.spans if s.start <= end and s.end > start]
    join = "" if spans is None else "JOIN span ON owner = person AND day >= first AND day < until"
    rows = _rows(
        f"{_with(spans)} SELECT opportunity, MAX(day), SUM(count), SUM(amount), SUM(volume) FROM pipeline_posting {join} "
        f"WHERE method = %(method)s AND day >= {start} AND day <= {end} AND kind = %(kind)s "
        f"{'AND side = ' + str(side) if side else ''} AND stage IN ({open_stages}) {_closing(frame)} GROUP BY opportunity "
        "HAVING SUM(count) <> 0 OR SUM(amount) <> 0 OR SUM(volume) <> 0 "
        f"ORDER BY {'ABS(SUM(amount)) DESC, ' if by_amount else ''}opportunity LIMIT %(limit)s",
        {"method": frame.method.pk, "kind": kind, "limit": limit, **_months(frame)},
    )
    return [Moved(row[0], date.fromordinal(row[1]), int(row[2]), int(row[3]), int(row[4])) for row in rows]


def named(said: list[Said]) -> dict[str, dict[int, str]]:
    """Names of the owners, industries, sources and products that a history speaks of."""
    tables: dict[str, Any] = {"owner": Person, "industry": Industry, "source": Source, "product": Product}
    found = {}
    for name, table in tables.items():
        ids = {one.sets[name] for one in said if one.sets.get(name)}
        found[name] = {row.pk: row.name for row in table.objects.filter(pk__in=ids)} if ids else {}
    return found
