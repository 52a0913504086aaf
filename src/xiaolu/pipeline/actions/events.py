"""What the method calls an event: reached by evidence or by a move, said to those who wait for it, in the same transaction.

Something that was said already is not said again by another sign: an opportunity whose payment was written down is not
paid once more when it enters the paid stage.
"""

from datetime import date

from xiaolu.domain import events
from xiaolu.domain.method import FIELD_EVENTS
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.pipeline import reactions
from xiaolu.pipeline.models import Evidence, Opportunity
from xiaolu.pipeline.queries.gates import FIELD, evidence_of, given, rules_under

AGAIN = ("quotation_asked", "quotation_given")  # what may happen to one opportunity several times


def reach_by_evidence(opportunity: Opportunity, evidence: Evidence, *, by: Person | None) -> None:
    """A milestone was reached or a field filled. What a recorded activity shows, the activity says itself."""
    event = _event_of(opportunity, evidence)
    if not event or event in events.of_stage(rules_of(opportunity.method_id).stage(opportunity.stage)):
        return
    others = [one for one in evidence_of([opportunity.pk]).get(opportunity.pk, []) if one.pk != evidence.pk]
    if event in AGAIN or event not in events.shown(rules_under(opportunity), given(opportunity, others)):
        reactions.reached(opportunity, [event], by=by, on=evidence.day)


def _event_of(opportunity: Opportunity, evidence: Evidence) -> str:
    if evidence.milestone.startswith(FIELD):
        return FIELD_EVENTS.get(evidence.milestone.removeprefix(FIELD), "")
    if evidence.kind == "field" or (evidence.kind == "activity" and not evidence.by_hand):
        return ""
    rules = rules_under(opportunity)
    milestones = (one for stage in rules.stages for one in stage.milestones if one.code == evidence.milestone)
    return next((events.of_milestone(rules, one) for one in milestones), "")


def reach_by_move(opportunity: Opportunity, left: str, *, by: Person | None, on: date) -> None:
    """The stage is another one than before."""
    found = events.of_move(rules_of(opportunity.method_id), left, opportunity.stage)
    if not found:
        return
    evidence = evidence_of([opportunity.pk]).get(opportunity.pk, [])
    said = events.shown(rules_under(opportunity), given(opportunity, evidence))
    reactions.reached(opportunity, [event for event in found if event not in said], by=by, on=on)
