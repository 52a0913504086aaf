"""The double-entry ledger of the pipeline as pure rules: statements in, postings and passages out.

A *statement* says on one day what an opportunity's facts became. The *projection* of all its statements, in the
order (day, id), is what the ledger must hold for it: pairs of postings, each pair zero in count, amount and volume.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from xiaolu.domain.method import Method
from xiaolu.domain.periods import is_later_month

OUTSIDE = ""
FACTS = ("stage", "owner", "close_month", "industry", "source", "product", "growth", "amount", "volume")
CLASSES = ("industry", "source", "product", "growth")
KINDS = (
    "new", "advanced", "fell_back", "won", "lost", "reopened", "settled", "churned", "reassigned",
    "pulled_in", "pushed_out", "bigger", "smaller", "reclassified", "remapped",
)  # fmt: skip


class State(NamedTuple):
    """What an opportunity is at one moment. Amount in minor units, volume in thousandths, close month as 202611."""

    stage: str = OUTSIDE
    owner: int = 0
    close_month: int = 0
    industry: int = 0
    source: int = 0
    product: int = 0
    growth: str = ""
    amount: int = 0
    volume: int = 0


@dataclass(frozen=True)
class Statement:
    """One change: its id, its day (date.toordinal) and the facts that it sets.

    `remaps`: the stage got another code by a version's mapping; nobody moved the opportunity.
    """

    id: int
    day: int
    sets: Mapping[str, Any]
    remaps: bool = False


class Line(NamedTuple):
    """One posting: one side of a pair. `origin` is the statement that it follows from."""

    origin: int
    day: int
    stage: str
    owner: int
    close_month: int
    industry: int
    source: int
    product: int
    growth: str
    kind: str
    side: int
    count: int  # type: ignore[assignment]
    amount: int
    volume: int


class Passage(NamedTuple):
    """The first entry of a stage, with the owner and classes of that moment."""

    stage: str
    day: int
    skipped: bool
    owner: int
    industry: int
    source: int
    product: int
    growth: str


class Course:
    """The order and kinds of a method's stages, as the ledger needs them."""

    def __init__(self, method: Method) -> None:
        self.kinds: dict[str, str] = {stage.code: stage.kind for stage in method.stages}
        self.order: dict[str, int] = {stage.code: place for place, stage in enumerate(method.stages)}
        self.first_open: str = method.first_open
        self.ahead: tuple[str, ...] = tuple(stage.code for stage in method.stages if stage.kind != "lost")

    def is_open(self, stage: str) -> bool:
        return self.kinds.get(stage) == "open"

    def kind_of_move(self, old: str, new: str) -> str:
        """The posting kind of a stage change; `reopen` first when lost would become won."""
        before, after = self.kinds[old], self.kinds[new]
        if before == "open":
            if after == "open":
                return "advanced" if self.order[new] > self.order[old] else "fell_back"
            return "lost" if after == "lost" else "won"
        if after == "open":
            return "reopened"
        return "churned" if before != "lost" and after == "lost" else "settled"


def taken_back(changes: Iterable[tuple[int, int]]) -> set[int]:
    """The changes that do not hold, from (id, what it cancels). A cancellation that is itself taken back cancels nothing."""
    gone: set[int] = set()
    for id_, cancels in sorted(changes, reverse=True):  # a cancellation is younger than what it cancels
        if cancels and id_ not in gone:
            gone.add(cancels)
    return gone


class Projection(NamedTuple):
    """Everything that follows from an opportunity's statements. `since`: the day on which it entered its stage."""

    lines: list[Line]
    passages: list[Passage]
    state: State
    since: int


def project(statements: Iterable[Statement], course: Course) -> Projection:
    """The projection of statements given in any order; empty for none.

    Raises ValueError when the first statement names no stage.
    """
    lines: list[Line] = []
    passages: dict[str, Passage] = {}
    state, last_open, since = State(), course.first_open, 0
    for statement in sorted(statements, key=lambda one: (one.day, one.id)):
        after = state._replace(**statement.sets)
        if not after.stage:
            raise ValueError(f"statement {statement.id} comes before the opportunity")
        remapped = statement.remaps and course.kinds.get(state.stage) == course.kinds[after.stage]
        lines += pairs(state, after, statement.id, statement.day, course, last_open, remapped=remapped)
        # What is only called otherwise was entered when it was entered, and goes on ageing.
        since = since if after.stage == state.stage or remapped else statement.day
        enter(passages, state, after, since, course)
        state = after
        last_open = state.stage if course.is_open(state.stage) else last_open
    return Projection(lines, list(passages.values()), state, since)


