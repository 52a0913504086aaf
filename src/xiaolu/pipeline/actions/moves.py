"""Moving an opportunity through the stages of its method: gates, reasons, sign-offs, and the ledger."""

from datetime import date
from typing import Any

from django.db import transaction

from xiaolu.domain import gates
from xiaolu.domain.gates import Step
from xiaolu.domain.rules import RuleBroken
from xiaolu.methods.queries import rules_of
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import cards, ledger, reactions
from xiaolu.pipeline.actions.events import reach_by_move
from xiaolu.pipeline.actions.opportunities import locked, save
from xiaolu.pipeline.models import Opportunity, Request
from xiaolu.pipeline.queries.gates import missing


@transaction.atomic
def move_opportunity(
    opportunity: Opportunity, *, to: str, by: Person | None, on: date | None = None, seen: int | None = None,
    reason: str = "", remark: str = "", competitor: str | None = None, override: str = "",
) -> Opportunity:  # fmt: skip
    """Move to another stage of the method on a day (today).

    `reason` is a code of the method (or a text where it has none): for a loss, a move back, a skip. `competitor`: to
    whom it was lost, "" for nobody or unknown, None when nothing was said. `override`: the reason for which somebody
    who manages lets it pass a gate that lacks something. The system itself (`by` None: commands, imports) meets no gate.

    Raises Stale, RuleBroken (unknown_stage, move_not_allowed, reason_needed, competitor_needed, sign_off_needed,
    gate_closed, may_not_override, day_in_future, before_creation, withdrawn).
    """
    opportunity = locked(opportunity, seen=seen)
    changes = carry(opportunity, to=to, by=by, on=on or today(), reason=reason, remark=remark, competitor=competitor,
                    override=override)  # fmt: skip
    audit.record(opportunity, "move_opportunity", by=by, changes=changes)
    return opportunity


def carry(
    opportunity: Opportunity, *, to: str, by: Person | None, on: date, reason: str = "", remark: str = "",
    competitor: str | None = None, override: str = "",
) -> dict[str, tuple[Any, Any]]:  # fmt: skip
    """The move of a locked row, checked and written. Gives what it changed, for the audit trail. Raises as the move."""
    before = ledger.stage_on(opportunity, on)
    step = step_of(opportunity, to, on, before)
    if step.asks and not reason:
        raise RuleBroken("reason_needed")
    passed = _pass_gates(opportunity, step, competitor, override, by) if by else False
    _move(opportunity, to, by=by, on=on, reason=reason, remark=remark, competitor=competitor,
          override=override if passed else "")  # fmt: skip
    changes: dict[str, tuple[Any, Any]] = {"stage": (before, to), "reason": ("", reason), "remark": ("", remark)}
    return changes | {"day": ("", on)} | ({"override": ("", override)} if passed else {})


def step_of(opportunity: Opportunity, to: str, on: date, before: str = "") -> Step:
    """What a move on a day would be, and what it asks for. Raises RuleBroken (unknown_stage, move_not_allowed)."""
    rules = rules_of(opportunity.method_id)
    before = before or (opportunity.stage if on >= today() else ledger.stage_on(opportunity, on))
    lost = rules.stage(before).kind == "lost"
    return gates.step(rules, before, to, before_loss=ledger.stage_before_loss(opportunity, on) if lost else "")


def _pass_gates(opportunity: Opportunity, step: Step, competitor: str | None, override: str, by: Person) -> bool:
    """What a person meets on the way. Gives whether a closed gate was passed. Raises RuleBroken."""
    if step.kind in ("lost", "churned"):
        if competitor is None:
            raise RuleBroken("competitor_needed")
        if gates.needs_sign_off(rules_of(opportunity.method_id), step, manages=by.overrides_gates):
            raise RuleBroken("sign_off_needed")
    lacking = missing(opportunity, step.leaves)
    if not lacking:
        return False
    if not override:
        raise RuleBroken("gate_closed", count=len(lacking))
    if not by.overrides_gates:
        raise RuleBroken("may_not_override")
    return True


def _move(
    opportunity: Opportunity, to: str, *, by: Person | None, on: date, reason: str, remark: str,
    competitor: str | None, override: str,
) -> None:  # fmt: skip
    """Write the move into the ledger and the live row. The row is locked, what it asks for was checked."""
    kind, left = opportunity.stage_kind, opportunity.stage
    ledger.state_facts(opportunity, {"stage": to}, by=by, on=on, reason=reason, remark=remark, override=override)
    rules = rules_of(opportunity.method_id)
    stage = rules.stage(opportunity.stage)
    if rules.lost_sign_off:  # whoever moved it does not wait for the loss any more
        Request.objects.filter(opportunity=opportunity, kind="loss", state="waiting").update(state="dropped")
    if opportunity.stage == to and stage.kind == "lost":
        opportunity.lost_reason = reason[:120]
        opportunity.competitor = opportunity.competitor if competitor is None else competitor
    if opportunity.stage_kind == "open":
        opportunity.next_date = opportunity.next_date or cards.default_next_date(stage, today())
    else:
        opportunity.next_date = None
    save(opportunity)
    reactions.moved(opportunity, kind, by=by)
    reach_by_move(opportunity, left, by=by, on=on)
