"""Which numbers of a pack were restated."""

import copy

from xiaolu.domain.packs import Restated, numbers, restated

PACK = {
    "flow": {"opening": [4, 400, 40], "closing": [5, 500, 50], "changes": {"new": [1, 100, 10]}, "moves": {}},
    "standing": {"P": [5, 500, 50]},
    "kpis": [{"code": "hit_rate", "reading": {"value": 1 / 3}}],
    "chain": [],
    "people": [{"person": 7, "counts": {"P": 5}}],
    "late": {"counts": {"P": 1}},
    "lost": {"reasons": [["price", 1, 100, 10]]},
}


def test_every_number_has_a_path():
    found = numbers(PACK)
    assert found[("flow", "new", "amount")] == 100
    assert found[("kpi", "hit_rate")] == 1 / 3
    assert found[("person", "7", "P")] == 5
    assert found[("late", "P")] == 1
    assert found[("lost", "price")] == 1


def test_the_same_numbers_are_not_restated():
    assert restated(PACK, copy.deepcopy(PACK)) == []


def test_what_is_not_there_any_more_equals_nothing():
    again = copy.deepcopy(PACK)
    again["flow"]["changes"] = {"new": [1, 100, 10], "won": [0, 0, 0]}
    again["late"]["counts"] = {}
    assert restated(PACK, again) == [Restated(("late", "P"), 1, None)]


def test_a_difference_says_what_was_and_what_is():
    again = copy.deepcopy(PACK)
    again["flow"]["changes"]["new"] = [2, 250, 10]
    again["kpis"][0]["reading"]["value"] = 0.25
    found = {one.path: (one.then, one.now) for one in restated(PACK, again)}
    assert found == {
        ("flow", "new", "count"): (1, 2), ("flow", "new", "amount"): (100, 250), ("kpi", "hit_rate"): (1 / 3, 0.25),
    }  # fmt: skip
    assert [one.is_amount for one in restated(PACK, again)] == [False, True, False]
