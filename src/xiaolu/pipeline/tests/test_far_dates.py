"""A next date further off than the cadence proposes asks why, in every form; in the table it is taken and audited."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.customers.tests.make import make_account
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.cadence import due_of
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, nine_step, spancop

pytestmark = pytest.mark.django_db
FAR, NEAR = timedelta(days=90), timedelta(days=2)


@pytest.fixture
def deal(lan):
    """In negotiation: every seven days."""
    return make_opportunity(spancop(), owner=lan, stage="N", on=days_ago(9), name="液压油", account=make_account(lan))


def changes(action: str) -> dict:
    return AuditEntry.objects.filter(action=action).latest("pk").changes


def now(deal) -> Opportunity:
    return Opportunity.objects.get(pk=deal.pk)


def page_of(name: str, deal) -> str:
    return reverse(f"pipeline:{name}", args=[deal.pk])


FORMS = {
    "edit_opportunity": {"account_name": "苏州恒力", "name": "液压油", "amount": "", "volume": ""},
    "set_next_step": {"next_action": "送样品"},
    "revive_opportunity": {"next_action": "送样品"},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_far_day_asks_why_and_the_answer_is_kept(browse, lan, deal, name):
    client, address = browse(lan), page_of(name, deal)
    sent = {**FORMS[name], "owner": lan.pk, "account_name": deal.account.name, "next_date": today() + FAR}
    refused = client.post(address, sent)
    assert refused.status_code == 422 and 'name="next_reason"' in refused.content.decode()
    assert now(deal).next_date == deal.next_date
    assert client.post(address, sent | {"next_reason": " "}).status_code == 422
    assert client.post(address, sent | {"next_reason": "年底停产检修"}).status_code == 303
    assert now(deal).next_date == today() + FAR
    said = changes("edit_opportunity")
    assert said["reason"] == ["", "年底停产检修"] and said["proposed_date"][1] == due_of(deal, today()).day.isoformat()


@pytest.mark.parametrize("name", FORMS)
def test_a_day_within_the_cadence_is_taken_and_says_nothing(browse, lan, deal, name):
    sent = {**FORMS[name], "owner": lan.pk, "account_name": deal.account.name, "next_date": today() + NEAR}
    assert browse(lan).post(page_of(name, deal), sent).status_code == 303
    assert now(deal).next_date == today() + NEAR and "proposed_date" not in changes("edit_opportunity")


def test_a_far_day_that_stands_there_already_is_not_asked_about(browse, lan, deal):
    actions.edit_opportunity(deal, by=lan, next_date=today() + FAR, because="停产")
    sent = {**FORMS["edit_opportunity"], "owner": lan.pk, "account_name": deal.account.name, "next_date": today() + FAR}
    assert browse(lan).post(page_of("edit_opportunity", deal), sent | {"name": "齿轮油"}).status_code == 303
    assert now(deal).name == "齿轮油"


def test_the_record_says_what_is_proposed_and_what_is_closed_asks_nothing(browse, lan, deal):
    due = due_of(deal, today()).day.isoformat()
    assert f"建议：{due}" in browse(lan).get(page_of("opportunity_detail", deal)).content.decode()
    lost = make_opportunity(spancop(), owner=lan, stage="X", on=days_ago(9), next_date=None)
    assert "建议：" not in browse(lan).get(page_of("edit_opportunity", lost)).content.decode()


def test_a_new_opportunity_is_asked_by_its_first_stage_and_its_customers_grade(browse, lan):
    spancop()
    address = reverse("pipeline:create_opportunity")
    sent = {"owner": lan.pk, "account_name": "无锡华光", "amount": "", "volume": "", "next_date": today() + FAR}
    refused = browse(lan).post(address, sent)
    assert refused.status_code == 422 and 'name="next_reason"' in refused.content.decode()
    assert not Opportunity.objects.exists()
    assert browse(lan).post(address, sent | {"next_reason": "明年招标"}).status_code == 303
    assert changes("create_opportunity")["reason"] == ["", "明年招标"]


def test_a_broken_day_is_told_as_such(browse, lan, deal):
    for day in ("", "x", "9999-12-31"):
        answer = browse(lan).post(page_of("set_next_step", deal), {"next_date": day})
        assert answer.status_code == 422, day
    assert now(deal).next_date == deal.next_date


@pytest.mark.database
def test_in_the_table_it_is_taken_and_the_audit_trail_names_the_proposed_day(lan, deal):
    actions.write_row(deal, by=lan, seen=deal.version, values={"next_date": today() + FAR})
    assert changes("write_row")["proposed_date"][1] == due_of(deal, today()).day.isoformat()
    actions.write_row(deal, by=lan, seen=now(deal).version, values={"next_date": today() + NEAR})
    assert "proposed_date" not in changes("write_row")


@pytest.mark.database
def test_a_card_put_far_off_keeps_its_reason_beside_the_proposed_day(browse, lan, deal):
    form = reverse("activities:put_card", args=[deal.pk])
    assert "建议：" in browse(lan).get(form).content.decode()
    actions.put_card(deal, by=lan, seen=deal.version, because="出国", day=today() + FAR)
    said = changes("put_card")
    assert said["reason"] == ["", "出国"] and "proposed_date" in said


def test_imports_and_commands_give_no_reasons(lan):
    deal = make_opportunity(nine_step(), owner=lan)
    actions.edit_opportunity(deal, by=None, next_date=today() + FAR)
    assert "proposed_date" not in changes("edit_opportunity")
