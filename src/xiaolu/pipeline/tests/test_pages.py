from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.customers.actions import create_account, create_contact
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, checks
from xiaolu.pipeline.models import Change, Opportunity, Posting
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def method(db):
    return spancop()


@pytest.fixture
def deal(method, lan):
    return make_opportunity(
        method, owner=lan, amount=860_000_00, volume=48_000, on=days_ago(30), stage="P", name="液压油"
    )


@pytest.mark.parametrize("name", ["opportunity_board", "opportunity_table", "opportunity_changes", "opportunity_past"])
def test_each_view_shows_with_and_without_rows(browse, lan, deal, name):
    assert browse(lan).get(reverse(f"pipeline:{name}")).status_code == 200
    actions.withdraw_opportunity(deal, by=None, reason="twice")
    assert browse(lan).get(reverse(f"pipeline:{name}")).status_code == 200


def test_a_move_from_the_board_writes_one_change(browse, lan, deal):
    answer = browse(lan).post(
        reverse("pipeline:move_opportunity", args=[deal.pk]),
        {"to": "A", "seen": deal.version},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "pipeline-changed"
    assert Opportunity.objects.get(pk=deal.pk).stage == "A"
    assert Change.objects.filter(opportunity=deal.pk).count() == 2
    assert AuditEntry.objects.filter(action="move_opportunity", person=lan).count() == 1


def test_a_stale_move_is_refused_and_changes_nothing(browse, lan, deal):
    actions.edit_opportunity(deal, by=None, amount=1)
    answer = browse(lan).post(reverse("pipeline:move_opportunity", args=[deal.pk]), {"to": "A", "seen": deal.version})
    assert answer.status_code == 409
    assert Opportunity.objects.get(pk=deal.pk).stage == "P"


@pytest.mark.parametrize(
    ("to", "reason", "status"),
    [
        ("X", "", 422),
        ("X", "price", 303),
        ("X", "needs_changed", 422),
        ("N", "", 422),
        ("N", "customer_in_hurry", 303),
        ("S", "", 422),
        ("S", "moved_too_early", 303),
        ("S", "看错了", 422),
        ("ZZ", "", 422),
    ],
)
def test_a_lost_one_and_a_move_back_need_a_reason(browse, lan, deal, to, reason, status):
    answer = browse(lan).post(
        reverse("pipeline:move_opportunity", args=[deal.pk]), {"to": to, "reason": reason, "no_competitor": "on"}
    )
    assert answer.status_code == status
    assert (Opportunity.objects.get(pk=deal.pk).stage == to) == (status == 303)


def test_a_back_dated_move_restates(browse, lan, deal):
    actions.move_opportunity(deal, to="N", by=None, on=days_ago(5), reason="一次谈成")
    day = days_ago(20).isoformat()
    answer = browse(lan).post(reverse("pipeline:move_opportunity", args=[deal.pk]), {"to": "A", "on": day})
    assert answer.status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).stage == "N"


@pytest.mark.parametrize("on", ["2999-01-01", "1999-01-01", "nonsense"])
def test_a_day_that_cannot_be_is_refused(browse, lan, deal, on):
    assert (
        browse(lan).post(reverse("pipeline:move_opportunity", args=[deal.pk]), {"to": "A", "on": on}).status_code == 422
    )
    assert Opportunity.objects.get(pk=deal.pk).stage == "P"


def test_an_outsider_gets_404_and_a_reader_403(browse, outsider, trainer, min_, deal):
    for name in ("edit_opportunity", "move_opportunity", "withdraw_opportunity", "reassign_opportunity"):
        address = reverse(f"pipeline:{name}", args=[deal.pk])
        assert browse(outsider).get(address).status_code == 404
        assert browse(trainer).get(address).status_code == 403
        assert browse(min_).get(address).status_code == 200


def test_creating_makes_customer_and_ledger(browse, lan, method):
    given = {
        "account_name": "苏州恒力机械有限公司",
        "name": "年度协议",
        "owner": lan.pk,
        "amount": "1,234.56",
        "volume": "48.5",
    }
    answer = browse(lan).post(reverse("pipeline:create_opportunity"), given)
    made = Opportunity.objects.get()
    assert answer.status_code == 303
    assert (made.amount, made.volume, made.stage, made.account.name) == (123_456, 48_500, "S", "苏州恒力机械有限公司")
    assert made.next_date >= today()


