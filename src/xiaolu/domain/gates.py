"""What must be there before an opportunity goes on: gates of the stages that a move leaves or jumps over (spec 6, 9).

A gate holds on forward moves between stages that are not lost ones. A move back, a skip and a loss ask a reason
instead; a lost stage asks its own fields when it is entered. Retired stages ask nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from xiaolu.domain.attractiveness import rate, scored
from xiaolu.domain.method import Method, Milestone, Questionnaire, Reason
from xiaolu.domain.method.model import ReasonFor
from xiaolu.domain.rules import RuleBroken

StepKind = Literal["forward", "back", "lost", "churned", "reopened", "settled"]


@dataclass(frozen=True)
class Step:
    """A move: its kind, the stages whose gates it passes, whether stages are jumped over, and what its reason is for."""

    kind: StepKind
    leaves: tuple[str, ...] = ()
    skips: bool = False
    asks: ReasonFor | None = None


@dataclass(frozen=True)
class Proof:
    """A piece of evidence that somebody gave for a milestone; `words` are the customer's own."""

    milestone: str
    words: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Given:
    """What is known of an opportunity: the names of the filled fields, and the evidence that was not withdrawn."""

    fields: frozenset[str] = frozenset()
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Demand:
    """One thing that a stage asks for before it is left: a milestone, or else a field by its name."""

    stage: str
    code: str
    required: bool
    met: bool
    milestone: Milestone | None = None

    @property
    def lacks(self) -> bool:
        """Whether it holds a move up."""
        return self.required and not self.met


def step(method: Method, left: str, target: str, *, before_loss: str = "") -> Step:
    """What a move from one stage to another is, and what it asks for.

    `before_loss` is where a lost one stood before; the gates of a reopened one are those from there on, so that a loss
    is no way around them. Raises RuleBroken (unknown_stage, move_not_allowed).
    """
    if target not in method.codes or method.stage(target).retired:
        raise RuleBroken("unknown_stage", stage=target)
    kinds = method.stage(left).kind, method.stage(target).kind
    if kinds[1] == "lost":
        if kinds[0] == "lost":
            return Step("settled")
        return Step("lost", asks="lost") if kinds[0] == "open" else Step("churned", asks="churned")
    if kinds[0] == "lost":
        return Step("reopened", stages_left(method, before_loss or method.first_open, target))
    if method.position(target) < method.position(left):
        return Step("back", asks=_asked(method.backward_moves, "back", target))
    leaves = stages_left(method, left, target)
    skips = any(code != left for code in leaves)
    return Step("forward", leaves, skips, _asked(method.skips, "skip", target) if skips else None)


def _asked(rule: str, use: ReasonFor, target: str) -> ReasonFor | None:
    if rule == "never":
        raise RuleBroken("move_not_allowed", stage=target)
    return use if rule == "with reason" else None


def stages_left(method: Method, left: str, target: str) -> tuple[str, ...]:
    """The stage left and every stage jumped over, in order; none for a move that does not lead forward."""
    if "lost" in (method.stage(left).kind, method.stage(target).kind):
        return ()
    first, last = method.position(left), method.position(target)
    return tuple(stage.code for stage in method.stages[first:last] if not stage.retired and stage.kind != "lost")


def demands(method: Method, stages: Iterable[str], given: Given) -> tuple[Demand, ...]:
    """Everything that these stages ask for, milestones first, met or not. Stages that the version does not know ask nothing."""
    found: list[Demand] = []
    for code in stages:
        if code not in method.codes or method.stage(code).retired:
            continue
        stage = method.stage(code)
        for one in stage.milestones:
            found.append(Demand(code, one.code, one.required, is_shown(one, given), one))
        for field in stage.fields:
            found.append(Demand(code, field.field, field.required, field.field in given.fields))
    return tuple(found)


def is_shown(milestone: Milestone, given: Given) -> bool:
    """Whether a milestone is confirmed: by its field, or by evidence; in the customer's own words where it says so."""
    proofs = [one for one in given.proofs if one.milestone == milestone.code]
    if milestone.evidence == "field" and not milestone.quoted:
        return milestone.subject in given.fields
    if milestone.evidence == "field" and milestone.subject not in given.fields:
        return False
    if milestone.evidence == "confirmation":
        proofs = [one for one in proofs if one.confirmed]
    return any(one.words.strip() or not milestone.quoted for one in proofs)


def lacking(found: Iterable[Demand]) -> tuple[Demand, ...]:
    """Of what is asked for, what holds the move up."""
    return tuple(one for one in found if one.lacks)


def advice(found: Iterable[Demand]) -> tuple[Demand, ...]:
    """Of what is asked for, what would be good to have and is not there; it holds nothing up."""
    return tuple(one for one in found if not one.required and not one.met)


def needs_sign_off(method: Method, taken: Step, *, manages: bool) -> bool:
    """Whether a loss waits for a manager: only where the method says so, and not for those who manage."""
    return method.lost_sign_off and taken.kind in ("lost", "churned") and not manages


def reasons_for(method: Method, use: ReasonFor) -> tuple[Reason, ...]:
    """The reasons that a move of this use chooses from; none: it says why in its own words."""
    return tuple(reason for reason in method.reasons if use in reason.given_for)


def score(asked: Questionnaire, answers: Mapping[str, str]) -> int | None:
    """What answers make of 100, by the weights of the scored questions; None where nothing is scored.

    By the formula of `attractiveness.rate`. Every question must be answered.
    Raises RuleBroken (answers_missing, answer_out_of_range, score_too_low).
    """
    reached: dict[str, int] = {}
    for question in asked.questions:
        answer = answers.get(question.code, "").strip()
        if not answer:
            raise RuleBroken("answers_missing")
        if question.answer != "score":
            continue
        if not answer.isdecimal() or not question.least <= int(answer) <= question.most:
            raise RuleBroken("answer_out_of_range", least=question.least, most=question.most)
        reached[question.code] = int(answer)
    rated = rate(scored(asked), reached)
    if rated is None:
        return None
    if asked.pass_mark is not None and rated.score < asked.pass_mark:
        raise RuleBroken("score_too_low", score=rated.score, needed=asked.pass_mark)
    return rated.score
