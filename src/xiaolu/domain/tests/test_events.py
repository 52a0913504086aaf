"""Which events an opportunity reaches by a milestone, a field, an activity, a move."""

import tomllib
from pathlib import Path

import pytest

from xiaolu.domain import events
from xiaolu.domain.gates import Given, Proof
from xiaolu.domain.method import DECLARED, EVENTS, FIELD_EVENTS, FIELDS, Method, read_method

BUILT_IN = Path(__file__).parents[2] / "methods_builtin"


def method(name: str) -> Method:
    return read_method(tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8")))


def test_what_may_be_declared_is_an_event():
    assert set(DECLARED) <= set(EVENTS) and set(FIELD_EVENTS) <= set(FIELDS)
    assert set(FIELD_EVENTS.values()) <= set(DECLARED)


@pytest.mark.parametrize(
    ("name", "left", "target", "expected"),
    [
        ("spancop", "A", "N", ("quotation_given",)),
        ("spancop", "N", "C", ()),
        ("spancop", "A", "P2", ("quotation_given", "order_placed", "paid")),  # what is jumped over happened too
        ("spancop", "P2", "O", ()),
        ("spancop", "N", "X", ()),
        ("spancop", "X", "O", ("order_placed",)),
        ("nine-step", "9", "D", ("paid",)),
        ("showroom", "QUOTE", "DELIV", ("order_placed",)),
        ("sales-platform", "W90", "BP", ("order_placed",)),
        ("field-sales", "W", "PD", ("paid",)),
    ],
)
def test_a_move_is_what_its_stages_are(name, left, target, expected):
    assert events.of_move(method(name), left, target) == expected


def test_activities_and_evidence_say_what_they_are():
    assert events.of_activity(method("showroom"), "quotation_talk") == "quotation_given"
    assert events.of_activity(method("field-sales"), "delivery") == "delivered"
    assert events.of_activity(method("field-sales"), "nothing") == ""
    nine = method("nine-step")
    given = Given(frozenset({"delivered_on"}), (Proof("quotation_given"), Proof("signed")))
    assert events.shown(nine, given) == {"quotation_given", "delivered"}
    assert events.shown(nine, Given()) == frozenset()
    assert events.shown(method("showroom"), Given(frozenset({"paid_on"}))) == {"paid"}
