"""Which events an opportunity reaches under its method: by a milestone, a filled field, a key activity, a stage.

What a method file calls an event is what its clocks wait for (`domain.method.EVENTS`).
"""

from xiaolu.domain.gates import Given, is_shown
from xiaolu.domain.method import FIELD_EVENTS, Method, Milestone, Stage


def of_activity(method: Method, code: str) -> str:
    """What a key activity is when it is done; "" for nothing."""
    return next((one.event for one in method.activities if one.code == code), "")


def of_milestone(method: Method, milestone: Milestone) -> str:
    """What a milestone is when it is reached: by what shows it, else by its own word; "" for nothing."""
    if milestone.evidence == "activity":
        return of_activity(method, milestone.subject or "")
    if milestone.evidence == "field":
        return FIELD_EVENTS.get(milestone.subject or "", "")
    return milestone.event


def of_stage(stage: Stage) -> tuple[str, ...]:
    """What entering a stage is."""
    said = [stage.event] if stage.event else []
    return tuple(dict.fromkeys([*said, *(["paid"] if stage.kind == "paid" else [])]))


def of_move(method: Method, left: str, target: str) -> tuple[str, ...]:
    """What a move is: forward all that the stages entered and jumped over are, from a lost stage only the target's."""
    if method.stage(target).kind == "lost":
        return ()
    if method.stage(left).kind == "lost":
        return of_stage(method.stage(target))
    passed = method.stages[method.position(left) + 1 : method.position(target) + 1]
    return tuple(dict.fromkeys(event for stage in passed if not stage.retired for event in of_stage(stage)))


def shown(method: Method, given: Given) -> frozenset[str]:
    """The events that evidence shows already."""
    milestones = [one for stage in method.stages for one in stage.milestones]
    found = {of_milestone(method, one) for one in milestones if is_shown(one, given)}
    return frozenset(found | {event for name, event in FIELD_EVENTS.items() if name in given.fields}) - {""}
