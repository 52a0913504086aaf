"""Spec 9: grades by amount and potential."""

from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.grading import GRADES, grades


def test_the_worked_example():
    """Of 100: 50 + 15 make 65 (A), 15 + 10 make 90 (B), the rest bought (C), who bought nothing is D."""
    amounts = {1: 50, 2: 15, 3: 15, 4: 10, 5: 6, 6: 4, 7: 0}
    assert grades(amounts) == {1: "A", 2: "A", 3: "A", 4: "B", 5: "C", 6: "C", 7: "D"}


def test_the_shares_are_reached_exactly():
    assert grades({1: 60, 2: 30, 3: 10}) == {1: "A", 2: "B", 3: "C"}
    assert grades({1: 59, 2: 31, 3: 10}) == {1: "A", 2: "A", 3: "C"}


def test_high_potential_raises_by_one_and_no_higher_than_a():
    amounts = {1: 60, 2: 30, 3: 10, 4: 0}
    assert grades(amounts, {1, 2, 3, 4}) == {1: "A", 2: "A", 3: "B", 4: "C"}


def test_nobody_bought_anything():
    assert grades({1: 0, 2: -5}) == {1: "D", 2: "D"}
    assert grades({}) == {}


AMOUNTS = st.dictionaries(st.integers(0, 50), st.integers(-10, 10**12), max_size=30)


@given(AMOUNTS)
def test_more_bought_is_never_graded_lower(amounts):
    found = grades(amounts)
    ordered = sorted(amounts, key=lambda account: -amounts[account])
    assert [found[account] for account in ordered] == sorted((found[account] for account in ordered), key=GRADES.index)


@given(AMOUNTS)
def test_a_makes_sixty_percent_with_the_fewest_and_a_and_b_ninety(amounts):
    found = grades(amounts)
    whole = sum(amount for amount in amounts.values() if amount > 0)
    if not whole:
        return
    for letters, share in (("A", 60), ("AB", 90)):
        chosen = sorted(amounts[account] for account, grade in found.items() if grade in letters)
        assert sum(chosen) * 100 >= whole * share
        without_the_least = sum(amount for amount in chosen if amount > chosen[0])
        assert without_the_least * 100 < whole * share
