"""The list, its export, the panels of customers and deals, the timeline and the search."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
LIST = reverse("activities:activity_list")


def page(client, address, **query) -> str:
    return client.get(address, query).content.decode()


def test_the_list_shows_own_work_and_that_of_the_team(browse, lan, lei, min_, outsider):
    make_done(lan, result="林岚谈的", kind="task"), make_done(lei, result="赵磊谈的", kind="task")
    assert "林岚谈的" in page(browse(lan), LIST) and "赵磊谈的" not in page(browse(lan), LIST)
    assert "林岚谈的" in page(browse(min_), LIST) and "赵磊谈的" in page(browse(min_), LIST)
    assert "谈的" not in page(browse(outsider), LIST)


def test_filters_hold(browse, lan):
    account = make_account(lan)
    make_done(lan, result="看过了", account=account, kind="visit"), make_planned(lan, subject="还要去")
    client = browse(lan)
    assert "看过了" in page(client, LIST, kind="visit", state="done") and "还要去" not in page(
        client, LIST, state="done"
    )
    assert "还要去" in page(client, LIST, state="planned") and "看过了" in page(client, LIST, q="恒力")
    assert "还要去" not in page(client, LIST, q="恒力") and "看过了" in page(client, LIST, kind="dream", owner="x")


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_for_one_and_twenty(browse, lan, rows, django_assert_num_queries):
    account = make_account(lan)
    for _ in range(rows):
        make_done(lan, account=account)
    client = browse(lan)
    with django_assert_num_queries(14):
        client.get(LIST)


def test_the_export_is_logged_and_holds_the_rows(browse, lan, trainer):
    make_done(lan, result="=1+1", account=make_account(lan))
    answer = browse(lan).get(reverse("activities:export_activities"))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2 and "=1+1" in rows[1]
    assert entries("export_activities", lan) == 1
    assert browse(trainer).get(reverse("activities:export_activities")).status_code == 403


def test_the_customer_shows_what_one_may_see(browse, lan, lei):
    account = make_account(lan)
    deal = make_opportunity(spancop(), owner=lei, account=account)  # 赵磊 sees the customer by his deal
    make_done(lei, result="赵磊的商机", account=account, opportunity=deal)
    make_done(lan, result="林岚在这家", account=account)
    panel = reverse("activities:account_activities", args=[account.pk])
    line = reverse("customers:account_timeline", args=[account.pk])
    for address in (panel, line):
        assert "林岚在这家" in page(browse(lan), address) and "赵磊的商机" not in page(browse(lan), address)
        assert "赵磊的商机" in page(browse(lei), address) and "林岚在这家" in page(browse(lei), address)
    on_deal = reverse("activities:opportunity_activities", args=[deal.pk])
    assert "赵磊的商机" in page(browse(lei), on_deal) and browse(lan).get(on_deal).status_code == 404


def test_search_finds_words_within_the_rights(browse, lan, outsider):
    make_done(lan, result="换油周期太短", kind="task")
    find = reverse("desk:find")
    assert "换油周期" in page(browse(lan), find, q="换油周期")
    assert reverse("activities:activity_list") + "1/" not in page(browse(outsider), find, q="换油周期")
    assert "换油周期太短" not in page(browse(outsider), find, q="换油")
