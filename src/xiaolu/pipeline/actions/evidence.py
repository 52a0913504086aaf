"""Evidence for milestones. `give_evidence` is the door through which every app hands it down."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from xiaolu.domain import gates
from xiaolu.domain.rules import RuleBroken
from xiaolu.files.actions import keep_file
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.actions.events import reach_by_evidence
from xiaolu.pipeline.actions.opportunities import locked
from xiaolu.pipeline.models import Evidence, Opportunity, Request
from xiaolu.pipeline.queries.gates import demand_for, rules_under

FILES = "opportunity"  # the kind under which its files are stored and guarded


@transaction.atomic
def give_evidence(
    opportunity: Opportunity, *, milestone: str, by: Person | None, on: date | None = None, subject: str = "",
    ref: int = 0, note: str = "", words: str = "", by_hand: bool = False,
) -> Evidence:  # fmt: skip
    """Show that a milestone of the opportunity's method version was reached on a day (today).

    `milestone` is its code, or `field:NAME` for what a field without a column holds (`note`). `subject` and `ref` name
    what gave it, such as ("activity", 17); by hand, it is somebody's word. A confirmation stays open until a second
    person confirms it: see ask_for_confirmation.

    Raises RuleBroken (unknown_milestone, words_needed, day_in_future, withdrawn).
    """
    opportunity = locked(opportunity, seen=None)
    evidence = add_evidence(opportunity, milestone, by=by, on=on, subject=subject, ref=ref, note=note, words=words,
                            by_hand=by_hand)  # fmt: skip
    audit.record(opportunity, "give_evidence", by=by, changes={"evidence": ("", milestone), "note": ("", note)})
    return evidence


def add_evidence(
    opportunity: Opportunity, milestone: str, *, by: Person | None, on: date | None = None, **values: Any
) -> Evidence:
    """The row of some evidence, inside the caller's transaction and without an audit entry. Raises RuleBroken."""
    on = on or today()
    demand = demand_for(opportunity, milestone)
    if demand is None:
        raise RuleBroken("unknown_milestone", milestone=milestone)
    if demand.milestone and demand.milestone.quoted and not values.get("words", "").strip():
        raise RuleBroken("words_needed")
    if on > today():
        raise RuleBroken("day_in_future", day=on.isoformat())
    kind = demand.milestone.evidence if demand.milestone else "field"
    evidence = Evidence.objects.create(
        opportunity=opportunity, milestone=milestone, kind=kind, day=on, given_by=by, **values
    )
    if kind != "confirmation":  # that is reached when a second person confirms it
        reach_by_evidence(opportunity, evidence, by=by)
    return evidence


@transaction.atomic
def give_file(
    opportunity: Opportunity, *, milestone: str, file: "UploadedFile[Any]", by: Person, on: date | None = None,
    note: str = "", words: str = "",
) -> Evidence:  # fmt: skip
    """Keep a file as the evidence of a milestone. Raises RuleBroken for a file that is not taken, and as give_evidence."""
    opportunity = locked(opportunity, seen=None)
    kept = keep_file(file, kind=FILES, object_id=opportunity.pk, by=by)
    evidence = add_evidence(
        opportunity, milestone, by=by, on=on, subject="stored_file", ref=kept.pk, note=note, words=words
    )
    changes = {"evidence": ("", milestone), "file": ("", kept.name)}
    audit.record(opportunity, "give_evidence", by=by, changes=changes)
    return evidence


@transaction.atomic
def fill_questionnaire(
    opportunity: Opportunity, *, milestone: str, answers: Mapping[str, str], by: Person, words: str = ""
) -> Evidence:
    """Answer the questionnaire of a milestone; what is answered well enough shows it.

    Scores make 0–100 by their weights; where the questionnaire has a pass mark, less refuses (score_too_low).
    Raises RuleBroken (unknown_milestone, answers_missing, score_too_low, words_needed).
    """
    opportunity = locked(opportunity, seen=None)
    demand = demand_for(opportunity, milestone)
    if demand is None or demand.milestone is None or demand.milestone.evidence != "questionnaire":
        raise RuleBroken("unknown_milestone", milestone=milestone)
    asked = next(one for one in rules_under(opportunity).questionnaires if one.code == demand.milestone.subject)
    score = gates.score(asked, answers)
    lines = [f"{question.text.zh}：{answers[question.code]}" for question in asked.questions]
    note = "\n".join([*([f"{score} / 100"] if score is not None else []), *lines])
    evidence = add_evidence(opportunity, milestone, by=by, subject=f"questionnaire:{asked.code}"[:60], note=note,
                            words=words)  # fmt: skip
    changes = {"evidence": ("", milestone), "score": ("", score)}
    audit.record(opportunity, "fill_questionnaire", by=by, changes=changes)
    return evidence


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: Person | None, reason: str) -> Evidence:
    """Take back evidence that was given by mistake; it stays to be read. Raises RuleBroken when it was taken back."""
    opportunity = locked(evidence.opportunity, seen=None)
    if not reason:
        raise RuleBroken("reason_needed")
    now = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if now.withdrawn_at:
        raise RuleBroken("evidence_withdrawn")
    take_back(now, by=by, reason=reason)
    Request.objects.filter(evidence=now, state="waiting").update(state="dropped")
    audit.record(
        opportunity, "withdraw_evidence", by=by, changes={"evidence": (now.milestone, ""), "reason": ("", reason)}
    )
    return now


def take_back(evidence: Evidence, *, by: Person | None, reason: str) -> None:
    """Mark evidence as withdrawn, inside the caller's transaction."""
    evidence.withdrawn_by, evidence.withdrawn_at, evidence.withdrawn_reason = by, timezone.now(), reason[:200]
    evidence.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
