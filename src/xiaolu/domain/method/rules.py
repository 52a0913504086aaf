"""The diagnosis as values: what a bad figure means and what to do about it."""

from dataclasses import dataclass
from typing import Literal

from .kpis import Fact
from .texts import Text

State = Literal[
    "surely below target",
    "surely above target",
    "below target",
    "above target",
    "far above target",
    "longer than target",
]
STATES: tuple[State, ...] = (
    "surely below target",
    "surely above target",
    "below target",
    "above target",
    "far above target",
    "longer than target",
)
SignState = Literal["above team median", "below team median"]
SIGN_STATES: tuple[SignState, ...] = ("above team median", "below team median")
Shows = Literal["ageing deals", "deals without activity", "lost reasons", "churn reasons"]
SHOWS: tuple[Shows, ...] = ("ageing deals", "deals without activity", "lost reasons", "churn reasons")


@dataclass(frozen=True)
class When:
    """The state of one figure.

    `times` says how far: of the target for "far above target" (else 2); for "longer than target", where the
    duration has no target, of the company's own median (else 1.5).
    """

    kpi: str
    state: State
    times: float | None = None


@dataclass(frozen=True)
class Sign:
    """What tells which of several causes it is: a fact (per another) beside the team's median × `times`."""

    fact: Fact
    state: SignState
    times: float
    cause: Text
    per: Fact | None = None
    advice: Text | None = None
    cards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What a bad figure means and what to do.

    With a chain, only the first weak link of the chain is named. All of `when` and `and_when` must hold.
    """

    code: str
    chain: tuple[str, ...]
    when: When
    and_when: tuple[When, ...]
    cause: Text
    advice: Text | None = None
    cards: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    shows: tuple[Shows, ...] = ()
