"""Whom to visit in a week, and why: a ranking of the open opportunities of one person (spec 1, step 3; spec 9, grades).

The score of a proposal is the sum of the weights of its reasons. The weights are ours (spec 9, *): what was promised and
what is due outweighs what is only large, so that a large customer with nothing due never pushes a promise out.

| reason      | weight | when |
| ----------- | ------ | ---- |
| `overdue`   | 40 | the card's next date lies before the week |
| `due`       | 30 | the card's next date lies in the week |
| `stage_old` | 25 | it stands in its stage for longer than the method allows by the end of the week |
| `frequency` | 20 | the grade's visits are not kept: A every 7 days, B every 14, C every 28; D is called, not visited |
| `promised`  | 15 | a next step is agreed and due by the end of the week |
| `not_met`   | 15 | whoever decides there was never met |
| `volume`    | 10 | it is among the largest fifth of those with a volume |
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

ReasonCode = Literal["overdue", "due", "stage_old", "frequency", "promised", "not_met", "volume"]
WEIGHTS: dict[ReasonCode, int] = {
    "overdue": 40, "due": 30, "stage_old": 25, "frequency": 20, "promised": 15, "not_met": 15, "volume": 10,
}  # fmt: skip
VISIT_EVERY = {"A": 7, "B": 14, "C": 28}  # days between visits: 4, 2 and 1 in four weeks (spec 9)
LARGE_SHARE = 5  # the largest one in five


@dataclass(frozen=True)
class Candidate:
    """An open opportunity as the ranking sees it. `since`: in its stage; `volume` in thousandths, 0 for none."""

    key: int
    next_date: date | None
    next_action: str = ""
    since: date | None = None
    stage_limit: int | None = None
    volume: int = 0
    grade: str = ""
    last_visit: date | None = None
    decider_met: bool = False


@dataclass(frozen=True)
class Reason:
    """Why somebody is to be visited, with the number that belongs to it: days or the grade's interval."""

    code: ReasonCode
    number: int = 0
    text: str = ""

    @property
    def weight(self) -> int:
        return WEIGHTS[self.code]


@dataclass(frozen=True)
class Proposal:
    """One opportunity with its reasons, the weightiest first."""

    key: int
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(reason.weight for reason in self.reasons)


def proposals(candidates: Iterable[Candidate], monday: date) -> list[Proposal]:
    """All that have a reason, by score, then volume, then key. Days are judged as of the Sunday of the week."""
    every = list(candidates)
    large = large_from([one.volume for one in every])
    found = [(one, Proposal(one.key, reasons(one, monday, large))) for one in every]
    found = [(one, proposal) for one, proposal in found if proposal.reasons]
    return [proposal for _, proposal in sorted(found, key=lambda pair: (-pair[1].score, -pair[0].volume, pair[0].key))]


def large_from(volumes: Sequence[int]) -> int:
    """From which volume on one is among the largest fifth of those that have a volume; 0 when nobody has one."""
    known = sorted((volume for volume in volumes if volume > 0), reverse=True)
    return known[max(len(known) // LARGE_SHARE, 1) - 1] if known else 0


def reasons(one: Candidate, monday: date, large: int) -> tuple[Reason, ...]:
    """What speaks for a visit in the week that begins on a Monday."""
    sunday = monday + timedelta(days=6)
    found: list[Reason] = []
    if one.next_date and one.next_date <= sunday:
        late = (monday - one.next_date).days
        found.append(Reason("overdue", late) if late > 0 else Reason("due"))
        if one.next_action.strip():
            found.append(Reason("promised", text=one.next_action.strip()))
    if one.since and one.stage_limit is not None and (sunday - one.since).days > one.stage_limit:
        found.append(Reason("stage_old", (sunday - one.since).days))
    every = VISIT_EVERY.get(one.grade)
    if every and (one.last_visit is None or (sunday - one.last_visit).days > every):
        found.append(Reason("frequency", every, one.grade))
    if not one.decider_met:
        found.append(Reason("not_met"))
    if large and one.volume >= large:
        found.append(Reason("volume"))
    return tuple(sorted(found, key=lambda reason: -reason.weight))
