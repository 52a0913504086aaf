from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from xiaolu.domain.method import MESSAGES, MethodInvalid, read_method

Document = dict[str, Any]


def named(zh: str = "名", en: str = "name") -> Document:
    return {"zh": zh, "en": en}


def small(**over: Any) -> Document:
    """The smallest method that still has one of everything a rule may speak of."""
    return {
        "method": {"code": "small", "name": named(), "unit": named()},
        "activities": {"visit": {**named(), "kind": "visit"}},
        "cards": {"asking": named()},
        "stage": [
            {"code": "A", "name": named(), "kind": "open"},
            {"code": "B", "name": named(), "kind": "open"},
            {"code": "W", "name": named(), "kind": "won"},
            {"code": "X", "name": named(), "kind": "lost"},
        ],
        "clock": [{"code": "first", "name": named(), "starts": "assigned", "stops": "attempted", "due": "24 hours"}],
        "questionnaire": [
            {"code": "ask", "name": named(), "about": "account", "questions": [{"code": "q", **named()}]}
        ],
        "kpi": [
            {"code": "a_b", "name": named(), "type": "conversion", "from": "A", "to": "B", "target": 0.5},
            {"code": "b_w", "name": named(), "type": "conversion", "from": "B", "to": "W", "target": 0.5},
            {"code": "days", "name": named(), "type": "duration", "from": "A", "to": "W"},
        ],
        **over,
    }


def problems_of(broken: object) -> set[tuple[str, str]]:
    with pytest.raises(MethodInvalid) as caught:
        read_method(broken)  # type: ignore[arg-type]
    for problem in caught.value.problems:
        assert str(problem)  # every message finds its parameters
    return {(problem.place, problem.rule) for problem in caught.value.problems}


def kpi(**words: Any) -> Document:
    return {"code": "k", "name": named(), **words}


def message(**words: Any) -> Document:
    return {"code": "c", "name": named(), "kind": "message", "text": named(), **words}


def rule(**words: Any) -> Document:
    return {"code": "r", "when": {"kpi": "a_b", "is": "below target"}, "cause": named(), **words}


def change(*path: str | int, to: Any) -> Callable[[Document], None]:
    """A change of one value, named by its path; `...` takes it away."""

    def apply(document: Document) -> None:
        inner: Any = document
        for step in path[:-1]:
            inner = inner[step]
        if to is ...:
            del inner[path[-1]]
        else:
            inner[path[-1]] = to

    return apply


def add(key: str, *entries: Document) -> Callable[[Document], None]:
    return lambda document: document.setdefault(key, []).extend(entries)


MILESTONE = {"code": "m", "name": named()}
AT_M = 'stage "A" › milestone "m"'

