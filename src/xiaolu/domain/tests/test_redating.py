"""Stage days said again: what is accepted holds afterwards, and what was said besides stays."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.ledger import Course, Projection, Statement, project
from xiaolu.domain.method import read_method
from xiaolu.domain.redating import redated
from xiaolu.domain.rules import RuleBroken

CODES = ("S", "P", "A", "N", "C")


FILE = Path(__file__).parents[2] / "methods_builtin" / "spancop.toml"
COURSE = Course(read_method(tomllib.loads(FILE.read_text(encoding="utf-8"))))
DAYS = st.integers(100, 130)


@st.composite
def histories(draw) -> list[Statement]:
    """A deal that went through some stages, in order, and whose amount was changed once."""
    codes = [code for code in CODES if draw(st.booleans())] or ["S"]
    days = sorted(draw(st.lists(DAYS, min_size=len(codes), max_size=len(codes))))
    said = [
        Statement(number, day, {"stage": code}) for number, (code, day) in enumerate(zip(codes, days, strict=True), 1)
    ]
    said[0] = Statement(1, days[0], {"stage": codes[0], "amount": 5})
    said.append(Statement(50, draw(st.integers(days[0], 140)), {"amount": 7}))
    return sorted(said, key=lambda one: (one.day, one.id))


def after(statements: list[Statement], days: dict[str, int | None]) -> Projection:
    plan = redated(statements, days, COURSE)
    kept = [one for one in statements if one.id not in plan.taken]
    new = [Statement(100 + place, day, facts) for place, (day, facts) in enumerate(plan.said)]
    return project([*kept, *new], COURSE)


@given(histories(), st.dictionaries(st.sampled_from(CODES), st.none() | DAYS, min_size=1, max_size=3))
def test_accepted_days_hold_and_the_amount_stays(statements, days):
    before = project(statements, COURSE)
    try:
        found = after(statements, days)
    except RuleBroken as broken:
        assert broken.code in {"days_out_of_order", "day_stays"}
        return
    entered = {one.stage: one.day for one in found.passages if not one.skipped}
    assert {code: entered.get(code) for code in days} == days
    assert found.state.amount == before.state.amount
    others = {one.stage: one.day for one in before.passages if not one.skipped and one.stage not in days}
    assert {code: entered.get(code) for code in others} == others


@given(histories())
def test_the_same_days_again_change_nothing(statements):
    days = {one.sets["stage"]: one.day for one in statements if "stage" in one.sets}
    assert redated(statements, days, COURSE) == ([], [])


def test_what_a_version_renamed_keeps_its_day():
    said = [Statement(1, 100, {"stage": "S"}), Statement(2, 110, {"stage": "P"}, remaps=True)]
    with pytest.raises(RuleBroken, match="stage_remapped"):
        redated(said, {"P": 105}, COURSE)
