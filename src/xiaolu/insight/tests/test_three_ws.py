from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.insight import actions
from xiaolu.insight.models import AgendaItem, ThreeW
from xiaolu.insight.tests.make import days_ago, entered, table
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import make_opportunity

pytestmark = pytest.mark.django_db
LIST, CREATE, PUT = (reverse(f"insight:{name}") for name in ("three_w_list", "create_three_w", "create_item"))


def why(kpi="hit_rate", query=""):
    return reverse("insight:why", args=["spancop", kpi]) + query


def page(one, name="three_w_detail"):
    return reverse(f"insight:{name}", args=[one.pk])


@pytest.fixture
def given(lan):
    due = (today() + timedelta(days=30)).isoformat()
    return {"bottleneck": "击中率低", "problem": "走不到订单", "owner": lan.pk, "due": due, "why1": "需求不清"}


@pytest.fixture
def three_w(browse, method, min_, lan, given):
    table(method, {"P": 60, "O": 15}, owner=lan)
    browse(min_).post(f"{CREATE}?figure={why(query='?scope=team:east')}", given)
    return ThreeW.objects.get()


def test_a_figure_opens_a_3w_that_keeps_what_it_was(three_w, min_, east):
    assert (three_w.kpi, three_w.value, three_w.team, three_w.day) == ("hit_rate", 0.2, east, today())
    assert three_w.query == "scope=team%3Aeast"
    assert AuditEntry.objects.get(action="create_three_w").person == min_


def test_its_page_shows_then_and_today_and_keeps_the_result(browse, method, three_w, min_, lan):
    table(method, {"O": 5}, owner=lan)
    text = browse(min_).get(page(three_w)).content.decode()
    assert "20.0%" in text and "25.0%" in text
    browse(min_).post(page(three_w, "measure_three_w"), {"version": 1})
    three_w.refresh_from_db()
    assert (three_w.state, three_w.measured, three_w.value) == ("measured", 0.25, 0.2)


def test_the_period_moves_along_when_it_is_measured(browse, method, min_, lan, given):
    entered(method, {"P": days_ago(90), "A": days_ago(60)}, owner=lan)
    query = f"?scope=team:east%26start={days_ago(100)}%26end={days_ago(70)}"
    browse(min_).post(f"{CREATE}?figure={why('conversion_P_A', query)}", given)
    made = ThreeW.objects.get()
    assert made.value == 1.0
    table(method, {"P": 3}, owner=lan, on=days_ago(5))
    browse(min_).post(page(made, "measure_three_w"), {"version": 1})
    made.refresh_from_db()
    assert made.measured == 0.0


def test_it_is_edited_closed_opened_again_and_archived(browse, three_w, min_, given):
    client = browse(min_)
    assert client.post(page(three_w, "close_three_w"), {"result": "好", "version": 1}).status_code == 422
    client.post(page(three_w, "edit_three_w"), {**given, "solution": "陪访", "version": 1})
    assert client.post(page(three_w, "close_three_w"), {"result": "回到 20%", "version": 2}).status_code == 303
    assert client.post(page(three_w, "edit_three_w"), {**given, "version": 3}).status_code == 422
    client.post(page(three_w, "reopen_three_w"), {"version": 3})
    client.post(page(three_w, "archive_three_w"), {"version": 4})
    three_w.refresh_from_db()
    assert (three_w.state, three_w.archived, three_w.result) == ("open", True, "回到 20%")
    assert "击中率低" not in client.get(LIST).content.decode()
    assert "击中率低" in client.get(LIST, {"archived": 1}).content.decode()
    assert AuditEntry.objects.filter(kind="threew").count() == 5


def test_two_who_edit_it_get_a_conflict(browse, three_w, min_, given):
    client = browse(min_)
    client.post(page(three_w, "edit_three_w"), {**given, "version": 1})
    answer = client.post(page(three_w, "edit_three_w"), {**given, "problem": "别的", "version": 1})
    assert answer.status_code == 409 and "别的" in answer.content.decode()
    with pytest.raises(Stale):
        actions.archive_three_w(three_w, by=None, seen=1)


@pytest.mark.parametrize("bad", [{"bottleneck": ""}, {"problem": "长" * 4001}, {"due": "1900-01-01"}, {"due": "2026-02-30"},
                                 {"owner": "999999"}, {"bottleneck": "x" * 201}, {"problem": "a\0b"}])  # fmt: skip
def test_bad_input_is_refused_and_nothing_written(browse, method, min_, given, bad):
    assert browse(min_).post(CREATE, {**given, **bad}).status_code == 422
    assert not ThreeW.objects.exists()


@pytest.mark.parametrize("figure", ["https://evil.example/", "/insight/", "/nowhere/", "/insight/why/spancop/evil/"])
def test_an_address_that_is_no_figure_is_not_found(browse, method, min_, given, figure):
    assert browse(min_).post(f"{CREATE}?figure={figure}", given).status_code == 404


