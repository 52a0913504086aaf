"""Cells of the tracking table: who may write what, what is refused, and that a row is written whole or not at all."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.customers.tests.make import make_account, make_contact, make_industry
from xiaolu.domain.people import ROLES, Role
from xiaolu.org import actions as house
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, checks
from xiaolu.pipeline.models import Change, Opportunity, Passage
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ADDRESS = "/pipeline/table/cells/"


@pytest.fixture
def deal(lan):
    return make_opportunity(spancop(), owner=lan, amount=860_000_00, on=days_ago(30), stage="P", name="液压油")


@pytest.fixture
def post(browse):
    def posted(person, body):
        raw = body if isinstance(body, str | bytes) else json.dumps(body)
        return browse(person).post(ADDRESS, raw, content_type="application/json")

    return posted


@pytest.fixture
def write(post):
    """write(person, deal, field=value, …) → field → answer."""

    def written(person, deal, *, seen=None, **cells):
        said = [
            {"id": deal.pk, "seen": seen or deal.version, "field": name, "value": value}
            for name, value in cells.items()
        ]
        answer = post(person, {"cells": said})
        assert answer.status_code == 200, answer.content
        return {cell["field"]: cell for cell in answer.json()["cells"]}

    return written


def now(deal) -> Opportunity:
    return Opportunity.objects.get(pk=deal.pk)


def whole() -> bool:
    return [problem for check in checks.CHECKS for problem in check()] == []


def entered(deal) -> dict:
    return dict(Passage.objects.filter(opportunity=deal.pk, skipped=False).values_list("stage", "day"))


def test_a_row_is_written_in_one_change_with_one_audit_entry(write, lan, deal):
    industry = make_industry()
    account = make_account(lan, name="苏州恒力")
    contact = make_contact(account)
    soon = (today() + timedelta(days=9)).isoformat()
    found = write(
        lan, deal, account="苏州恒力", contact=contact.name, name="年度", owner="林岚", industry=industry.name, amount="12 万",
        volume="48.5", growth="客户增长", expected_close=soon, next_date=soon, next_action="报价", current_supplier="甲",
        competitor="乙", note="第一行\n第二行",
    )  # fmt: skip
    assert all(cell["ok"] for cell in found.values()), found
    row = now(deal)
    assert (row.account, row.contact, row.name, row.industry, row.growth) == (
        account,
        contact,
        "年度",
        industry,
        "grow",
    )
    assert (row.amount, row.volume, row.note, row.next_action) == (12_000_000, 48_500, "第一行\n第二行", "报价")
    assert row.expected_close.isoformat() == row.next_date.isoformat() == soon
    assert AuditEntry.objects.filter(action="write_row", person=lan).count() == 1
    assert whole()


def test_the_answer_holds_the_row_as_it_stands_now(post, lan, deal):
    said = {"cells": [{"id": deal.pk, "seen": 1, "field": "amount", "value": "1.5万"}]}
    html = post(lan, said).json()["html"]
    assert f'data-id="{deal.pk}" data-seen="{now(deal).version}"' in html
    assert 'data-value="15000"' in html


def test_what_differs_in_nothing_writes_nothing(write, lan, deal):
    assert write(lan, deal, amount="860,000", name="液压油")["amount"]["ok"]
    assert now(deal).version == deal.version
    assert not AuditEntry.objects.filter(action="write_row").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "abc"), ("amount", "-5"), ("amount", "1e99"), ("amount", "9" * 29), ("amount", "=1+1"), ("amount", "１２x"),
        ("volume", "∞"), ("volume", "NaN"), ("expected_close", "明天"), ("expected_close", "2026-13-40"),
        ("expected_close", "9999-12-31"), ("next_date", ""), ("next_date", "2999-01-01"), ("next_date", "2099-01-01"),
        ("stage", "ZZ"), ("stage", ""), ("growth", "很多"), ("industry", "没有"), ("source", "' OR 1=1"), ("product", "<b>"),
        ("owner", "无名氏"), ("account", "没有这家"), ("contact", "某人"), ("name", "长" * 201), ("name", "a\x00b"),
        ("note", "\ud800"), ("note", "字" * 5001), ("current_supplier", "字" * 121), ("competitor", "字" * 121),
        ("entered_S", "2999-01-01"), ("entered_S", "1960-01-01"), ("entered_P", ""), ("entered_X", "2026-01-01"),
        ("entered_", "2026-01-01"), ("entered_Q", "2026-01-01"), ("version", "7"), ("withdrawn", "1"), ("lost_reason", "x"),
        ("id", "3"), ("", ""), ("__class__", "x"), ("method", "nine-step"), ("account_id", "1"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence_and_the_row_stays(write, lan, deal, field, value):
    found = write(lan, deal, **{field: value, "next_action": "报价"})
    assert not found[field]["ok"]
    assert found[field]["message"]
    assert not found["next_action"]["ok"], "nothing half-written"
    assert (now(deal).version, now(deal).next_action) == (deal.version, "")
    assert Change.objects.filter(opportunity=deal.pk).count() == 1


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "{}", '{"cells": []}', '{"cells": 5}', '{"cells": [5]}', '{"cells": [{"id": "1"}]}', b"\xff\xfe",
     '{"cells": [{"id": true, "seen": 1, "field": "name", "value": "x"}]}', "[" * 100_000,
     '{"cells": [{"id": 1e400, "seen": 1, "field": "name", "value": "x"}]}',
     '{"cells": [{"id": 99999999999999999999999, "seen": 1, "field": "name", "value": "x"}]}',
     '{"cells": [{"id": 1, "seen": 1, "field": "name", "value": null}]}', "9" * 5000],
)  # fmt: skip
def test_what_is_no_block_of_cells_is_refused(post, lan, deal, body):
    answer = post(lan, body)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_block_has_at_most_five_thousand_cells_and_a_megabyte(post, lan, deal):
    one = {"id": deal.pk, "seen": 1, "field": "note", "value": "x"}
    assert post(lan, {"cells": [one] * 5001}).status_code == 422
    assert post(lan, {"cells": [{**one, "value": "x" * 1024 * 1024}]}).status_code == 422
    assert now(deal).note == ""


def test_who_may_not_see_or_change_a_row_writes_nothing_and_learns_nothing(write, post, lan, outsider, trainer, deal):
    secret = write(outsider, deal, name="x")["name"]
    gone = write(outsider, Opportunity(pk=deal.pk + 999, version=1), name="x")["name"]
    assert (secret["ok"], secret["message"]) == (False, gone["message"])
    assert "液压油" not in json.dumps(secret, ensure_ascii=False)
    assert post(trainer, {"cells": []}).status_code == 403
    assert now(deal).name == "液压油"


def test_it_is_posted_to_only(browse, lan):
    assert browse(lan).get(ADDRESS).status_code == 405


def test_a_deal_goes_only_to_whom_one_may_give_it(write, lan, lei, min_, deal):
    assert not write(lan, deal, owner="赵磊")["owner"]["ok"]
    assert write(min_, deal, owner="赵磊")["owner"]["ok"]
    assert now(deal).owner == lei


def test_a_customer_that_one_may_not_see_is_not_found_by_its_name(write, lan, outsider, deal):
    make_account(outsider, name="无锡机床")
    assert not write(lan, deal, account="无锡机床")["account"]["ok"]


def test_the_contact_leaves_with_the_customer(write, lan, deal):
    first, second = make_account(lan, name="甲公司甲"), make_account(lan, name="乙公司乙")
    contact = make_contact(first)
    actions.edit_opportunity(deal, by=None, account=first, contact=contact)
    assert write(lan, now(deal), account=second.name)["account"]["ok"]
    assert now(deal).contact is None
    assert not write(lan, now(deal), contact=contact.name)["contact"]["ok"]


def test_what_a_role_hides_is_neither_shown_nor_written(write, post, lan, deal):
    seller = ROLES["seller"]
    house.edit_role("seller", rights=Role(seller.reach, seller.abilities, frozenset({"amounts"})), by=None)
    assert not write(lan, deal, amount="5")["amount"]["ok"]
    assert now(deal).amount == 860_000_00
    actions.edit_opportunity(deal, by=None, note="别人")
    stale = post(lan, {"cells": [{"id": deal.pk, "seen": 1, "field": "amount", "value": "5"},
                                 {"id": deal.pk, "seen": 1, "field": "note", "value": "我"}]}).content.decode()  # fmt: skip
    assert "860000" not in stale
    assert "86 万" not in stale


def test_a_stale_row_tells_what_stands_there_by_whom_and_is_not_written(write, lan, min_, deal):
    actions.edit_opportunity(deal, by=min_, amount=5_00, note="同样")
    found = write(lan, deal, amount="7", note="同样", name="新名")
    assert found["amount"]["conflict"]["value"] == "5"
    assert found["amount"]["conflict"]["by"] == "周敏"
    assert found["note"]["ok"], "what stands there already is no conflict"
    assert (now(deal).amount, now(deal).name) == (5_00, "液压油")
    assert write(lan, now(deal), amount="7")["amount"]["ok"], "mine, having seen theirs"


def test_a_move_meets_its_gate_and_leads_to_the_dialog(write, lan):
    deal = make_opportunity(spancop(), owner=lan, stage="N", on=days_ago(30), amount=100)
    found = write(lan, deal, stage="C", next_action="签约")
    assert found["stage"]["link"] == reverse("pipeline:move_opportunity", args=[deal.pk]) + "?to=C"
    assert not found["next_action"]["ok"]
    assert (now(deal).stage, now(deal).next_action) == ("N", "")
    assert "link" in write(lan, deal, stage="X")["stage"], "a loss asks for reason and competitor"


def test_a_move_without_a_gate_is_written(write, lan, deal):
    assert write(lan, deal, stage="A")["stage"]["ok"]
    assert now(deal).stage == "A"
    assert whole()


def test_the_day_of_a_stage_ahead_is_a_move_on_that_day(write, lan, deal):
    assert write(lan, deal, entered_A=days_ago(3).isoformat())["entered_A"]["ok"]
    assert (now(deal).stage, now(deal).stage_since) == ("A", days_ago(3))
    assert whole()


def test_stage_days_are_said_again_and_the_ledger_stays_whole(write, lan, deal):
    actions.move_opportunity(deal, to="A", by=None, on=days_ago(10), reason="x")
    actions.edit_opportunity(deal, by=None, amount=1_00)
    found = write(lan, now(deal), entered_P=days_ago(40).isoformat(), entered_A=days_ago(20).isoformat())
    assert all(cell["ok"] for cell in found.values()), found
    assert entered(deal) == {"P": days_ago(40).toordinal(), "A": days_ago(20).toordinal()}
    assert (now(deal).stage, now(deal).stage_since, now(deal).amount) == ("A", days_ago(20), 1_00)
    assert whole()


def test_a_stage_that_was_jumped_over_gets_its_day_even_before_the_first(write, lan, deal):
    assert write(lan, deal, entered_S=days_ago(50).isoformat())["entered_S"]["ok"]
    assert entered(deal) == {"S": days_ago(50).toordinal(), "P": days_ago(30).toordinal()}
    assert (now(deal).stage, now(deal).created_on) == ("P", days_ago(50))
    assert whole()


def test_two_stages_on_one_day_stand_in_their_order(write, lan, deal):
    found = write(lan, deal, entered_S=days_ago(30).isoformat())
    assert found["entered_S"]["ok"], found
    assert now(deal).stage == "P"
    assert whole()


def test_a_day_is_cleared_only_where_the_stage_was_passed(write, lan, deal):
    actions.move_opportunity(deal, to="A", by=None, on=days_ago(10), reason="x")
    actions.move_opportunity(deal, to="N", by=None, on=days_ago(5), reason="x")
    assert not write(lan, now(deal), entered_N="")["entered_N"]["ok"]
    assert not write(lan, now(deal), entered_P="")["entered_P"]["ok"]
    assert write(lan, now(deal), entered_A="")["entered_A"]["ok"]
    assert "A" not in entered(deal)
    assert now(deal).stage == "N"
    assert whole()


def test_days_out_of_order_are_refused(write, lan, deal):
    actions.move_opportunity(deal, to="A", by=None, on=days_ago(10), reason="x")
    for day in (5, 9):
        assert not write(lan, now(deal), entered_P=days_ago(day).isoformat())["entered_P"]["ok"]
    assert entered(deal)["P"] == days_ago(30).toordinal()


def test_a_block_of_two_hundred_rows_is_written_in_one_request(post, lan):
    method = spancop()
    deals = [make_opportunity(method, owner=lan, name=f"第{number}单") for number in range(200)]
    cells = [{"id": one.pk, "seen": 1, "field": field, "value": value}
             for one in deals for field, value in (("amount", "1万"), ("next_action", "拜访"))]  # fmt: skip
    cells[7]["value"] = "bad\x00"
    found = post(lan, {"cells": cells}).json()["cells"]
    assert sum(cell["ok"] for cell in found) == 398
    assert Opportunity.objects.filter(amount=1_000_000, next_action="拜访").count() == 199
    assert Opportunity.objects.get(pk=deals[3].pk).version == 1, "the row of the bad cell is as it was"
    assert whole()


def test_a_window_of_rows_is_a_fragment(browse, lan, deal):
    page = browse(lan).get("/pipeline/table/", headers={"HX-Request": "true"}).content.decode()
    assert page.startswith("<tr")
    assert "<html" not in page
