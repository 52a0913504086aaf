"""Writing the ledger: a change with its postings, its passages, and the live row, in the caller's transaction."""

import json
import secrets
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from xiaolu.domain.ledger import (
    FACTS,
    Course,
    Line,
    Passage,
    State,
    Statement,
    correction,
    enter,
    pairs,
    project,
    taken_back,
)
from xiaolu.domain.periods import month_of, month_start
from xiaolu.domain.rules import RuleBroken
from xiaolu.methods.queries import rules_of
from xiaolu.org.actions import fix_currency
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.models import Passage as PassageRow
from xiaolu.pipeline.queries.passages import passages_of

POSTING = ("opportunity", "change", "line", "origin", "reverses", "day", "method", "stage", "owner", "close_month",
           "industry", "source", "product", "growth", "kind", "side", "count", "amount", "volume")  # fmt: skip
PASSAGE = ("opportunity", "method", "stage", "day", "skipped", "owner", "industry", "source", "product", "growth")
CHANGE = ("id", "opportunity", "day", "known_on", "recorded_at", "actor", "reason", "import_id", "sets", "cancels")
SAID = (*CHANGE, "remark", "override", "remaps")
_last_id, _id_lock = 0, threading.Lock()


def new_ids(how_many: int = 1) -> int:
    """The first of so many free ids in a row: milliseconds since 1970, 22 bits of chance. Grows within a process."""
    global _last_id
    with _id_lock:
        first = max((time.time_ns() // 1_000_000 << 22) | secrets.randbits(22), _last_id + 1)
        _last_id = first + how_many - 1
        return first


def course_of(method_id: int) -> Course:
    """Order and kinds of stages as the newest published version says."""
    return Course(rules_of(method_id))


def state_of(opportunity: Opportunity) -> State:
    """The live row as the ledger sees it."""
    return State(
        stage=opportunity.stage,
        owner=opportunity.owner_id or 0,
        close_month=month_of(opportunity.expected_close),
        industry=opportunity.industry_id or 0,
        source=opportunity.source_id or 0,
        product=opportunity.product_id or 0,
        growth=opportunity.growth,
        amount=opportunity.amount,
        volume=opportunity.volume,
    )


def begin(opportunity: Opportunity, *, by: Person | None, on: date, reason: str = "") -> int:
    """The first change of an opportunity that was just saved: everything that it is. Gives the change's id."""
    fix_currency()
    state = state_of(opportunity)
    sets = {name: getattr(state, name) for name in FACTS if name == "stage" or getattr(state, name)}
    course = course_of(opportunity.method_id)
    change = _write_change(opportunity.pk, sets, by=by, on=on, reason=reason)
    _post(opportunity, change, [(line, 0) for line in pairs(State(), state, change, on.toordinal(), course, "")])
    _write_passages(opportunity, project([Statement(change, on.toordinal(), sets)], course).passages)
    return change


def state_facts(
    opportunity: Opportunity,
    facts: Mapping[str, Any],
    *,
    by: Person | None,
    on: date,
    reason: str = "",
    remark: str = "",
    override: str = "",
    import_id: int = 0,
) -> int:
    """Say what an opportunity's facts became on a day; later changes keep what they set themselves.

    `facts` are fields of domain.ledger.State; `reason` is a code of the method or a text, `override` the code for which a
    closed gate was passed. Gives the change's id, 0 when nothing differs.
    Raises RuleBroken for a day after today or before the opportunity began. The caller holds the row's lock.
    """
    before, day = state_of(opportunity), on.toordinal()
    if on > today():
        raise RuleBroken("day_in_future", day=on.isoformat())
    if on < opportunity.created_on:
        raise RuleBroken("before_creation", day=opportunity.created_on.isoformat())
    after = before._replace(**facts)
    course = course_of(opportunity.method_id)
    lost_to_won = course.kinds[before.stage] == "lost" and course.kinds[after.stage] in ("won", "paid")
    said: dict[str, Any] = {"reason": reason, "remark": remark, "override": override, "import_id": import_id}
    if day < last_day(opportunity.pk) or lost_to_won:
        change = _write_change(opportunity.pk, facts, by=by, on=on, **said)
        return _restate(opportunity, change, course)
    if after == before:
        return 0
    differing = {name: getattr(after, name) for name in FACTS if getattr(after, name) != getattr(before, name)}
    change = _write_change(opportunity.pk, differing, by=by, on=on, **said)
    _post(opportunity, change, [(line, 0) for line in pairs(before, after, change, day, course, before.stage)])
    if after.stage != before.stage:
        known = {row.stage: row for row in passages_of(opportunity.pk)}
        entered = dict(known)
        enter(entered, before, after, day, course)
        _insert(
            "pipeline_passage",
            PASSAGE,
            _passage_rows(opportunity, [p for p in entered.values() if p.stage not in known]),
        )
    apply(opportunity, after, day if after.stage != before.stage else opportunity.stage_since.toordinal(), course)
    return change


def remap(opportunity: Opportunity, to: str, *, by: Person | None) -> int:
    """A version's mapping gives the stage of an opportunity another code of the same kind, today. Gives the change's id.

    Raises RuleBroken when the kinds differ. The caller holds the row's lock.
    """
    course = course_of(opportunity.method_id)
    if course.kinds.get(to) != opportunity.stage_kind:
        raise RuleBroken("other_stage_kind", stage=to)
    change = _write_change(opportunity.pk, {"stage": to}, by=by, on=today(), reason="version", remaps=True)
    return _restate(opportunity, change, course)


def cancel(opportunity: Opportunity, changes: Iterable[int], *, by: Person | None, reason: str) -> None:
    """Take changes back as if they had never been, each on its own day. Without any left it is withdrawn."""
    course, change = course_of(opportunity.method_id), 0
    for cancelled in changes:
        change = _write_change(opportunity.pk, {}, by=by, on=today(), reason=reason, cancels=cancelled)
    if change:
        _restate(opportunity, change, course)


def rewrite(
    opportunity: Opportunity, taken: Iterable[int], said: Iterable[tuple[date, Mapping[str, Any]]], *, by: Person | None,
    import_id: int,
) -> None:  # fmt: skip
    """An import corrects what it brought before: some changes are taken back, others stand in their place."""
    change = 0
    for cancelled in taken:
        change = _write_change(opportunity.pk, {}, by=by, on=today(), reason="", cancels=cancelled, import_id=import_id)
    for on, facts in said:
        change = _write_change(opportunity.pk, facts, by=by, on=on, reason="", import_id=import_id)
    if change:
        _restate(opportunity, change, course_of(opportunity.method_id))


def statements_of(opportunity_id: int) -> list[Statement]:
    """The statements that hold: without cancelled ones, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, day, sets, cancels, remaps FROM pipeline_change WHERE opportunity = %s ORDER BY day, id",
            [opportunity_id],
        )
        rows = cursor.fetchall()
    return holding(rows)


def holding(rows: Sequence[tuple[Any, ...]]) -> list[Statement]:
    """Of changes as (id, day, sets, cancels, remaps) the statements that hold, in the order given."""
    gone = taken_back((row[0], row[3]) for row in rows)
    return [
        Statement(id_, day, json.loads(sets) if isinstance(sets, str) else sets, bool(remaps))
        for id_, day, sets, cancels, remaps in rows
        if not cancels and id_ not in gone
    ]


def stage_on(opportunity: Opportunity, on: date) -> str:
    """The stage in which an opportunity stood at the end of a day; its first one before it began."""
    if on.toordinal() >= last_day(opportunity.pk):
        return opportunity.stage
    statements = statements_of(opportunity.pk)
    said = [one.sets["stage"] for one in statements if "stage" in one.sets and one.day <= on.toordinal()]
    return str(said[-1] if said else statements[0].sets["stage"])


def stage_before_loss(opportunity: Opportunity, on: date) -> str:
    """The last stage that was not a lost one, up to a day; '' when there was none."""
    kinds = course_of(opportunity.method_id).kinds
    stages = [one.sets.get("stage", "") for one in statements_of(opportunity.pk) if one.day <= on.toordinal()]
    return str(next((stage for stage in reversed(stages) if stage and kinds[stage] != "lost"), ""))


def held_lines(opportunity_id: int) -> list[Line]:
    """What the ledger holds for an opportunity, added up per origin and cell."""
    columns = ", ".join(Line._fields[:11])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, SUM(count), SUM(amount), SUM(volume) FROM pipeline_posting "
            f"WHERE opportunity = %s GROUP BY {columns}",
            [opportunity_id],
        )
        return [Line(*row[:11], *(int(number) for number in row[11:])) for row in cursor.fetchall()]


def last_day(opportunity_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(day) FROM pipeline_change WHERE opportunity = %s", [opportunity_id])
        return int(cursor.fetchone()[0] or 0)


def follow_method(opportunity: Opportunity) -> bool:
    """Bring passages and postings to the order of the newest version; whether anything differed. Nobody's facts change."""
    course, statements = course_of(opportunity.method_id), statements_of(opportunity.pk)
    projection = project(statements, course)
    same_passages = {*passages_of(opportunity.pk)} == {*projection.passages}
    if not statements or (same_passages and not correction(held_lines(opportunity.pk), projection.lines)):
        return False
    _restate(opportunity, _write_change(opportunity.pk, {}, by=None, on=today(), reason="method"), course)
    return True


def _restate(opportunity: Opportunity, change: int, course: Course) -> int:
    """Write the difference between what the ledger holds and what all statements say, each line on its own day."""
    statements = statements_of(opportunity.pk)
    projection = project(statements, course)
    _post(opportunity, change, correction(held_lines(opportunity.pk), projection.lines))
    PassageRow.objects.filter(opportunity=opportunity.pk).delete()
    _write_passages(opportunity, projection.passages)
    if statements:
        opportunity.created_on = date.fromordinal(min(one.day for one in statements))
        apply(opportunity, projection.state, projection.since, course)
    else:
        opportunity.withdrawn = True
    return change


def apply(opportunity: Opportunity, state: State, since: int, course: Course) -> None:
    """Bring the live row to a state; the caller saves it."""
    opportunity.stage, opportunity.stage_kind = state.stage, course.kinds[state.stage]
    opportunity.stage_since = date.fromordinal(since)
    opportunity.owner_id = state.owner or None
    opportunity.industry_id, opportunity.source_id = state.industry or None, state.source or None
    opportunity.product_id, opportunity.growth = state.product or None, state.growth
    opportunity.amount, opportunity.volume = state.amount, state.volume
    if month_of(opportunity.expected_close) != state.close_month:
        opportunity.expected_close = month_start(state.close_month) if state.close_month else None


def _write_change(
    opportunity_id: int, sets: Mapping[str, object], *, by: Person | None, on: date, reason: str, cancels: int = 0,
    import_id: int = 0, remark: str = "", override: str = "", remaps: bool = False,
) -> int:  # fmt: skip
    assert transaction.get_connection().in_atomic_block, "the ledger is written inside an action's transaction"
    change = new_ids()
    row = (change, opportunity_id, on.toordinal(), on.toordinal() if import_id else today().toordinal(), timezone.now(), by.pk if by else 0,
           reason[:200], import_id, json.dumps(dict(sets), ensure_ascii=False), cancels, remark[:200], override[:40],
           remaps)  # fmt: skip
    _insert("pipeline_change", SAID, [row])
    return change


def _post(opportunity: Opportunity, change: int, lines: Sequence[tuple[Line, int]]) -> None:
    rows = [
        (opportunity.pk, change, number, line.origin, reverses, line.day, opportunity.method_id, *line[2:])
        for number, (line, reverses) in enumerate(lines)
    ]
    _insert("pipeline_posting", POSTING, rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipeline_unfolded (day, method, stage, owner, close_month, kind, side, count, amount, volume) "
            "SELECT day, method, stage, owner, close_month, kind, side, count, amount, volume FROM pipeline_posting "
            "WHERE opportunity = %s AND change = %s AND stage <> ''",
            [opportunity.pk, change],
        )


def _write_passages(opportunity: Opportunity, passages: Iterable[Passage]) -> None:
    _insert("pipeline_passage", PASSAGE, _passage_rows(opportunity, passages))


def _passage_rows(opportunity: Opportunity, passages: Iterable[Passage]) -> list[tuple[object, ...]]:
    return [(opportunity.pk, opportunity.method_id, *passage) for passage in passages]


def _insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """One INSERT of a few rows through the bare cursor; both databases take the same text."""
    if not rows:
        return
    places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}",
            [value for row in rows for value in row],  # type: ignore[misc]
        )