@pytest.mark.parametrize("amount", ["-5", "1e99", "abc", "∞", "9" * 29])
def test_an_amount_that_is_none_is_refused(browse, lan, method, amount):
    answer = browse(lan).post(
        reverse("pipeline:create_opportunity"), {"account_name": "甲", "owner": lan.pk, "amount": amount}
    )
    assert answer.status_code == 422
    assert not Opportunity.objects.exists()


def test_a_seller_cannot_give_a_deal_to_somebody_else(browse, lan, outsider, method):
    answer = browse(lan).post(reverse("pipeline:create_opportunity"), {"account_name": "甲", "owner": outsider.pk})
    assert answer.status_code == 422


def test_editing_posts_what_the_ledger_counts(browse, lan, deal):
    given = {
        "name": "液压油",
        "owner": lan.pk,
        "amount": "900000",
        "volume": "48",
        "next_date": (today() + timedelta(3)).isoformat(),
        "seen": deal.version,
    }
    assert browse(lan).post(reverse("pipeline:edit_opportunity", args=[deal.pk]), given).status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).amount == 900_000_00
    assert Change.objects.filter(opportunity=deal.pk).count() == 2


def test_a_contact_of_the_customer_is_chosen_and_leaves_with_the_customer(browse, lan, deal):
    account = create_account(name="苏州恒力", by=None, owner=lan)
    contact = create_contact(account, name="张工", by=None)
    actions.edit_opportunity(deal, by=None, account=account)
    given = {"account_name": "苏州恒力", "contact": contact.pk, "owner": lan.pk, "next_date": today().isoformat()}
    address = reverse("pipeline:edit_opportunity", args=[deal.pk])
    assert browse(lan).post(address, given).status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).contact == contact
    assert browse(lan).post(address, {**given, "account_name": "另一家"}).status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).contact is None


def test_an_open_one_keeps_a_next_date(browse, lan, deal):
    given = {"name": "液压油", "owner": lan.pk, "amount": "1", "volume": "1", "next_date": ""}
    assert browse(lan).post(reverse("pipeline:edit_opportunity", args=[deal.pk]), given).status_code == 422


def test_the_rows_behind_a_bar_are_those_that_one_may_see(browse, lan, outsider, deal):
    address = reverse("insight:why", args=["spancop", "change:new"]) + f"?start={days_ago(40)}&end={today()}"
    assert "液压油" in browse(lan).get(address).content.decode()
    assert "液压油" not in browse(outsider).get(address).content.decode()


@pytest.mark.parametrize("query", ["?method=none", "?scope=team:north", "?scope=person:999999"])
def test_what_one_may_not_see_is_not_found(browse, lan, deal, query):
    assert browse(lan).get(reverse("pipeline:opportunity_board") + query).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?start=nonsense&end=1900-01-01", "?page=-1", "?sort=evil", "?industry=%00", "?at=9999-99-99", "?measure=x"],
)
def test_nonsense_in_the_url_falls_back(browse, lan, deal, query):
    for name in ("opportunity_board", "opportunity_table", "opportunity_changes", "opportunity_past"):
        assert browse(lan).get(reverse(f"pipeline:{name}") + query).status_code == 200


@pytest.mark.parametrize("rows", [1, 20])
def test_board_and_table_need_as_many_queries_for_twenty_as_for_one(
    browse, lan, method, rows, django_assert_max_num_queries
):
    for number in range(rows):
        make_opportunity(method, owner=lan, name=f"第{number}单", stage="P")
    client = browse(lan)
    for name, most in (("opportunity_board", 32), ("opportunity_table", 30)):
        with django_assert_max_num_queries(most):
            assert client.get(reverse(f"pipeline:{name}")).status_code == 200


def test_another_close_month_is_posted_and_the_day_is_kept(db):
    opportunity = make_opportunity(spancop(), expected_close=today() + timedelta(days=3))
    day = today().replace(day=28) + timedelta(days=70)
    opportunity = actions.edit_opportunity(opportunity, by=None, expected_close=day)
    assert opportunity.expected_close == day
    assert Posting.objects.filter(opportunity=opportunity.pk, kind="pushed_out", side=1).exists()
    assert [problem for check in checks.CHECKS for problem in check()] == []
