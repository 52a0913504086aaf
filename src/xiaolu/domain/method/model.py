"""A sales method as values: stages and what must be true to leave them, rhythm, figures, their meaning."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from .kpis import Kpi
from .rules import Rule
from .texts import Span, Text

StageKind = Literal["open", "won", "paid", "lost"]
STAGE_KINDS: tuple[StageKind, ...] = ("open", "won", "paid", "lost")
Evidence = Literal["file", "activity", "field", "confirmation", "questionnaire"]
EVIDENCE: tuple[Evidence, ...] = ("file", "activity", "field", "confirmation", "questionnaire")
Movement = Literal["free", "with reason", "never"]
MOVEMENTS: tuple[Movement, ...] = ("free", "with reason", "never")
ActivityKind = Literal["call", "visit", "message", "meeting", "demonstration", "delivery", "task"]
ACTIVITY_KINDS: tuple[ActivityKind, ...] = (
    "call",
    "visit",
    "message",
    "meeting",
    "demonstration",
    "delivery",
    "task",
)
ReasonFor = Literal["lost", "churned", "back", "skip", "override"]
REASON_FOR: tuple[ReasonFor, ...] = ("lost", "churned", "back", "skip", "override")
Scale = Literal["grade", "distributor class"]
SCALES: tuple[Scale, ...] = ("grade", "distributor class")
About = Literal["industry", "account", "opportunity", "visit", "day", "meeting", "review", "team"]
ABOUT: tuple[About, ...] = (
    "industry",
    "account",
    "opportunity",
    "visit",
    "day",
    "meeting",
    "review",
    "team",
)
AnswerKind = Literal["text", "yes or no", "score", "number", "date", "choice"]
ANSWERS: tuple[AnswerKind, ...] = ("text", "yes or no", "score", "number", "date", "choice")
EscalateTo = Literal["owner", "manager", "director", "pool"]
ESCALATE_TO: tuple[EscalateTo, ...] = ("owner", "manager", "director", "pool")


@dataclass(frozen=True)
class Term:
    """A word of the method's own: a tool, a role, a resource, a source of leads."""

    code: str
    name: Text


@dataclass(frozen=True)
class Activity:
    """A key activity, the kind of activity by which it is recorded, and the event that it is when done ("": none)."""

    code: str
    name: Text
    kind: ActivityKind
    event: str = ""


@dataclass(frozen=True)
class Card:
    """A skill card that the method refers to; its content stands in the library."""

    code: str
    name: Text


@dataclass(frozen=True)
class Reason:
    """A reason code and the moves that may give it."""

    code: str
    name: Text
    given_for: tuple[ReasonFor, ...]


@dataclass(frozen=True)
class Volume:
    """What the method counts beside money, and in which measure."""

    name: Text
    measure: str


@dataclass(frozen=True)
class Milestone:
    """The sign by which leaving a stage is confirmed.

    `subject` is the activity, field or questionnaire that gives the evidence; a file or a confirmation
    has none.
    `quoted`: it is confirmed by writing down the customer's own words. `event`: what happened when it is reached; what
    an activity or a field shows has its event from there.
    """

    code: str
    name: Text
    evidence: Evidence
    subject: str | None = None
    required: bool = False
    quoted: bool = False
    event: str = ""


@dataclass(frozen=True)
class RequiredField:
    """A field that belongs to a stage: filled before it is left; on a lost stage, asked on entering."""

    field: str
    required: bool = False


@dataclass(frozen=True)
class Stage:
    """Where an opportunity stands; entered when the one before is finished. Times are whole days.

    `event`: what happened when it is entered; a paid stage is always `paid`.
    """

    code: str
    name: Text
    kind: StageKind
    share: int = 0
    milestones: tuple[Milestone, ...] = ()
    fields: tuple[RequiredField, ...] = ()
    activities: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    cadence_days: int | None = None
    rots_after_days: int | None = None
    retired: bool = False
    entered_when: Text | None = None
    resources: tuple[str, ...] = ()
    buying_step: Text | None = None
    event: str = ""