BROKEN: list[tuple[Callable[[Document], None], str, str]] = [
    (change("method", to=...), "method", "missing"),
    (change("method", to=5), "method", "wrong_type"),
    (change("method", "code", to="Small One"), "method › code", "code_format"),
    (change("method", "unit", to={"zh": "客户"}), "method › unit", "text_needs_zh_and_en"),
    (change("method", "name", to={"zh": " ", "en": "x"}), "method › name", "text_needs_zh_and_en"),
    (change("method", "name", "en", to="x" * 201), "method › name › en", "too_large"),
    (change("method", "name", "en", to="x\0y"), "method › name › en", "control_characters"),
    (change("method", "colour", to="red"), "method › colour", "unknown_key"),
    (change("method", "skips", to="sometimes"), "method › skips", "unknown_choice"),
    (change("stages", to=[]), "stages", "unknown_key"),
    (change("stage", to=...), "stage", "missing"),
    (change("stage", to=[{}] * 10_000), "stage", "too_many"),
    (change("stage", 0, "code", to="a b"), "stage 1 › code", "code_format"),
    (change("stage", 0, "code", to="A" * 17), f'stage "{"A" * 17}" › code', "code_format"),
    (change("stage", 0, "code", to="B"), 'stage "B"', "duplicate_code"),
    (change("stage", 0, "kind", to="closed"), 'stage "A" › kind', "unknown_kind"),
    (change("stage", 0, "kind", to="won"), 'stage "B" › kind', "kinds_out_of_order"),
    (change("stage", 3, "kind", to="won"), "stage", "no_lost_stage"),
    (change("stage", 3, "retired", to=True), "stage", "no_lost_stage"),
    (change("stage", to=[{"code": "X", "name": named(), "kind": "lost"}]), "stage", "no_open_stage"),
    (change("stage", 0, "share", to=99), "stage", "shares_not_100"),
    (change("stage", 0, "share", to=True), 'stage "A" › share', "wrong_type"),
    (change("stage", 0, "share", to=-1), 'stage "A" › share', "bad_number"),
    (change("stage", 3, "share", to=100), 'stage "X" › share', "share_not_allowed"),
    (change("stage", 0, "tools", to=["saw"]), 'stage "A" › tools', "unknown_tool"),
    (change("stage", 0, "roles", to=["king"]), 'stage "A" › roles', "unknown_role"),
    (change("stage", 0, "resources", to=["oil"]), 'stage "A" › resources', "unknown_resource"),
    (change("stage", 0, "activities", to=["call"]), 'stage "A" › activities', "unknown_activity"),
    (change("stage", 0, "activities", to=["visit"] * 2), 'stage "A" › activities 2', "duplicate_code"),
    (change("stage", 0, "rots_after", to="soon"), 'stage "A" › rots_after', "bad_duration"),
    (change("stage", 0, "cadence", to={"every": "3 hours"}), 'stage "A" › cadence › every', "bad_duration"),
    (
        change("stage", 0, "field", to=[{"field": "shoe_size"}]),
        'stage "A" › field 1 › field',
        "unknown_field",
    ),
    (change("stage", 0, "milestone", to=[MILESTONE]), f"{AT_M} › evidence", "missing"),
    (
        change("stage", 0, "milestone", to=[{**MILESTONE, "evidence": "feeling"}]),
        f"{AT_M} › evidence",
        "unknown_choice",
    ),
    (
        change("stage", 0, "milestone", to=[{**MILESTONE, "evidence": "activity"}]),
        f"{AT_M} › activity",
        "evidence_needs_subject",
    ),
    (
        change("stage", 0, "milestone", to=[{**MILESTONE, "evidence": "file", "field": "amount"}]),
        f"{AT_M} › field",
        "subject_not_allowed",
    ),
    (
        change("stage", 0, "milestone", to=[{**MILESTONE, "evidence": "activity", "activity": "call"}]),
        f"{AT_M} › activity",
        "unknown_activity",
    ),
    (
        change("stage", 0, "milestone", to=[{**MILESTONE, "evidence": "questionnaire", "questionnaire": "z"}]),
        f"{AT_M} › questionnaire",
        "unknown_questionnaire",
    ),
    (change("stage", 0, "event", to="won"), 'stage "A" › event', "event_not_declared"),
    (change("activities", "visit", "event", to="dawn"), "activities › visit › event", "event_not_declared"),
    (
        change("stage", 0, "milestone", to=[{**MILESTONE, "evidence": "file", "event": "visit_done"}]),
        f"{AT_M} › event",
        "event_not_declared",
    ),
    (
        change(
            "stage",
            0,
            "milestone",
            to=[{**MILESTONE, "evidence": "activity", "activity": "visit", "event": "accepted"}],
        ),
        f"{AT_M} › event",
        "event_of_evidence",
    ),
    (add("group", {"code": "g", "name": named(), "stages": ["Q"]}), 'group "g" › stages', "unknown_stage"),
    (
        add("group", *({"code": code, "name": named(), "stages": ["A"]} for code in "gh")),
        'group "h" › stages',
        "stage_in_two_groups",
    ),
    (change("activities", "visit", "kind", to="dream"), "activities › visit › kind", "unknown_choice"),
    (change("reasons", to={"dear": {**named(), "for": ["fun"]}}), "reasons › dear › for", "unknown_choice"),
    (change("clock", 0, "starts", to="dawn"), 'clock "first" › starts', "unknown_event"),
    (change("clock", 0, "pauses", to="appointment_made"), 'clock "first" › pauses', "pause_without_end"),
    (change("clock", 0, "resumes", to="appointment"), 'clock "first" › resumes', "pause_without_end"),
    (change("clock", 0, "stops", to="assigned"), 'clock "first" › stops', "clock_stops_at_once"),
    (change("clock", 0, "due", to="24 h"), 'clock "first" › due', "bad_duration"),
    (change("clock", 0, "warn", to="early"), 'clock "first" › warn', "bad_duration"),
    (change("questionnaire", 0, "questions", 0, "answer", to="choice"), "", "too_few_choices"),
    (add("cadence", {"code": "c", "name": named(), "kind": "lunar"}), 'cadence "c" › kind', "unknown_choice"),
    (add("cadence", message(text=named("{密码}"))), 'cadence "c" › text', "unknown_placeholder"),
    (add("cadence", message(hours=["8:30"])), 'cadence "c" › hours', "bad_hours"),
    (add("cadence", message(hours=["09:00-08:00"])), 'cadence "c" › hours', "bad_hours"),
    (add("cadence", message(hours=["08:00-24:30"])), 'cadence "c" › hours', "bad_hours"),
    (add("cadence", message(hours=[8])), 'cadence "c" › hours 1', "wrong_type"),
    (add("cadence", message(at_least=300, at_most=50)), 'cadence "c" › at_most', "bad_number"),
    (add("cadence", {"code": "c", "name": named(), "kind": "message"}), 'cadence "c" › text', "missing"),
    (add("kpi", kpi(type="formula")), 'kpi "k" › type', "unknown_type"),
    (add("kpi", kpi(type="conversion", **{"from": "A", "to": "Q"})), 'kpi "k" › to', "unknown_stage"),
    (add("kpi", kpi(type="duration", **{"from": "W", "to": "A"})), 'kpi "k" › to', "not_a_later_stage"),
    (add("kpi", kpi(type="conversion", **{"from": "A", "to": "X"})), 'kpi "k" › to', "not_a_later_stage"),
    (add("kpi", kpi(type="churn", target=20)), 'kpi "k" › target', "target_not_a_share"),
    (add("kpi", kpi(type="churn", target=float("nan"))), 'kpi "k" › target', "bad_number"),
    (add("kpi", kpi(type="churn", target=True)), 'kpi "k" › target', "wrong_type"),
    (change("kpi", 2, "target", to="9 working days"), 'kpi "days" › target', "bad_duration"),
    (add("kpi", kpi(type="clock_kept", clock="late")), 'kpi "k" › clock', "unknown_clock"),
    (add("kpi", kpi(type="total", counts="dreams")), 'kpi "k" › counts', "unknown_fact"),
    (add("kpi", kpi(type="total", counts={"fact": "entered"})), 'kpi "k" › counts › stages', "missing"),
    (
        add("kpi", kpi(type="total", counts={"fact": "won", "stages": ["W"]})),
        'kpi "k" › counts › stages',
        "filter_not_allowed",
    ),
    (
        add("kpi", kpi(type="total", counts={"fact": "won", "measure": "minutes"})),
        'kpi "k" › counts › measure',
        "measure_not_recorded",
    ),
    (
        add("kpi", kpi(type="total", counts={"fact": "won", "measure": "volume"})),
        'kpi "k" › counts › measure',
        "method_has_no_volume",
    ),
    (
        add("kpi", kpi(type="stage_share", numerator=["W"], denominator=["A"])),
        'kpi "k" › numerator',
        "numerator_not_in_denominator",
    ),
    (
        add("kpi", kpi(type="coverage", stages=["A"], measure="amount", of="requirement_below", below="k")),
        'kpi "k" › below',
        "not_a_coverage_before",
    ),
    (add("diagnosis", rule(cards=["magic"])), 'diagnosis "r" › cards', "unknown_card"),
    (
        add("diagnosis", rule(when={"kpi": "nought", "is": "below target"})),
        'diagnosis "r" › when › kpi',
        "unknown_kpi",
    ),
    (
        add("diagnosis", rule(when={"kpi": "days", "is": "above target"})),
        'diagnosis "r" › when › is',
        "target_needed",
    ),
    (
        add("diagnosis", rule(when={"kpi": "days", "is": "surely above target"})),
        'diagnosis "r" › when › is',
        "not_a_share",
    ),
    (
        add("diagnosis", rule(when={"kpi": "a_b", "is": "longer than target"})),
        'diagnosis "r" › when › is',
        "not_a_duration",
    ),
    (add("diagnosis", rule(chain=["b_w", "a_b"])), 'diagnosis "r" › chain', "chain_broken"),
    (add("diagnosis", rule(chain=["a_b", "days"])), 'diagnosis "r" › chain', "not_a_conversion"),
    (add("diagnosis", rule(chain=["b_w"])), 'diagnosis "r" › chain', "not_in_chain"),
]


@pytest.mark.parametrize(("breaks", "place", "broken_rule"), BROKEN)
def test_each_mistake_is_named_with_its_place(breaks: Callable[[Document], None], place: str, broken_rule: str) -> None:
    document = deepcopy(small())
    breaks(document)
    found = problems_of(document)
    assert (place, broken_rule) in found or (not place and broken_rule in {name for _, name in found}), found


def test_every_rule_of_a_method_file_has_a_test() -> None:
    of_versions = {"method_code_changed", "stage_dropped", "kind_changed"}
    assert {broken_rule for _, _, broken_rule in BROKEN} | of_versions == set(MESSAGES)


def test_all_mistakes_are_told_at_once() -> None:
    broken = small(surprise=1)
    broken["stage"][0]["tools"] = ["saw"]
    broken["kpi"][0]["target"] = 60
    assert len(problems_of(broken)) == 3


def test_a_missing_type_does_not_drag_other_complaints_along() -> None:
    assert problems_of(small(kpi=[kpi(numerator=["A"])])) == {('kpi "k" › type', "missing")}
