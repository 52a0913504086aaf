from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from xiaolu.customers.models import Account, Industry
from xiaolu.insight.tests.make import days_ago, entered, table
from xiaolu.org.models import AuditEntry
from xiaolu.pipeline import actions

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def address(kpi, name="why"):
    return reverse(f"insight:{name}", args=["spancop", kpi])


def text(answer) -> str:
    return answer.content.decode()


def test_the_numbers_are_put_into_the_definition(browse, method, min_, lan):
    table(method, {"P": 60, "O": 15}, owner=lan)
    page = text(browse(min_).get(address("hit_rate")))
    assert "15 ÷ 75 = 20.0%" in page
    assert "12.5–30.4%" in page
    assert "<polyline" in page
    assert "<html" in page


def test_htmx_gets_the_panel_alone(browse, method, min_, lan):
    page = text(browse(min_).get(address("hit_rate"), headers={"HX-Request": "true"}))
    assert page.strip().startswith("<article")
    assert "<html" not in page


@pytest.mark.parametrize("kpi", [
    "hit_rate", "conversion_P_A", "snapshot_A_N", "cycle_P_O", "cycle_P_A", "pipeline_strength", "churn",
    "standing:P,A",
])  # fmt: skip
def test_every_figure_says_why(browse, method, min_, lan, kpi):
    entered(method, {"P": days_ago(90), "A": days_ago(60), "O": days_ago(20)}, owner=lan)
    entered(method, {"P": days_ago(500), "O": days_ago(450), "X": days_ago(20)}, owner=lan)
    assert browse(min_).get(address(kpi)).status_code == 200


@pytest.mark.parametrize("kpi", ["nothing", "standing:", "standing:P,NO", "snapshot_P_O"])
def test_an_unknown_figure_is_not_found(browse, method, min_, kpi):
    assert browse(min_).get(address(kpi)).status_code == 404


def test_the_rows_behind_are_those_that_the_figure_counts(browse, method, min_, lan):
    moved = [entered(method, {"P": days_ago(90), "A": days_ago(60)}, owner=lan) for _ in range(2)]
    table(method, {"P": 3}, owner=lan)
    client = browse(min_)
    above = client.get(address("conversion_P_A")).context
    assert {row.opportunity for row in above["page"]} == {one.pk for one in moved}
    assert above["counts"] == {"above": 2, "below": 3, "all": 5}
    below = client.get(address("conversion_P_A"), {"side": "below"}).context
    assert len(below["page"].object_list) == 3


@pytest.mark.parametrize(("kpi", "sides"), [
    ("hit_rate", {"above": 1, "below": 2, "all": 3}),
    ("churn", {"above": 1, "below": 1, "all": 2}),
    ("cycle_P_O", {"all": 2}),
    ("pipeline_strength", {"all": 2}),
    ("snapshot_P_A", {"above": 1, "below": 1, "all": 2}),
    ("standing:X", {"all": 1}),
])  # fmt: skip
def test_rows_and_numbers_agree(browse, method, min_, lan, kpi, sides):
    entered(method, {"P": days_ago(100)}, owner=lan)
    entered(method, {"A": days_ago(100)}, owner=lan)
    entered(method, {"P": days_ago(500), "O": days_ago(400)}, owner=lan)
    entered(method, {"P": days_ago(500), "O": days_ago(400), "X": days_ago(20)}, owner=lan)
    entered(method, {"P": days_ago(90), "O": days_ago(80), "X": days_ago(20)}, owner=lan)
    entered(method, {"P": days_ago(90), "N": days_ago(80), "O": days_ago(70), "X": days_ago(20)}, owner=lan)
    context = browse(min_).get(address(kpi)).context
    if kpi == "standing:X":
        sides = {"all": 3}
    assert context["counts"] == sides
    if "above" in sides:
        assert (context["reading"].numerator, sides["above"]) == (sides["above"], sides["above"])