def pairs(
    before: State, after: State, origin: int, day: int, course: Course, last_open: str, *, remapped: bool = False
) -> list[Line]:
    """The postings of one statement, in the order owner, classes, close month, amount, volume, stage."""
    if not before.stage:
        return _created(after, origin, day, course)
    lines: list[Line] = []
    now = before
    if after.owner != now.owner:
        now = _moved(lines, now, now._replace(owner=after.owner), "reassigned", origin, day, course)
    classed = now._replace(**{name: getattr(after, name) for name in CLASSES})
    if classed != now:
        now = _moved(lines, now, classed, "reclassified", origin, day, course)
    if after.close_month != now.close_month:
        dated = now._replace(close_month=after.close_month)
        if course.is_open(now.stage):  # a closed deal lies in close month 0: nothing moves
            kind = "pushed_out" if is_later_month(after.close_month, now.close_month) else "pulled_in"
            _moved(lines, now, dated, kind, origin, day, course)
        now = dated
    now = _resized(lines, now, after, origin, day, course)
    if after.stage != now.stage and remapped:
        _moved(lines, now, now._replace(stage=after.stage), "remapped", origin, day, course)
    elif after.stage != now.stage:
        now = _staged(lines, now, after.stage, origin, day, course, last_open)
    return lines


def _created(after: State, origin: int, day: int, course: Course) -> list[Line]:
    """Outside → cell; created in a closed stage, it passes through the method's first open stage the same day."""
    lines: list[Line] = []
    entered = after if course.is_open(after.stage) else after._replace(stage=course.first_open)
    lines.append(Line(origin, day, OUTSIDE, 0, 0, 0, 0, 0, "", "new", -1, -1, -after.amount, -after.volume))
    lines.append(_line(entered, "new", 1, 1, after.amount, after.volume, origin, day, course))
    if entered is not after:
        _staged(lines, entered, after.stage, origin, day, course, entered.stage)
    return lines


def _staged(lines: list[Line], now: State, stage: str, origin: int, day: int, course: Course, last_open: str) -> State:
    if course.kinds[now.stage] == "lost" and course.kinds[stage] in ("won", "paid"):
        now = _moved(lines, now, now._replace(stage=last_open), "reopened", origin, day, course)
    return _moved(lines, now, now._replace(stage=stage), course.kind_of_move(now.stage, stage), origin, day, course)


def _resized(lines: list[Line], now: State, after: State, origin: int, day: int, course: Course) -> State:
    """Outside ↔ the cell with count 0: the difference in amount, then in volume, each a pair."""
    for name in ("amount", "volume"):
        more = getattr(after, name) - getattr(now, name)
        if more:
            kind = "bigger" if more > 0 else "smaller"
            amount, volume = (more, 0) if name == "amount" else (0, more)
            lines.append(Line(origin, day, OUTSIDE, 0, 0, 0, 0, 0, "", kind, -1, 0, -amount, -volume))
            lines.append(_line(now, kind, 1, 0, amount, volume, origin, day, course))
            now = now._replace(**{name: getattr(after, name)})
    return now


def _moved(lines: list[Line], old: State, new: State, kind: str, origin: int, day: int, course: Course) -> State:
    lines.append(_line(old, kind, -1, -1, -old.amount, -old.volume, origin, day, course))
    lines.append(_line(new, kind, 1, 1, new.amount, new.volume, origin, day, course))
    return new


def _line(
    state: State, kind: str, side: int, count: int, amount: int, volume: int, origin: int, day: int, course: Course
) -> Line:
    month = state.close_month if course.is_open(state.stage) else 0
    return Line(origin, day, state.stage, state.owner, month, state.industry, state.source, state.product,
                state.growth, kind, side, count, amount, volume)  # fmt: skip


def enter(passages: dict[str, Passage], before: State, after: State, day: int, course: Course) -> None:
    """Note the first entry of the stage, and as skipped those before it that were never entered; none for a lost one."""
    if after.stage == before.stage:
        return
    kind = course.kinds[after.stage]
    tail = (after.owner, after.industry, after.source, after.product, after.growth)
    if kind == "lost":
        if not before.stage and course.first_open not in passages:
            passages[course.first_open] = Passage(course.first_open, day, True, *tail)
    else:
        place = course.order[after.stage]
        for earlier in course.ahead:
            if course.order[earlier] < place and earlier not in passages:
                passages[earlier] = Passage(earlier, day, True, *tail)
    if after.stage not in passages:
        passages[after.stage] = Passage(after.stage, day, False, *tail)


def correction(held: Iterable[Line], wanted: Iterable[Line]) -> list[tuple[Line, int]]:
    """What to write so that the net of `held` becomes `wanted`: (line, reverses), reversals first, each on its own day.

    `held` are the lines in the ledger (their numbers add up per key), `wanted` the projection. `reverses` is the
    statement whose line is taken back, 0 for a line that is written anew.
    """
    before, after = _net(held), _net(wanted)
    taken = [
        (_with(key, [-n for n in numbers]), key[0]) for key, numbers in before.items() if after.get(key) != numbers
    ]
    added = [(_with(key, numbers), 0) for key, numbers in after.items() if before.get(key) != numbers]
    return [(line, reverses) for line, reverses in taken + added if (line.count, line.amount, line.volume) != (0, 0, 0)]


Key = tuple[int, int, str, int, int, int, int, int, str, str, int]


def _net(lines: Iterable[Line]) -> dict[Key, list[int]]:
    sums: dict[Key, list[int]] = {}
    for line in lines:
        numbers = sums.setdefault(line[:11], [0, 0, 0])
        for place, value in enumerate(line[11:]):
            numbers[place] += value
    return {key: numbers for key, numbers in sums.items() if any(numbers)}


def _with(key: Key, numbers: list[int]) -> Line:
    return Line(*key, *numbers)