def test_a_seller_opens_none_on_figures_of_others(browse, method, lan, lei, given):
    assert browse(lan).post(f"{CREATE}?figure={why(query=f'?scope=person:{lei.pk}')}", given).status_code == 404
    assert browse(lan).post(CREATE, {**given, "owner": lei.pk}).status_code == 422


def test_who_is_to_solve_it_sees_it_but_not_the_teams_figure(browse, three_w, lan, lei, outsider, admin):
    text = browse(lan).get(page(three_w)).content.decode()
    assert "击中率低" in text and "20.0%" not in text
    assert browse(lan).post(page(three_w, "measure_three_w"), {"version": 1}).status_code in (409, 422)
    for who, status in ((lei, 404), (outsider, 404), (admin, 200)):
        assert browse(who).get(page(three_w)).status_code == status


def test_the_list_is_taken_out_and_that_is_logged(browse, three_w, min_):
    book = openpyxl.load_workbook(BytesIO(browse(min_).get(reverse("insight:export_three_ws")).content))
    row = [cell.value for cell in book.worksheets[0][2]]
    assert "击中率低" in row and "20.0%" in row
    assert AuditEntry.objects.get(action="export_three_ws").changes["rows"] == [0, 1]


def test_the_list_needs_as_many_queries_for_twenty_as_for_one(browse, three_w, min_, django_assert_max_num_queries):
    for _ in range(19):
        ThreeW.objects.create(bottleneck="x", problem="y", owner=min_, due=today(), day=today(), team=three_w.team)
    client = browse(min_)
    client.get(LIST)
    with django_assert_max_num_queries(22):
        client.get(LIST)


def test_a_figure_a_record_and_a_line_go_into_the_weekly_meeting(browse, method, min_, lan, lei, outsider, east):
    table(method, {"P": 4, "O": 1}, owner=lan)
    deal = make_opportunity(method, stage="P", owner=lan, name="液压油")
    client = browse(lan)
    for put in ({"figure": why("standing:P")}, {"kind": "opportunity", "object_id": deal.pk}, {"line": "要降价"}):
        assert client.post(PUT, put).status_code == 303
        client.post(PUT, put)
    assert AgendaItem.objects.filter(team=east, state="waiting").count() == 3, "nothing is put there twice"
    seen = browse(min_).get(reverse("insight:agenda_list")).content.decode()
    assert "液压油" in seen and "要降价" in seen
    for other in (lei, outsider):
        text = browse(other).get(reverse("insight:agenda_list")).content.decode()
        assert "液压油" not in text and "要降价" not in text


def test_an_item_is_done_opened_again_and_removed(browse, min_, east):
    item, client = actions.create_item(by=min_, team=east, line="要降价"), browse(min_)
    for name, version, state in (("take_item", 1, "taken"), ("reopen_item", 2, "waiting"), ("take_item", 3, "taken")):
        client.post(page(item, name), {"version": version})
        item.refresh_from_db()
        assert item.state == state
    client.post(page(item, "remove_item"), {"version": 4})
    assert "要降价" not in client.get(reverse("insight:agenda_list")).content.decode()
    assert AuditEntry.objects.filter(kind="agendaitem").count() == 5


def test_htmx_gets_a_toast(browse, method, lan):
    answer = browse(lan).post(PUT, {"figure": why("standing:P")}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#toasts")


@pytest.mark.parametrize(
    "put", [{}, {"line": "x" * 201}, {"kind": "evil", "object_id": 1}, {"kind": "account", "object_id": -1}]
)
def test_an_empty_or_senseless_item_is_refused(browse, method, lan, put):
    assert browse(lan).post(PUT, put).status_code == 422
    assert not AgendaItem.objects.exists()


def test_nobody_puts_anothers_record_or_team_there(browse, method, lan, outsider, north):
    deal = make_opportunity(method, stage="P", owner=outsider)
    assert browse(lan).post(PUT, {"kind": "opportunity", "object_id": deal.pk}).status_code == 404
    assert browse(lan).post(PUT, {"line": "x", "team": "north"}).status_code == 404
    assert browse(lan).post(PUT, {"line": "x", "team": "all"}).status_code == 404


def test_a_record_that_was_given_away_is_not_named(browse, method, lan, outsider):
    deal = make_opportunity(method, stage="P", owner=lan, name="液压油")
    browse(lan).post(PUT, {"kind": "opportunity", "object_id": deal.pk})
    deal.owner = outsider
    deal.save(update_fields=["owner"])
    text = browse(lan).get(reverse("insight:agenda_list")).content.decode()
    assert "液压油" not in text and "不归您看" in text


def test_a_3w_without_figure_has_nothing_to_measure(lan):
    made = actions.create_three_w(by=lan, bottleneck="x", problem="y", owner=lan, due=today(), person=lan)
    with pytest.raises(RuleBroken):
        actions.measure_three_w(made, by=lan, seen=1, value=None)