def test_a_past_figure_shows_only_rows_that_are_mine_now(browse, method, min_, lan, outsider):
    stays, goes = table(method, {"P": 2}, owner=lan, on=days_ago(60))
    actions.reassign_opportunities([goes], to=outsider, by=None, on=days_ago(10))
    context = browse(lan).get(address("standing:P"), {"at": days_ago(20).isoformat()}).context
    assert context["reading"].value == 2
    assert [row.opportunity for row in context["page"]] == [stays.pk]
    assert context["hidden"] == 1


def test_one_row_of_a_split_has_its_own_figure(browse, method, min_, lan, lei):
    food = Industry.objects.create(code="food", name="食品")
    table(method, {"P": 3}, owner=lan, industry=food)
    table(method, {"P": 5}, owner=lei)
    client = browse(min_)
    for by, key, count in (("person", lan.pk, 3), ("industry", food.pk, 3), ("industry", 0, 5), ("growth", "", 8)):
        context = client.get(address("standing:P"), {"by": by, "key": key}).context
        assert (context["reading"].value, context["page"].paginator.count) == (count, count), by


def test_a_row_of_a_split_outside_the_scope_is_not_found(browse, method, lan, lei, outsider, north):
    client = browse(lan)
    others = (("person", lei.pk), ("person", outsider.pk), ("team", north.pk), ("industry", "x"), ("growth", "x"))
    for by, key in others:
        assert client.get(address("hit_rate"), {"by": by, "key": key}).status_code == 404


@pytest.mark.parametrize("name", ["why", "kpi_trend", "export_why"])
def test_figures_of_another_team_are_not_found(browse, method, lan, name):
    assert browse(lan).get(address("hit_rate", name), {"scope": "team:north"}).status_code == 404


@pytest.mark.parametrize("name", ["why", "kpi_trend", "export_why"])
def test_a_figure_refuses_to_be_posted_to(browse, method, lan, name):
    assert browse(lan).post(address("hit_rate", name)).status_code == 405


def test_rows_are_found_by_the_customers_name(browse, method, min_, lan):
    account = Account.objects.create(name="苏州恒力", normal_name="苏州恒力")
    table(method, {"P": 1}, owner=lan, account=account)
    table(method, {"P": 2}, owner=lan)
    context = browse(min_).get(address("standing:P"), {"q": "恒力"}).context
    assert context["page"].paginator.count == 1


def test_the_trend_is_a_fragment_and_for_a_browser_the_whole_answer(browse, method, min_, lan):
    table(method, {"P": 6, "O": 2}, owner=lan)
    client = browse(min_)
    assert text(client.get(address("hit_rate", "kpi_trend"), headers={"HX-Request": "true"})).strip().startswith("<svg")
    answer = client.get(address("hit_rate", "kpi_trend"), {"scope": "me"})
    assert answer["Location"] == address("hit_rate") + "?scope=me"


def test_exported_cells_hold_no_formula_and_the_export_is_logged(browse, method, min_, lan):
    account = Account.objects.create(name='=HYPERLINK("http://evil")', normal_name="x")
    table(method, {"P": 1}, owner=lan, account=account, amount=86_000_00, volume=48_000)
    answer = browse(min_).get(address("standing:P", "export_why"))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert answer["Content-Disposition"].startswith("attachment")
    assert (sheet["A2"].value, sheet["A2"].data_type) == ('=HYPERLINK("http://evil")', "s")
    assert (sheet["J2"].value, sheet["K2"].value) == (86_000, 48)
    entry = AuditEntry.objects.get(action="export_why")
    assert (entry.person, entry.changes["rows"]) == (min_, [0, 1])


def test_an_export_holds_only_what_the_person_may_see(browse, method, lan, lei):
    table(method, {"P": 2}, owner=lan)
    table(method, {"P": 3}, owner=lei)
    answer = browse(lan).get(address("standing:P", "export_why"))
    assert openpyxl.load_workbook(BytesIO(answer.content)).active.max_row == 3


def test_a_figure_needs_as_many_queries_for_many_rows_as_for_one(
    browse, method, min_, lan, django_assert_max_num_queries
):
    table(method, {"P": 30, "O": 10}, owner=lan)
    client = browse(min_)
    with django_assert_max_num_queries(85):
        client.get(address("hit_rate"))
