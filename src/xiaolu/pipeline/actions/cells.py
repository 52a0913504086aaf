"""Cells of the tracking table: what a person wrote into one row, all of it or nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from xiaolu.domain.redating import first_entries, redated
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import ledger
from xiaolu.pipeline.actions.moves import carry
from xiaolu.pipeline.actions.opportunities import index, lateness, locked, save, set_values
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.passages import passages_of

Changes = dict[str, tuple[Any, Any]]


@transaction.atomic
def write_row(
    opportunity: Opportunity, *, by: Person, seen: int, values: Mapping[str, Any],
    days: Mapping[str, date | None] | None = None, to: str = "",
) -> Opportunity:  # fmt: skip
    """Write fields, the days on which stages were entered (None: never), and the stage (a move today) of one row.

    The day of a stage that lies ahead is a move on that day, with its gates. Nothing is written when nothing differs.
    A next date further off than the cadence proposes is taken; the audit trail names the proposed one beside it.
    Raises Stale, RuleBroken (as edit_opportunity and move_opportunity; days_out_of_order, day_stays, stage_remapped).
    """
    opportunity = locked(opportunity, seen=seen)
    changes = audit.differences(opportunity, values)
    if changes:
        late = lateness(opportunity, changes)
        set_values(opportunity, {name: values[name] for name in changes}, by=by, on=today())
        changes |= late
        save(opportunity)
        index(opportunity)
    ahead, behind = _split(opportunity, days or {})
    changes |= _restate(opportunity, behind, by=by)
    for code, day in ahead:
        changes |= {f"entered_{code}": ("", day), **carry(opportunity, to=code, by=by, on=day)}
    if to and to != opportunity.stage:
        changes |= carry(opportunity, to=to, by=by, on=today())
    if changes:
        audit.record(opportunity, "write_row", by=by, changes=changes)
    return opportunity


def _split(
    opportunity: Opportunity, days: Mapping[str, date | None]
) -> tuple[list[tuple[str, date]], dict[str, date | None]]:
    """Of stage days those that are moves, in their order, and those that only correct what was."""
    if not days:
        return [], {}
    if late := max((day for day in days.values() if day and day > today()), default=None):
        raise RuleBroken("day_in_future", day=late.isoformat())
    order = ledger.course_of(opportunity.method_id).order
    entered = first_entries(ledger.statements_of(opportunity.pk))
    ahead = [
        (code, day) for code, day in days.items()
        if day and code not in entered and opportunity.stage_kind == "open" and order[code] > order[opportunity.stage]
    ]  # fmt: skip
    moving = {code for code, _ in ahead}
    if any(day < opportunity.stage_since for _, day in ahead):
        raise RuleBroken("days_out_of_order")
    ahead.sort(key=lambda one: order[one[0]])
    if sorted(day for _, day in ahead) != [day for _, day in ahead]:
        raise RuleBroken("days_out_of_order")
    return ahead, {code: day for code, day in days.items() if code not in moving}


def _restate(opportunity: Opportunity, days: Mapping[str, date | None], *, by: Person) -> Changes:
    """Say the first entries of stages again; the stage in which the opportunity stands stays. Gives what changed."""
    if not days:
        return {}
    statements, stage = ledger.statements_of(opportunity.pk), opportunity.stage
    before = {code: date.fromordinal(one.day) for code, one in first_entries(statements).items()}
    course = ledger.course_of(opportunity.method_id)
    plan = redated(statements, {code: day.toordinal() if day else None for code, day in days.items()}, course)
    if not plan.taken and not plan.said:
        return {}
    said = [(date.fromordinal(day), facts) for day, facts in plan.said]
    ledger.rewrite(opportunity, plan.taken, said, by=by, import_id=0)
    now = {one.stage: one.day for one in passages_of(opportunity.pk) if not one.skipped}
    if opportunity.stage != stage or any(day is None and code in now for code, day in days.items()):
        raise RuleBroken("day_stays")
    if any(day and now.get(code) != day.toordinal() for code, day in days.items()):
        raise RuleBroken("days_out_of_order")
    save(opportunity)
    return {
        f"entered_{code}": (before.get(code, ""), day or "") for code, day in days.items() if day != before.get(code)
    }
