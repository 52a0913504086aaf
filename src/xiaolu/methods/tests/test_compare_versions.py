import pytest
from django.urls import reverse
from django.utils import translation

from xiaolu.domain.method import read_method
from xiaolu.methods.differences import differences
from xiaolu.methods.tests.make import NAMES, changed, document, make_draft, make_published

pytestmark = pytest.mark.django_db


def said(new: dict) -> list[tuple[str, str, str, str, str]]:
    with translation.override("en"):
        found = differences(read_method(document()), read_method(new))
    return [(one.what, one.subject, one.part, one.before, one.after) for _, changes in found for one in changes]


@pytest.mark.parametrize("name", NAMES)
def test_a_version_does_not_differ_from_itself(name):
    rules = read_method(document(name))
    assert differences(rules, rules) == []


def test_a_target_a_text_and_a_rhythm_are_named_with_old_and_new():
    new = document()
    new["kpi"][1]["target"] = 0.65
    new["stage"][0]["name"]["en"] = "Possible customer"
    new["stage"][0]["cadence"]["every"] = "3 weeks"
    assert said(new) == [
        ("changed", "S Possible customer", "name", "Suspect", "Possible customer"),
        ("changed", "S Possible customer", "cadence › every", "30 days", "21 days"),
        ("changed", "conversion_P_A P to A conversion", "target", "≥ 60%", "≥ 65%"),
    ]


def test_a_change_in_the_other_language_only_is_shown_in_it():
    new = document()
    new["stage"][0]["name"]["zh"] = "可能客户"
    assert said(new) == [("changed", "S Suspect", "name", "疑似客户", "可能客户")]


def test_stages_added_and_retired_and_their_order():
    new = document()
    new["stage"][1] |= {"retired": True, "share": 0}
    new["stage"].insert(1, {"code": "P0", "name": {"zh": "新", "en": "New"}, "kind": "open", "share": 10})
    new["stage"][0], new["stage"][1] = new["stage"][1], new["stage"][0]
    found = {(what, subject) for what, subject, *_ in said(new)}
    assert {("added", "P0 New"), ("retired", "P Prospect")} <= found


def test_the_order_of_stages_is_a_change_of_its_own():
    new = document()
    new["stage"][0], new["stage"][1] = new["stage"][1], new["stage"][0]
    assert said(new)[0][3:] == ("S → P → A → N → C → O → P2 → X", "P → S → A → N → C → O → P2 → X")


def test_a_question_and_a_milestone_that_were_removed():
    new = document()
    new["questionnaire"][0]["questions"].pop()
    new["stage"][0]["milestone"] = []
    assert [(what, before) for what, _, _, before, after in said(new) if not after and before == "questionnaire"]


def test_the_page_shows_them_and_refuses_versions_of_two_methods(browse, lan):
    old, other = make_published(), make_published(document("showroom"))
    new = make_draft(changed())
    client = browse(lan)
    answer = client.get(reverse("methods:compare_versions", args=[new.pk, old.pk]))
    assert answer.status_code == 200
    assert "21 days" in answer.content.decode()
    assert client.get(reverse("methods:compare_versions", args=[new.pk, other.pk])).status_code == 404
    assert client.get(reverse("methods:compare_versions", args=[new.pk, 999])).status_code == 404
