"""Whom to visit: worked examples, and that the ranking follows from the reasons alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xiaolu.domain.visit_proposals import WEIGHTS, Candidate, large_from, proposals, reasons

MONDAY = date(2026, 11, 23)


def codes(candidate: Candidate, large: int = 0) -> list[str]:
    return [reason.code for reason in reasons(candidate, MONDAY, large)]


def test_every_reason_has_its_edge():
    calm = {"next_date": date(2026, 12, 31), "decider_met": True}
    assert codes(Candidate(1, **calm)) == []
    assert codes(Candidate(1, **calm | {"next_date": date(2026, 11, 29)})) == ["due"]
    assert codes(Candidate(1, **calm | {"next_date": date(2026, 11, 30)})) == []
    assert codes(Candidate(1, **calm | {"next_date": date(2026, 11, 22)})) == ["overdue"]
    assert codes(Candidate(1, **calm | {"next_date": MONDAY}, next_action="送样品")) == ["due", "promised"]
    assert codes(Candidate(1, **calm, since=date(2026, 10, 30), stage_limit=30)) == []  # thirty days on Sunday
    assert codes(Candidate(1, **calm, since=date(2026, 10, 29), stage_limit=30)) == ["stage_old"]
    assert codes(Candidate(1, **calm, grade="A", last_visit=date(2026, 11, 22))) == []  # seven days on Sunday
    assert codes(Candidate(1, **calm, grade="A", last_visit=date(2026, 11, 21))) == ["frequency"]
    assert codes(Candidate(1, **calm, grade="B", last_visit=date(2026, 11, 21))) == []
    assert codes(Candidate(1, **calm, grade="D")) == []
    assert codes(Candidate(1, **calm | {"decider_met": False})) == ["not_met"]
    assert codes(Candidate(1, **calm, volume=500), large=500) == ["volume"]


def test_the_largest_fifth():
    assert large_from([]) == 0 and large_from([0, 0]) == 0 and large_from([7]) == 7
    assert large_from([10, 20, 30, 40, 50, 0]) == 50 and large_from(list(range(1, 11))) == 9


def test_a_promise_comes_before_size():
    promised = Candidate(1, next_date=MONDAY, next_action="送报价", decider_met=True)
    large = Candidate(2, next_date=date(2027, 1, 1), volume=9_000_000)
    assert [one.key for one in proposals([large, promised], MONDAY)] == [1, 2]


days = st.dates(date(2026, 9, 1), date(2027, 2, 1))
candidates = st.builds(
    Candidate, st.integers(1, 10_000), days | st.none(), st.sampled_from(["", " ", "送样品"]), days | st.none(),
    st.none() | st.integers(1, 90), st.integers(0, 50), st.sampled_from(["", "A", "B", "C", "D"]), days | st.none(), st.booleans(),
)  # fmt: skip


@given(st.lists(candidates, max_size=20, unique_by=lambda one: one.key))
def test_the_order_is_that_of_the_scores_and_does_not_depend_on_how_they_came(found):
    ranked = proposals(found, MONDAY)
    assert ranked == proposals(list(reversed(found)), MONDAY)
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True) and all(
        0 < score <= sum(WEIGHTS.values()) - WEIGHTS["due"] for score in scores
    )
    assert all(one.reasons for one in ranked)


@given(candidates, st.integers(1, 60))
def test_waiting_longer_never_makes_it_less_urgent(one, more):
    if one.since and one.stage_limit:
        later = MONDAY + timedelta(days=7 * more)
        now, then = ({reason.code for reason in reasons(one, day, 0)} for day in (MONDAY, later))
        assert "stage_old" not in now or "stage_old" in then
