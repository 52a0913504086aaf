"""Today, for each role what it uses; a customer at one glance."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.customers.tests.make import make_account
from xiaolu.desk import today as day
from xiaolu.jobs.actions import beat
from xiaolu.org import actions as org
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
HOME = reverse("desk:home")


def page(client, address=HOME) -> str:
    return client.get(address).content.decode()


def card(owner, name: str = "昆山精工", **over):
    values = {"owner": owner, "account": make_account(owner, name=name), "stage": "P", "next_date": today(), **over}
    return make_opportunity(spancop(), **values)


def test_a_seller_sees_cards_plans_and_what_was_left(browse, lan, lei):
    card(lan, next_date=today() - timedelta(days=2)), card(lei, name="太仓港机")
    make_planned(lan, day=today(), start=time(9), minutes=60, subject="看车间")
    make_planned(lei, day=today(), start=time(9, 30), subject="一起去", colleagues=[lan])
    with time_machine.travel(f"{today() - timedelta(days=3)} 10:00+08:00"):
        make_planned(lan, day=today(), subject="早该做的")
    shown = page(browse(lan))
    for text in ("昆山精工", "看车间", "一起去", "早该做的", "tickler-late", "tag-soon"):
        assert text in shown
    assert "太仓港机" not in shown and "desk/team" not in shown


def test_a_manager_sees_who_of_the_team_is_behind(browse, lan, min_, outsider):
    card(lan, next_date=today() - timedelta(days=2)), card(outsider, name="别队的")
    lines = day.team_lines(min_, today())
    assert [(line.person, line.due, line.late) for line in lines] == [(lan, 1, 1)]
    shown = page(browse(min_))
    assert f"scope=person:{lan.pk}" in shown and "别队的" not in shown


def test_each_role_gets_its_page(browse, trainer, admin, lan, north):
    card(lan)
    owner = org.create_person(login="m", name="方法", roles=["method_owner"], by=None)
    for person in (trainer, admin, owner):
        assert browse(person).get(HOME).status_code == 200
    assert reverse("desk:system_page") in page(browse(admin))  # no worker runs
    beat()
    assert 'role="alert"' not in page(browse(admin))


def test_a_first_run_is_led_through(browse, admin):
    assert browse(admin).get(HOME).status_code == 302


@pytest.mark.parametrize("rows", [1, 8])
def test_today_asks_the_same_for_one_and_many(browse, lan, rows, django_assert_max_num_queries):
    for number in range(rows):
        make_planned(lan, day=today(), account=card(lan, name=f"客户{number}").account, start=time(9))
    client = browse(lan)
    client.get(HOME)
    with django_assert_max_num_queries(28):
        client.get(HOME)


@pytest.mark.parametrize(
    ("date_", "said"),
    [(date(2026, 10, 10), True), (date(2026, 10, 1), True), (date(2026, 11, 25), False), (date(2026, 11, 28), False)],
)
def test_make_up_days_and_holidays_are_named(date_, said):
    assert bool(day.kind_of_day(date_)) is said


def test_the_figures_load_after_the_page(browse, lan, min_):
    card(lan)
    for person in (lan, min_):
        assert "击中率" in page(browse(person), reverse("desk:day_figures"))


def test_a_customer_at_one_glance_within_the_rights(browse, lan, lei, outsider):
    deal = card(lan, amount=860_000_00, next_action="谈年度协议")
    account = deal.account
    hers = make_opportunity(spancop(), owner=lei, account=account, amount=100)
    make_done(lan, account=account, opportunity=deal), make_done(lei, account=account, opportunity=hers)
    address = reverse("desk:account_summary", args=[account.pk])
    mine, theirs = page(browse(lan), address), page(browse(lei), address)
    assert "86 万" in mine and "谈年度协议" in mine and "林岚" in mine and "赵磊" not in mine
    assert "86 万" not in theirs and "谈年度协议" not in theirs and "赵磊" in theirs
    assert browse(outsider).get(address).status_code == 404


def test_hidden_amounts_stay_hidden(browse, lan, monkeypatch):
    deal = card(lan, amount=860_000_00)
    monkeypatch.setattr(type(lan), "hides", lambda self, field: field == "amounts")
    for address in (HOME, reverse("desk:account_summary", args=[deal.account_id]), reverse("activities:tickler_box")):
        assert "86 万" not in page(browse(lan), address)
