"""What a second person must agree to: a milestone confirmed, a loss signed off."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from xiaolu.clocks.actions import notice, tell
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.leaders import directors, managers_of
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.actions.events import reach_by_evidence
from xiaolu.pipeline.actions.evidence import add_evidence, take_back
from xiaolu.pipeline.actions.moves import move_opportunity, step_of
from xiaolu.pipeline.actions.opportunities import locked
from xiaolu.pipeline.models import Opportunity, Request


@transaction.atomic
def ask_for_confirmation(
    opportunity: Opportunity, *, milestone: str, by: Person, on: date | None = None, note: str = "", words: str = ""
) -> Request:
    """Say that a milestone was reached and ask somebody else to confirm it. Raises RuleBroken as give_evidence."""
    opportunity = locked(opportunity, seen=None)
    waiting = Request.objects.filter(opportunity=opportunity, kind="confirmation", state="waiting")
    if waiting.filter(evidence__milestone=milestone).exists():
        raise RuleBroken("already_asked")
    evidence = add_evidence(opportunity, milestone, by=by, on=on, note=note, words=words)
    if evidence.kind != "confirmation":
        raise RuleBroken("unknown_milestone", milestone=milestone)
    request = Request.objects.create(
        opportunity=opportunity, kind="confirmation", evidence=evidence, day=evidence.day, asked_by=by
    )
    audit.record(opportunity, "ask_for_confirmation", by=by, changes={"evidence": ("", milestone), "note": ("", note)})
    _tell_asked(request)
    return request


@transaction.atomic
def ask_for_loss(
    opportunity: Opportunity, *, to: str, by: Person, on: date | None = None, seen: int | None = None, reason: str = "",
    remark: str = "", competitor: str | None = None,
) -> Request:  # fmt: skip
    """Ask the manager to sign a loss off; the opportunity stays where it is until then.

    Raises Stale, RuleBroken (unknown_stage, not_a_loss, reason_needed, competitor_needed, already_asked).
    """
    opportunity = locked(opportunity, seen=seen)
    on = on or today()
    if on > today():
        raise RuleBroken("day_in_future", day=on.isoformat())
    step = step_of(opportunity, to, on)
    if step.kind not in ("lost", "churned"):
        raise RuleBroken("not_a_loss")
    if not reason:
        raise RuleBroken("reason_needed")
    if competitor is None:
        raise RuleBroken("competitor_needed")
    if Request.objects.filter(opportunity=opportunity, kind="loss", state="waiting").exists():
        raise RuleBroken("already_asked")
    request = Request.objects.create(
        opportunity=opportunity, kind="loss", stage=to, day=on, reason=reason[:120], remark=remark,
        competitor=competitor, asked_by=by,
    )  # fmt: skip
    changes = {"stage": (opportunity.stage, to), "reason": ("", reason), "competitor": ("", competitor)}
    audit.record(opportunity, "ask_for_loss", by=by, changes=changes)
    _tell_asked(request)
    return request


@transaction.atomic
def accept_request(request: Request, *, by: Person) -> Request:
    """Confirm the milestone, or sign the loss off and move the opportunity. Raises RuleBroken, Stale."""
    request = _decided(request, by, "accepted", "")
    if request.kind == "loss":
        move_opportunity(request.opportunity, to=request.stage, by=by, on=request.day, reason=request.reason,
                         remark=request.remark, competitor=request.competitor)  # fmt: skip
        return request
    if request.evidence is None or request.evidence.withdrawn_at:
        raise RuleBroken("evidence_withdrawn")
    request.evidence.confirmed_by, request.evidence.confirmed_at = by, timezone.now()
    request.evidence.save(update_fields=["confirmed_by", "confirmed_at"])
    reach_by_evidence(request.opportunity, request.evidence, by=by)
    changes = {"evidence": ("", request.evidence.milestone)}
    audit.record(request.opportunity, "confirm_evidence", by=by, changes=changes)
    return request


@transaction.atomic
def refuse_request(request: Request, *, by: Person, answer: str) -> Request:
    """Say no, and why; the opportunity stays where it is, evidence that was to be confirmed is taken back."""
    if not answer:
        raise RuleBroken("reason_needed")
    request = _decided(request, by, "refused", answer)
    if request.evidence and not request.evidence.withdrawn_at:
        take_back(request.evidence, by=by, reason=answer)
    audit.record(
        request.opportunity,
        "refuse_request",
        by=by,
        changes={request.kind: ("waiting", "refused"), "answer": ("", answer)},
    )
    return request


@transaction.atomic
def drop_request(request: Request, *, by: Person) -> Request:
    """Who asked does not ask any more. Raises RuleBroken for anybody else, or when it was answered."""
    if request.asked_by_id != by.pk:
        raise RuleBroken("not_yours")
    request = _locked(request)
    request.state, request.decided_at = "dropped", timezone.now()
    request.save(update_fields=["state", "decided_at"])
    if request.evidence and not request.evidence.withdrawn_at:
        take_back(request.evidence, by=by, reason="")
    audit.record(request.opportunity, "drop_request", by=by, changes={request.kind: ("waiting", "dropped")})
    return request


@transaction.atomic
def notice_answers(*, by: Person) -> int:
    """The person has read the answers to what they asked. Gives how many there were."""
    rows = Request.objects.filter(asked_by=by, state__in=["accepted", "refused"], noticed=False)
    read = rows.update(noticed=True)
    if read:
        audit.record(by, "notice_answers", by=by, changes={"answers": (0, read)})
    return read


def _tell_asked(request: Request) -> None:
    """Those who lead whoever asks, else the directors: one of them is to answer."""
    by, deal = request.asked_by, request.opportunity
    above = managers_of([by.pk]).get(by.pk, []) if by else []
    tell(
        notice(one.pk, "request_asked", key=f"request:{request.pk}", kind="opportunity", object_id=deal.pk,
               by=str(by), title=deal.title)
        for one in above or directors()
        if by and one.pk != by.pk
    )  # fmt: skip


def _decided(request: Request, by: Person, state: str, answer: str) -> Request:
    """The request with its decision. Raises RuleBroken (own_request, may_not_sign_off, request_over)."""
    if request.asked_by_id == by.pk:
        raise RuleBroken("own_request")
    if request.kind == "loss" and not by.overrides_gates:
        raise RuleBroken("may_not_sign_off")
    request = _locked(request)
    request.state, request.decided_by, request.decided_at, request.answer = state, by, timezone.now(), answer[:200]
    request.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    if request.asked_by_id:
        deal, key = request.opportunity, f"request:{request.pk}:{state}"
        said = {"by": str(by), "title": deal.title}
        tell([notice(request.asked_by_id, f"request_{state}", key=key, kind="opportunity", object_id=deal.pk, **said)])
    return request


def _locked(request: Request) -> Request:
    """The request as it is now, its opportunity locked. Raises RuleBroken when it does not wait any more."""
    opportunity = locked(request.opportunity, seen=None)
    now = Request.objects.select_for_update(of=("self",)).select_related("evidence").get(pk=request.pk)
    if now.state != "waiting":
        raise RuleBroken("request_over")
    now.opportunity = opportunity
    return now