@dataclass(frozen=True)
class Group:
    """Stages seen as one: a platform, a phase of buying, a band of the funnel."""

    code: str
    name: Text
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Escalation:
    """Who hears of a missed clock, and how long after it was due."""

    after: Span
    to: EscalateTo


@dataclass(frozen=True)
class Clock:
    """Something that must be done by a time. It stands still from the event `pauses` until `resumes`, if they are named."""

    code: str
    name: Text
    starts: str
    stops: str
    due: Span
    warn: Span | None = None
    escalate: tuple[Escalation, ...] = ()
    pauses: str = ""
    resumes: str = ""


@dataclass(frozen=True)
class IntentionCadence:
    """An intention level: when the customer means to buy (None: later or unknown), how often we follow up."""

    code: str
    name: Text
    every_days: int
    buys_within_days: int | None = None


@dataclass(frozen=True)
class ContactCadence:
    """How often accounts of a grade or class are contacted in `every_days`: `times` due, `at_most` most."""

    code: str
    name: Text
    scale: Scale
    level: str
    every_days: int
    times: int = 1
    at_most: int | None = None
    activity: str | None = None


@dataclass(frozen=True)
class MessageCadence:
    """A message that is due some time after, or before, an event; without an event a text to choose when one writes.

    `least` and `most`: characters (0: no bound); `hours`: when it is well sent, as minutes of the day.
    """

    code: str
    name: Text
    event: str
    due: Span
    before: bool = False
    text: Text | None = None
    least: int = 0
    most: int = 0
    in_points: bool = False
    hours: tuple[tuple[int, int], ...] = ()


Cadence = IntentionCadence | ContactCadence | MessageCadence


@dataclass(frozen=True)
class Question:
    """One question; a score runs from `least` to `most` and counts with its weight."""

    code: str
    text: Text
    answer: AnswerKind = "text"
    least: int = 1
    most: int = 5
    weight: int = 1
    choices: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """Questions about one kind of thing; scores make 0–100, and from the pass mark on it is passed."""

    code: str
    name: Text
    about: About
    questions: tuple[Question, ...]
    pass_mark: int | None = None
    hint: Text | None = None


@dataclass(frozen=True)
class Method:
    """A company's way of selling. Retired stages keep their place in the order, for the past."""

    code: str
    name: Text
    unit: Text
    stages: tuple[Stage, ...]
    volume: Volume | None = None
    description: Text | None = None
    backward_moves: Movement = "with reason"
    skips: Movement = "with reason"
    lost_sign_off: bool = False  # a loss waits for the manager
    groups: tuple[Group, ...] = ()
    activities: tuple[Activity, ...] = ()
    tools: tuple[Term, ...] = ()
    roles: tuple[Term, ...] = ()
    resources: tuple[Term, ...] = ()
    sources: tuple[Term, ...] = ()
    cards: tuple[Card, ...] = ()
    reasons: tuple[Reason, ...] = ()
    clocks: tuple[Clock, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    diagnosis: tuple[Rule, ...] = ()

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The stage codes in the method's order, retired ones included."""
        return tuple(stage.code for stage in self.stages)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {code: place for place, code in enumerate(self.codes)}

    def position(self, code: str) -> int:
        """The place of a stage in the order, from 0. Raises KeyError if unknown."""
        return self._places[code]

    def stage(self, code: str) -> Stage:
        """The stage with a code. Raises KeyError if unknown."""
        return self.stages[self._places[code]]

    def of_kind(self, *kinds: StageKind) -> tuple[str, ...]:
        """The codes of the stages of some kinds, in order, retired ones included."""
        return tuple(stage.code for stage in self.stages if stage.kind in kinds)

    @property
    def first_open(self) -> str:
        """The open stage in which an opportunity begins."""
        return next(stage.code for stage in self.stages if stage.kind == "open" and not stage.retired)

    def kpi(self, code: str) -> Kpi:
        """The figure with a code. Raises KeyError if unknown."""
        for kpi in self.kpis:
            if kpi.code == code:
                return kpi
        raise KeyError(code)
