"""The days on which stages were first entered, said again: which statements are taken back, and which take their place."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xiaolu.domain.ledger import Course, Statement
from xiaolu.domain.rules import RuleBroken


class Redating(NamedTuple):
    """`taken`: ids of statements taken back; `said`: (day, facts) in the order in which they are to be written."""

    taken: list[int]
    said: list[tuple[int, dict[str, Any]]]


def first_entries(statements: Sequence[Statement]) -> dict[str, Statement]:
    """Stage → the statement that first entered it. The statements stand in the order (day, id)."""
    entries: dict[str, Statement] = {}
    for one in statements:
        if "stage" in one.sets:
            entries.setdefault(one.sets["stage"], one)
    return entries


def redated(statements: Sequence[Statement], days: Mapping[str, int | None], course: Course) -> Redating:
    """How the first entries of stages get these days (None: it was never entered). What each said besides stays.

    Raises RuleBroken: days_out_of_order, day_stays (a deal begins somewhere), stage_remapped.
    """
    entries, first = first_entries(statements), statements[0]
    known = {code: one.day for code, one in entries.items()}
    asked = {code: day for code, day in days.items() if day != known.get(code)}
    after = {code: day for code, day in {**known, **asked}.items() if day is not None}
    _require_order(asked, after, course)
    again = {day for day in asked.values() if day is not None}
    if again and min(again) < first.day:
        again.add(first.day)
    # A statement written now comes last on its day: the stages of that day are said again in their order.
    touched = {*asked, *(code for code, day in after.items() if day in again)}
    taken = [entries[code] for code in touched if code in entries]
    if any(one.remaps for one in taken):
        raise RuleBroken("stage_remapped")
    said = [(after[code], {"stage": code}) for code in touched if code in after]
    said.sort(key=lambda one: (one[0], course.order[one[1]["stage"]]))
    kept = [(one.day, facts) for one in taken if one is not first and (facts := _besides(one))]
    if asked and first in taken:
        _open(said, first, [one for one in statements if one not in taken])
    return Redating([one.id for one in taken] if asked else [], [*kept, *said] if asked else [])


def _require_order(asked: Mapping[str, int | None], after: Mapping[str, int], course: Course) -> None:
    """Each day lies between those of the stages before and behind; a lost one may stand anywhere."""
    for code, day in asked.items():
        for other in course.ahead:
            if day is None or other == code or other not in after:
                continue
            behind = course.order[other] > course.order[code]
            if (after[other] < day) if behind else (after[other] > day):
                raise RuleBroken("days_out_of_order")


def _open(said: list[tuple[int, dict[str, Any]]], first: Statement, others: Sequence[Statement]) -> None:
    """What the opportunity began with goes into its earliest entry; nothing may come before."""
    if not said or first.sets["stage"] not in {facts["stage"] for _, facts in said}:
        raise RuleBroken("day_stays")
    day, facts = said[0]
    if any(one.day <= day for one in others):
        raise RuleBroken("days_out_of_order")
    said[0] = (day, {**_besides(first), **facts})


def _besides(statement: Statement) -> dict[str, Any]:
    return {name: value for name, value in statement.sets.items() if name != "stage"}
