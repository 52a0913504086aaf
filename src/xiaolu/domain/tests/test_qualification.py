"""Spec 5: the eight actions; spec 9: the score, its reach and what is unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.qualification import ABILITY, AUTHORITY, DESIRE, FIRST, best_authority, qualify

ALL = {**dict.fromkeys(DESIRE, 2), **dict.fromkeys(ABILITY, 2), **dict.fromkeys(FIRST, True)}


@pytest.mark.parametrize(
    ("desire", "ability", "authority", "letters", "action"),
    [
        (2, 2, "decides", "MAN", "sell_now"),
        (1, 2, "advises", "MAn", "use_skill"),
        (2, 2, "none", "MaN", "find_authority"),
        (2, 1, "may_refuse", "mAN", "check_credit"),
        (2, 1, "none", "maN", "develop_missing"),
        (1, 1, "decides", "mAn", "develop_missing"),
        (1, 2, "none", "Man", "develop_missing"),
        (0, 0, "none", "man", "stop"),
    ],
)
def test_the_eight_combinations_have_their_action(desire, ability, authority, letters, action):
    found = qualify({**ALL, **dict.fromkeys(DESIRE, desire), **dict.fromkeys(ABILITY, ability)}, authority)
    assert (found.letters, found.action, found.unknown) == (letters, action, ())


def test_need_is_large_from_six_and_ability_there_from_three():
    edge = {**ALL, **dict(zip(DESIRE, (2, 2, 2, 0, 0), strict=True)), "credit": 2, "payment_plan": 1}
    assert qualify(edge, "decides").letters == "MAN"
    assert qualify({**edge, "fits_needs": 1, "payment_plan": 0}, "decides").letters == "mAn"


def test_a_worked_score_with_what_is_unknown():
    """Desire 2+2+1+?+1 = 6, ability 2+?: 4 × 6 + 7.5 × 2 + 20 = 59; one check and the plan would add 8 and 15."""
    answers = {
        "could_use": True, "could_buy": None, "cares_product": 2, "cares_buying": 2, "fits_needs": 1,
        "trusts_product": None, "thinks_well": 1, "credit": 2, "payment_plan": None,
    }  # fmt: skip
    found = qualify(answers, "advises")
    assert (found.score, found.reachable / 2, found.letters) == (59, 82, "mAN")
    assert found.unknown == ("could_buy", "trusts_product", "payment_plan")


def test_all_answered_best_is_a_hundred_and_nothing_answered_can_reach_it():
    assert (qualify(ALL, "decides").score, qualify(ALL, "decides").reachable) == (100, 200)
    empty = qualify({}, "")
    assert (empty.score, empty.reachable, empty.action, len(empty.unknown)) == (0, 200, "ask_first", 10)


def test_nobody_is_sent_away_while_one_of_the_three_is_still_open():
    no = {**dict.fromkeys(DESIRE, 0), **dict.fromkeys(ABILITY, 0), "could_use": True, "could_buy": True}
    assert qualify(no, "").action == "ask_first"
    assert qualify(no, "none").action == "stop"
    assert qualify({**no, "credit": None}, "none").action == "stop"  # even the best credit makes no M
    assert qualify({**no, "credit": None, "payment_plan": 1}, "none").action == "ask_first"


def test_who_cannot_use_or_buy_it_is_no_customer():
    assert qualify({**ALL, "could_use": False}, "decides").action == "stop"


def test_the_strongest_role_counts():
    assert best_authority(["", "may_refuse", "advises", "none"]) == "advises"
    assert best_authority(["", ""]) == ""
    assert best_authority(["none"]) == "none"


ANSWERS = st.fixed_dictionaries(
    {name: st.sampled_from([None, 0, 1, 2]) for name in (*DESIRE, *ABILITY)}
    | dict.fromkeys(FIRST, st.sampled_from([None, True, False]))
)


@given(ANSWERS, st.sampled_from(["", *AUTHORITY]), st.sampled_from([*DESIRE, *ABILITY]), st.integers(0, 2))
def test_an_answer_never_raises_what_can_be_reached_nor_lowers_the_score(answers, authority, name, answer):
    before = qualify({**answers, name: None}, authority)
    after = qualify({**answers, name: answer}, authority)
    assert before.half_points <= after.half_points <= after.reachable <= before.reachable <= 200
