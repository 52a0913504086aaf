"""Competitors, and what they sell at accounts."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xiaolu.customers import actions, queries
from xiaolu.customers.models import Competitor, Foothold
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.domain.people import ROLES, Role
from xiaolu.org import actions as house
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db


@pytest.fixture
def rival() -> Competitor:
    return actions.create_competitor(code="a", name="某国际品牌", by=None)


def address(name: str, subject=None) -> str:
    return reverse(f"customers:{name}", args=[subject.pk] if subject else [])


def given(rival: Competitor, **over) -> dict:
    return {"competitor": rival.pk, "product": "切削液", "price": "12.5", "share": "60", "strengths": "交货快", **over}


def test_an_administrator_creates_edits_archives_and_restores(browse, admin):
    client = browse(admin)
    assert client.post(address("create_competitor"), {"code": "a", "name": "甲"}).status_code == 303
    one = Competitor.objects.get()
    edited = {"code": "b", "name": "乙", "note": "低价", "version": 1}
    for step, said in (("edit", edited), ("archive", {"version": 2}), ("restore", {"version": 3})):
        assert client.post(address(f"{step}_competitor", one), said).status_code == 303
        assert entries(f"{step}_competitor", admin) == 1
    one.refresh_from_db()
    assert (one.code, one.name, one.note, one.archived, one.version) == ("b", "乙", "低价", False, 4)


@pytest.mark.parametrize("wrong", [{"code": "", "name": "x"}, {"code": "A", "name": "x"}, {"code": "b", "name": ""}])
def test_bad_input_is_said_and_changes_nothing(browse, admin, rival, wrong):
    assert browse(admin).post(address("create_competitor"), wrong).status_code == 422
    assert Competitor.objects.count() == 1


def test_others_look_but_do_not_change(browse, lan, trainer, rival):
    for who in (lan, trainer):
        assert "某国际品牌" in browse(who).get(address("competitor_list")).content.decode()
        assert browse(who).post(address("edit_competitor", rival), {"version": 1}).status_code == 403
        assert browse(who).get(address("create_competitor")).status_code == 403


def test_what_a_competitor_sells_at_a_customer_is_kept_with_one_audit_entry(browse, lan, rival):
    account = make_account(lan)
    assert browse(lan).post(address("create_foothold", account), given(rival)).status_code == 303
    one = Foothold.objects.get()
    assert (one.competitor, one.product, one.price, one.share) == (rival, "切削液", 1250, 60)
    assert entries("create_foothold", lan) == 1
    page = browse(lan).get(address("account_detail", account)).content.decode()
    assert "¥12.50" in page and "钱包份额 60%" in page and "交货快" in page


@pytest.mark.parametrize(
    "wrong", [{"price": "cheap"}, {"price": "-1"}, {"share": "101"}, {"share": "-1"}, {"competitor": "999"}]
)
def test_a_wrong_price_or_share_is_refused(browse, lan, rival, wrong):
    answer = browse(lan).post(address("create_foothold", make_account(lan)), given(rival, **wrong))
    assert answer.status_code == 422
    assert not Foothold.objects.exists()


def test_no_share_above_100_gets_into_the_table(lan, rival):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.create_foothold(make_account(lan), competitor=rival, by=None, share=101)


def test_it_is_edited_and_archived_by_who_may_change_the_customer(browse, lan, outsider, trainer, rival):
    one = actions.create_foothold(make_account(lan), competitor=rival, by=None, price=1250)
    for name in ("edit_foothold", "archive_foothold"):
        assert browse(outsider).post(address(name, one), given(rival, version=1)).status_code == 404
        assert browse(trainer).post(address(name, one), given(rival, version=1)).status_code == 403
    client = browse(lan)
    assert client.get(address("edit_foothold", one)).context["form"]["price"].value() == "12.50"
    assert client.post(address("edit_foothold", one), given(rival, price="", version=1)).status_code == 303
    assert client.post(address("edit_foothold", one), given(rival, version=1)).status_code == 409
    assert client.get(address("archive_foothold", one)).status_code == 405
    assert client.post(address("archive_foothold", one), {"version": 2}).status_code == 303
    one.refresh_from_db()
    assert (one.price, one.archived) == (None, True)
    assert entries("edit_foothold", lan) == entries("archive_foothold", lan) == 1


def test_each_sees_where_a_competitor_stands_only_at_customers_in_sight(browse, lan, outsider, min_, rival):
    for owner, name in ((lan, "上海恒力"), (outsider, "北京化纤")):
        actions.create_foothold(make_account(owner, name=name), competitor=rival, by=None)
    for who, here, not_here in ((lan, "上海恒力", "北京化纤"), (outsider, "北京化纤", "上海恒力")):
        answer = browse(who).get(address("competitor_detail", rival))
        assert here in answer.content.decode() and not_here not in answer.content.decode()
        assert browse(who).get(address("competitor_list")).context["counts"] == {rival.pk: 1}


def test_deals_that_name_it_are_counted_as_far_as_one_sees_them(lan, outsider, rival):
    make_opportunity(spancop(), owner=lan, stage="P", competitor="某国际品牌")
    assert [(one.kind, one.count) for one in queries.met_in_deals(lan, rival)] == [("open", 1), ("won", 0), ("lost", 0)]
    assert queries.met_in_deals(outsider, rival) == []


def test_a_hidden_price_is_neither_shown_nor_overwritten(browse, lan, rival):
    seller = ROLES["seller"]
    house.edit_role("seller", rights=Role(seller.reach, seller.abilities, frozenset({"amounts"})), by=None)
    account = make_account(lan)
    one = actions.create_foothold(account, competitor=rival, by=None, price=1_234_567)
    client = browse(lan)
    for page in (
        address("account_detail", account),
        address("competitor_detail", rival),
        address("edit_foothold", one),
    ):
        text = client.get(page).content.decode()
        assert "12,345" not in text and "12345" not in text
    client.post(address("edit_foothold", one), given(rival, price="1", version=1))
    one.refresh_from_db()
    assert (one.price, one.product) == (1_234_567, "切削液")


def test_an_archived_competitor_is_not_offered(browse, lan, rival):
    account = make_account(lan)
    actions.archive_competitor(rival, by=None, seen=1)
    assert browse(lan).post(address("create_foothold", account), given(rival)).status_code == 422


def test_what_stands_at_the_loser_follows_a_merge(lan, rival):
    winner, loser = make_account(lan), make_account(lan, name="别家")
    one = actions.create_foothold(loser, competitor=rival, by=None)
    actions.merge_accounts(winner, loser, by=None, seen=(1, 1), chosen={})
    one.refresh_from_db()
    assert one.account == winner


@pytest.mark.parametrize("name", ["competitor_list", "competitor_detail"])
def test_the_pages_need_as_many_queries_for_twenty_as_for_one(browse, lan, rival, name, django_assert_num_queries):
    page = address(name, rival if name == "competitor_detail" else None)
    actions.create_foothold(make_account(lan), competitor=rival, by=None)
    client = browse(lan)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for number in range(20):
        other = actions.create_competitor(code=f"c{number}", name=f"对手{number}", by=None)
        for one in (rival, other):
            actions.create_foothold(make_account(lan, name=f"客户{number}"), competitor=one, by=None)
    with django_assert_num_queries(len(few)):
        client.get(page)
