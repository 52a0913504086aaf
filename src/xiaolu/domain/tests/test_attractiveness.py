"""Scores by weights, what is missing beside them, and the thirds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.attractiveness import bounds, rate, scored, size
from xiaolu.domain.method import Question, Questionnaire, Text


def question(code: str, weight: int = 1, least: int = 1, most: int = 5) -> Question:
    return Question(code, Text(code, code), "score", least, most, weight)


# Those of SPANCOP: weights 3, 3, 1, 2, 2, 1.
INDUSTRY = tuple(map(question, ("volume", "margin", "kind", "fit", "competition", "distance"), (3, 3, 1, 2, 2, 1)))


def test_a_worked_example():
    answers = {"volume": 5, "margin": 4, "kind": 3, "fit": 4, "competition": 2, "distance": 3}
    rated = rate(INDUSTRY, answers)  # (3×4 + 3×3 + 1×2 + 2×3 + 2×1 + 1×2) ÷ (12 × 4) = 33 ÷ 48
    assert rated and (rated.score, rated.reachable, rated.unanswered, rated.asked) == (69, 69, (), 6)


def test_what_is_unanswered_counts_nothing_is_named_and_the_highest_stands_beside():
    rated = rate(INDUSTRY, {"volume": 5, "fit": 3})  # 12 + 4 of 48; open 12 + 4 + 8 + 4 = 28
    assert rated and (rated.score, rated.reachable) == (33, 92)
    assert rated.unanswered == ("margin", "kind", "competition", "distance")


def test_nothing_scored_gives_no_score():
    asked = Questionnaire("q", Text("q", "q"), "account", (Question("who", Text("w", "w")),))
    assert rate(scored(asked), {}) is None


@pytest.mark.parametrize(
    ("score", "third"),
    [(0, "small"), (33, "small"), (34, "medium"), (66, "medium"), (67, "large"), (100, "large")],
)
def test_thirds_of_the_scale(score, third):
    assert size(score) == third


@given(st.integers(0, 100))
def test_the_filter_and_the_rule_say_the_same(score):
    found = bounds(size(score))
    assert found and found[0] <= score <= found[1]


@given(st.dictionaries(st.sampled_from([one.code for one in INDUSTRY]), st.integers(-1, 7)))
def test_laws(answers):
    rated = rate(INDUSTRY, answers)
    assert rated and 0 <= rated.score <= rated.reachable <= 100
    for code in rated.unanswered:
        better = rate(INDUSTRY, {**answers, code: 5})
        assert better and rated.score <= better.score <= better.reachable <= rated.reachable
