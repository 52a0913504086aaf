import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain import gates
from xiaolu.domain.gates import Given, Proof, Step
from xiaolu.domain.method import Method, Milestone, Question, Questionnaire, RequiredField, Text, read_method
from xiaolu.domain.rules import RuleBroken

BUILT_IN = Path(__file__).parents[2] / "methods_builtin"
NAME = Text("名", "name")


def built_in(name: str) -> Method:
    return read_method(tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8")))


NINE, SPANCOP = built_in("nine-step"), built_in("spancop")
stages = st.sampled_from(NINE.codes)


def words(code: str) -> Proof:
    return Proof(code, words="停机一天损失两万", confirmed=True)


# Spec 9, nine-step, "To leave": what each step asks for before it is left.
TO_LEAVE = {
    "1": ["contact_made", "source_known"],
    "2": ["need_and_ability_known"],
    "3": ["decision_maker_gives_information"],
    "4": ["pain_admitted"],
    "5": ["value_admitted"],
    "6": ["solution_agreed"],
    "7": ["quotation_given", "no_open_objection"],
    "8": ["signed"],
    "9": ["acceptance_signed"],
}


@pytest.mark.parametrize(("stage", "codes"), TO_LEAVE.items())
def test_each_of_the_nine_steps_asks_for_its_milestones(stage, codes):
    found = gates.demands(NINE, [stage], Given())
    assert [one.code for one in found if one.milestone] == codes
    assert not any(one.met for one in found)


def test_no_quotation_before_pain_value_and_solution_in_the_customers_words():
    leaves = gates.step(NINE, "4", "7").leaves
    assert leaves == ("4", "5", "6")
    wanted = ["pain_admitted", "value_admitted", "solution_agreed"]
    assert [one.code for one in gates.lacking(gates.demands(NINE, leaves, Given()))] == wanted
    silent = Given(proofs=tuple(Proof(code, confirmed=True) for code in wanted))
    assert [one.code for one in gates.lacking(gates.demands(NINE, leaves, silent))] == wanted
    unconfirmed = Given(proofs=tuple(Proof(code, words="是的") for code in wanted))
    assert [one.code for one in gates.lacking(gates.demands(NINE, leaves, unconfirmed))] == wanted
    assert not gates.lacking(gates.demands(NINE, leaves, Given(proofs=tuple(map(words, wanted)))))


def test_what_is_not_required_is_advice():
    found = gates.demands(NINE, ["1"], Given(frozenset({"source"})))
    assert not gates.lacking(found)
    assert [one.code for one in gates.advice(found)] == ["contact_made"]


def test_spancop_leaves_negotiation_with_an_accepted_offer_and_a_day():
    lacking = gates.lacking(gates.demands(SPANCOP, ["N"], Given()))
    assert [one.code for one in lacking] == ["offer_accepted", "expected_close"]
    filled = Given(frozenset({"expected_close"}), (Proof("offer_accepted"),))
    assert not gates.lacking(gates.demands(SPANCOP, ["N"], filled))


@pytest.mark.parametrize(
    ("left", "target", "step"),
    [
        ("P", "A", Step("forward", ("P",))),
        ("P", "N", Step("forward", ("P", "A"), skips=True, asks="skip")),
        ("N", "P", Step("back", asks="back")),
        ("N", "X", Step("lost", asks="lost")),
        ("O", "X", Step("churned", asks="churned")),
        ("X", "N", Step("reopened")),
        ("C", "O", Step("forward", ("C",))),
        ("O", "C", Step("back", asks="back")),
    ],
)
def test_what_a_move_is_and_asks(left, target, step):
    assert gates.step(SPANCOP, left, target, before_loss="N") == step


def test_a_loss_is_no_way_around_a_gate():
    assert gates.step(SPANCOP, "X", "C", before_loss="P").leaves == ("P", "A", "N")


def test_a_move_goes_back_or_skips_only_as_the_method_allows():
    never = replace(SPANCOP, backward_moves="never", skips="never")
    for left, target in (("N", "P"), ("P", "N")):
        with pytest.raises(RuleBroken) as broken:
            gates.step(never, left, target)
        assert broken.value.code == "move_not_allowed"
    free = replace(SPANCOP, backward_moves="free", skips="free")
    assert gates.step(free, "N", "P").asks is None
    assert gates.step(free, "P", "N").asks is None


@given(stages, stages)
def test_only_forward_moves_between_stages_that_are_not_lost_pass_gates(left, target):
    leaves = gates.stages_left(NINE, left, target)
    forward = NINE.position(left) < NINE.position(target) and "X" not in (left, target)
    assert bool(leaves) == forward
    assert "X" not in leaves
    if forward:
        assert leaves[0] == left


@given(stages, stages, stages)
def test_a_jump_passes_the_gates_of_the_steps_that_it_is_made_of(a, b, c):
    a, b, c = sorted((a, b, c), key=NINE.position)
    if "X" not in (a, b, c):
        assert gates.stages_left(NINE, a, c) == gates.stages_left(NINE, a, b) + gates.stages_left(NINE, b, c)


proofs = st.lists(
    st.builds(Proof, st.sampled_from([code for codes in TO_LEAVE.values() for code in codes]), st.sampled_from(["", "是"]), st.booleans()),
    max_size=8,
)  # fmt: skip


@given(proofs, proofs, st.sets(st.sampled_from(["source", "amount", "expected_close"])))
def test_more_evidence_never_closes_a_gate(some, more, filled):
    less = gates.lacking(gates.demands(NINE, NINE.codes, Given(frozenset(filled), tuple(some))))
    most = gates.lacking(gates.demands(NINE, NINE.codes, Given(frozenset(filled), (*some, *more))))
    assert {one.code for one in most} <= {one.code for one in less}


def test_retired_stages_ask_nothing_and_are_not_jumped_over():
    retired = replace(SPANCOP, stages=tuple(replace(s, retired=s.code == "A") for s in SPANCOP.stages))
    step = gates.step(retired, "P", "N")
    assert (step.leaves, step.skips, step.asks) == (("P",), False, None)
    assert gates.demands(retired, ["A"], Given()) == ()
    with pytest.raises(RuleBroken):
        gates.step(retired, "P", "A")


def test_a_quoted_field_needs_the_field_and_the_words():
    quoted = Milestone("pain", NAME, "field", "need", required=True, quoted=True)
    assert not gates.is_shown(quoted, Given(frozenset({"need"})))
    assert not gates.is_shown(quoted, Given(proofs=(words("pain"),)))
    assert gates.is_shown(quoted, Given(frozenset({"need"}), (words("pain"),)))


def test_a_required_field_of_a_stage_holds_it_up():
    asking = replace(NINE, stages=tuple(
        replace(s, fields=(RequiredField("amount", required=True),)) if s.code == "7" else s for s in NINE.stages
    ))  # fmt: skip
    assert "amount" in [one.code for one in gates.lacking(gates.demands(asking, ["7"], Given()))]
    assert not gates.lacking(gates.demands(asking, ["7"], Given(frozenset({"amount"}))))


def test_a_loss_waits_for_a_manager_only_where_the_method_says_so():
    lost, churned, back = (gates.step(SPANCOP, left, to) for left, to in (("N", "X"), ("C", "X"), ("N", "P")))
    signed = replace(SPANCOP, lost_sign_off=True)
    assert gates.needs_sign_off(signed, lost, manages=False)
    assert gates.needs_sign_off(signed, churned, manages=False)
    assert not gates.needs_sign_off(signed, lost, manages=True)
    assert not gates.needs_sign_off(signed, back, manages=False)
    assert not gates.needs_sign_off(SPANCOP, lost, manages=False)


def test_the_reasons_offered_are_those_given_for_the_use():
    assert [one.code for one in gates.reasons_for(SPANCOP, "override")] == [
        "already_done",
        "evidence_follows",
        "manager_agreed",
    ]


ASKED = Questionnaire("q", NAME, "opportunity", (
    Question("a", NAME, "score", weight=3), Question("b", NAME, "score"), Question("c", NAME),
), pass_mark=60)  # fmt: skip


def test_scores_make_a_hundred_by_their_weights():
    """(3 × (5−1) + 1 × (1−1)) ÷ (3 × 4 + 1 × 4) = 12 ÷ 16 = 75."""
    assert gates.score(ASKED, {"a": "5", "b": "1", "c": "是"}) == 75
    assert gates.score(replace(ASKED, questions=ASKED.questions[2:]), {"c": "是"}) is None


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"a": "5", "b": "5"}, "answers_missing"),
        ({"a": "6", "b": "5", "c": "是"}, "answer_out_of_range"),
        ({"a": "x", "b": "5", "c": "是"}, "answer_out_of_range"),
        ({"a": "2", "b": "5", "c": "是"}, "score_too_low"),
    ],
)
def test_what_is_not_answered_well_enough_is_refused(answers, code):
    with pytest.raises(RuleBroken) as broken:
        gates.score(ASKED, answers)
    assert broken.value.code == code
