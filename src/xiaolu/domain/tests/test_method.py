import re
import tomllib
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaolu.domain.method import (
    FACTS,
    Duration,
    Method,
    MethodInvalid,
    Ratio,
    Span,
    Text,
    changes_meaning,
    document_of,
    read_method,
    read_span,
)
from xiaolu.domain.method.texts import written_days

BUILT_IN = Path(__file__).parents[2] / "methods_builtin"
NAMES = ("spancop", "nine-step", "showroom", "sales-platform", "field-sales")
HAN = re.compile(r"[\u3400-\u9fff]")

Document = dict[str, Any]


def document(name: str) -> Document:
    return tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8"))


def named() -> Document:
    return {"zh": "名", "en": "name"}


def small() -> Document:
    kinds = {"A": "open", "B": "open", "W": "won", "X": "lost"}
    return {
        "method": {"code": "small", "name": named(), "unit": named()},
        "stage": [{"code": code, "name": named(), "kind": kind} for code, kind in kinds.items()],
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_method_loads_under_its_own_code(name: str) -> None:
    assert read_method(document(name)).code == name


@pytest.mark.parametrize("name", NAMES)
def test_a_method_written_and_read_again_is_the_same(name: str) -> None:
    method = read_method(document(name))
    assert read_method(document_of(method)) == method
    assert read_method(tomllib.loads(tomli_w.dumps(document_of(method)))) == method


def texts_in(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts_in(item)]
    if is_dataclass(value):
        return [text for each in fields(value) for text in texts_in(getattr(value, each.name))]
    return []


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_chinese_in_zh_and_not_in_en(name: str) -> None:
    for text in texts_in(read_method(document(name))):
        assert HAN.search(text.zh), text
        assert not HAN.search(text.en), text


def test_the_example_for_loans_is_a_method() -> None:
    example = Path(__file__).parents[4] / "docs" / "examples" / "bpi2012-method.toml"
    method = read_method(tomllib.loads(example.read_text(encoding="utf-8")))
    assert method.codes == ("SUBMITTED", "PREACCEPTED", "ACCEPTED", "SENT", "SENT_BACK", "WON", "LOST")


def test_spancop_has_exactly_its_figures() -> None:
    method = read_method(document("spancop"))
    assert {kpi.code: kpi.target for kpi in method.kpis} == {
        "hit_rate": 0.2,
        "conversion_P_A": 0.6,
        "conversion_A_N": 0.5,
        "conversion_N_C": 0.6,
        "cycle_P_O": 120.0,
        "cycle_P_A": None,
        "cycle_A_N": None,
        "cycle_N_C": None,
        "cycle_C_O": None,
        "cycle_O_P2": None,
        "pipeline_strength": 5.0,
        "churn": 0.05,
    }


def test_stages_are_found_by_code_kind_and_place() -> None:
    method = read_method(document("spancop"))
    assert method.codes == ("S", "P", "A", "N", "C", "O", "P2", "X")
    assert method.of_kind("won", "paid") == ("C", "O", "P2")
    assert (method.first_open, method.position("N"), method.stage("P2").kind) == ("S", 3, "paid")
    assert isinstance(method.kpi("cycle_P_O"), Duration)
    with pytest.raises(KeyError):
        method.stage("Z")


def test_the_shares_of_the_nine_steps_are_those_of_the_process() -> None:
    method = read_method(document("nine-step"))
    assert [stage.share for stage in method.stages] == [5, 10, 10, 15, 10, 15, 15, 10, 10, 0, 0]


def test_no_quotation_before_pain_value_and_solution_are_admitted() -> None:
    stages = [read_method(document("nine-step")).stage(code) for code in "456"]
    assert all(any(sign.required and sign.quoted for sign in stage.milestones) for stage in stages)


def test_the_first_contact_has_thirteen_questions() -> None:
    for name, code in (("spancop", "before_first_contact"), ("nine-step", "before_first_visit")):
        asked = {each.code: each for each in read_method(document(name)).questionnaires}
        assert len(asked[code].questions) == 13


def test_a_ratio_is_a_share_when_its_numerator_is_part_of_its_denominator() -> None:
    rates = {kpi.code: kpi for kpi in read_method(document("showroom")).kpis if isinstance(kpi, Ratio)}
    assert rates["lost_share"].is_share and rates["order_rate"].is_share
    assert not rates["source_return"].is_share


def test_facts_name_only_facts_as_their_whole() -> None:
    assert all(whole in FACTS for fact in FACTS.values() for whole in fact.part_of)


def changed(**over: Any) -> Method:
    return replace(read_method(small()), **over)


def test_a_version_may_add_and_retire_stages() -> None:
    old = read_method(small())
    stages = (*old.stages, replace(old.stages[-1], code="X2"))
    assert changes_meaning(old, changed(stages=(replace(stages[0], retired=True), *stages[1:]))) == ()


def test_a_version_may_not_drop_a_stage_change_a_kind_or_take_another_code() -> None:
    old = read_method(small())
    kinds = (old.stages[0], replace(old.stages[1], kind="won"), old.stages[3])
    found = changes_meaning(old, changed(code="other", stages=kinds))
    assert [(problem.place, problem.rule) for problem in found] == [
        ("method › code", "method_code_changed"),
        ('stage "B" › kind', "kind_changed"),
        ('stage "W"', "stage_dropped"),
    ]
    assert all(str(problem) for problem in found)


@pytest.mark.parametrize("written", ["24 hours", "7 days", "3 working hours", "15 minutes", "2 months", "1 day"])
def test_a_length_of_time_reads_as_it_is_written(written: str) -> None:
    assert str(read_span(written)) == written


@pytest.mark.parametrize("written", ["", "days", "-1 days", "1.5 days", "٣ days", "7 days\n", "9999999 days"])
def test_other_lengths_of_time_are_refused(written: str) -> None:
    with pytest.raises(ValueError):
        read_span(written)


@given(st.integers(0, 99_999), st.sampled_from(["minutes", "hours", "days"]))
def test_days_written_and_read_again_are_the_same(number: int, unit: Any) -> None:
    days = Span(number, unit).days
    if days <= 36_500:
        assert read_span(written_days(days)).days == days


def test_a_text_is_given_in_the_language_asked_for() -> None:
    text = Text("销路", "Xiaolu")
    assert [text.into(language) for language in ("zh-hans", "zh-CN", "en", "de")] == [
        "销路",
        "销路",
        "Xiaolu",
        "Xiaolu",
    ]


NASTY = st.sampled_from(
    [float("nan"), float("inf"), -1, 10**400, True, "\0", "\ud800", "x" * 5000, b"", {1: 2}, [[[]]], {}]
)
ANYTHING = st.recursive(
    NASTY | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)


def reads_or_refuses(document: object) -> None:
    try:
        method = read_method(document)  # type: ignore[arg-type]
    except MethodInvalid as refused:
        assert refused.problems and str(refused)
    else:
        assert read_method(document_of(method)) == method


@pytest.mark.parametrize("name", NAMES)
def test_a_method_without_a_single_stage_is_refused(name: str) -> None:
    with pytest.raises(MethodInvalid, match="stage"):
        read_method({**document(name), "stage": []})


@given(ANYTHING)
def test_a_hostile_document_is_refused_and_nothing_else_happens(hostile: object) -> None:
    reads_or_refuses(hostile)


def test_numbers_and_nests_beyond_every_measure_are_refused() -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    for hostile in (10**5000, deep, {"stage": deep}):
        reads_or_refuses({**small(), "kpi": [{"target": hostile, "code": hostile, 10**5000: 1}]})


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places_in(item, (*path, key)))]


DOCUMENTS = {name: document(name) for name in NAMES}
PLACES = {name: places_in(found)[1:] for name, found in DOCUMENTS.items()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_a_method_spoiled_anywhere_is_read_or_refused(name: str, data: st.DataObject) -> None:
    spoiled = deepcopy(DOCUMENTS[name])
    *path, last = data.draw(st.sampled_from(PLACES[name]))
    inner: Any = spoiled
    for step in path:
        inner = inner[step]
    if data.draw(st.booleans()):
        inner[last] = data.draw(ANYTHING)
    else:
        del inner[last]
    reads_or_refuses(spoiled)
