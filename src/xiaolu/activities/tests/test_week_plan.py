"""The weekly visit plan: only customers in the table, laid into days, handed in, decided, and planned against done."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from xiaolu.activities import actions
from xiaolu.activities.models import Activity, WeekPlan
from xiaolu.activities.queries.week_plans import week_of
from xiaolu.activities.tests.make import make_done
from xiaolu.clocks.models import Notice
from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.domain.week_plan import kept_share, outcome
from xiaolu.org import actions as house
from xiaolu.org.once import one_page
from xiaolu.org.queries import company
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23T01:00:00Z", tick=False):
        yield


def deal_of(person, name="太仓东升", **over):
    account = make_account(person, name=name)
    given = {"stage": "P", "on": MONDAY - timedelta(days=9), "next_date": TUESDAY, "next_action": "送样品", **over}
    return make_opportunity(spancop(), owner=person, account=account, **given)


def post(client, name, *args, **given):
    return client.post(reverse(f"activities:{name}", args=args), given)


def lay(client, deal, day=TUESDAY, **over):
    return post(client, "plan_visit", opportunity=deal.pk, day=day, **over)


@pytest.mark.parametrize(
    ("state", "day", "now", "expected"),
    [("done", TUESDAY, WEDNESDAY, "done"), ("done", WEDNESDAY, WEDNESDAY, "moved"), ("planned", WEDNESDAY, TUESDAY, "moved"),
     ("planned", TUESDAY, TUESDAY, "open"), ("planned", TUESDAY, WEDNESDAY, "missed"), ("cancelled", TUESDAY, MONDAY, "missed"),
     ("planned", WEDNESDAY, date(2026, 12, 1), "missed")],
)  # fmt: skip
def test_what_became_of_a_visit(state, day, now, expected):
    assert outcome(state, day, TUESDAY, now) == expected
    assert kept_share(["done", "moved", "missed", "open"]) == (1, 3)


def test_proposals_come_from_the_table_with_their_reasons(browse, lan, lei):
    deal, far = deal_of(lan), deal_of(lan, "远期", next_date=date(2027, 1, 9), next_action="", volume=9)
    deal_of(lei, "别人的")
    make_done(lan, kind="visit", account=far.account, in_charge_met=True)
    week = week_of(lan, MONDAY, MONDAY, chinese=True)
    assert [(one.opportunity, [reason.code for reason in one.proposal.reasons]) for one in week.proposals] == [
        (deal, ["due", "promised", "not_met"]), (far, ["volume"]),
    ]  # fmt: skip
    page = browse(lan).get(reverse("activities:week_plan")).content.decode()
    assert "太仓东升" in page and "送样品" in page and "别人的" not in page


def test_a_decider_who_was_met_is_known(lan):
    deal = deal_of(lan)
    boss = make_contact(deal.account, authority="decides")
    make_done(lan, kind="visit", account=deal.account, opportunity=deal, contacts=[boss])
    codes = [reason.code for reason in week_of(lan, MONDAY, MONDAY, chinese=True).proposals[0].proposal.reasons]
    assert "not_met" not in codes


def test_a_visit_is_laid_moved_prepared_and_taken_out(browse, lan):
    deal, client = deal_of(lan), browse(lan)
    assert lay(client, deal).status_code == 303 and lay(client, deal).status_code == 422  # not twice on a day
    visit = Activity.objects.get()
    assert (visit.kind, visit.owner, visit.opportunity, visit.plan_day, visit.subject) == (
        "visit",
        lan,
        deal,
        TUESDAY,
        "送样品",
    )
    assert post(client, "move_visit", visit.pk, day=WEDNESDAY, version=1).status_code == 303
    assert post(client, "move_visit", visit.pk, day=TUESDAY, version=1).status_code == 409
    assert post(client, "move_visit", visit.pk, day="2026-12-01", version=2).status_code == 422
    drawer = client.get(reverse("activities:prepare_visit", args=[visit.pk]), headers={"HX-Request": "true"})
    assert "13" in drawer.content.decode()
    sent = {"subject": "谈试用", "answer_who_decides": "老板", "answer_use_now": "x" * 501, "version": 2}
    assert post(client, "prepare_visit", visit.pk, **sent).status_code == 422
    assert post(client, "prepare_visit", visit.pk, **sent | {"answer_use_now": ""}).status_code == 303
    visit.refresh_from_db()
    assert (visit.plan_day, visit.day, visit.subject, visit.preparation) == (
        WEDNESDAY,
        WEDNESDAY,
        "谈试用",
        {"who_decides": "老板"},
    )
    shown = week_of(lan, MONDAY, MONDAY, chinese=True).visits[0]
    assert (shown.is_first, shown.answered, shown.asked) == (True, 1, 13)
    assert post(client, "take_out_visit", visit.pk, version=visit.version).status_code == 303
    assert not week_of(lan, MONDAY, MONDAY, chinese=True).visits and entries("prepare_visit", lan) == 1


def test_nothing_else_is_planned(browse, lan, lei, outsider, min_):
    other, mine = deal_of(lan, "常州瑞丰"), deal_of(lan)
    theirs = deal_of(lei, "赵磊的")
    client = browse(lan)
    assert lay(client, theirs).status_code == 404
    assert lay(browse(min_), theirs, person=lan.pk).status_code == 422  # not in her table
    for wrong in ("2026-11-20", "x", "1900-01-01", "9999-12-31", ""):
        assert lay(client, mine, wrong).status_code == 422, wrong
    assert lay(browse(outsider), mine, person=lan.pk).status_code == 404
    assert not Activity.objects.exists()
    assert lay(browse(min_), other, person=lan.pk).status_code == 303  # she leads


def test_it_is_handed_in_and_decided_where_the_company_wants_it(browse, lan, min_, lei):
    deal, client = deal_of(lan), browse(lan)
    lay(client, deal)
    plan = WeekPlan.objects.get()
    assert post(client, "submit_week_plan", plan.pk, version=1).status_code == 422  # plans need no approval here
    house.edit_company(company(), by=None, approves_week_plans=True)
    assert post(client, "submit_week_plan", plan.pk, version=1).status_code == 303
    assert lay(client, deal, WEDNESDAY).status_code == 422  # it waits
    assert post(client, "approve_week_plan", plan.pk, version=2).status_code == 403  # not one's own
    assert post(browse(lei), "approve_week_plan", plan.pk, version=2).status_code == 404
    boss = browse(min_)
    assert post(boss, "return_week_plan", plan.pk, version=2, comment=" ").status_code == 422
    assert post(boss, "return_week_plan", plan.pk, version=2, comment="先见老板").status_code == 303
    assert "先见老板" in client.get(reverse("activities:week_plan")).content.decode()
    lay(client, deal, WEDNESDAY)
    assert post(client, "submit_week_plan", plan.pk, version=3).status_code == 303
    assert post(boss, "approve_week_plan", plan.pk, version=3, comment="").status_code == 409
    assert post(boss, "approve_week_plan", plan.pk, version=4, comment="好").status_code == 303
    assert post(client, "take_back_week_plan", plan.pk, version=5).status_code == 303
    plan.refresh_from_db()
    assert (plan.state, plan.comment, plan.decided_by) == ("draft", "好", min_)
    assert [
        entries(f"week_plan_{name}", who) for name, who in (("submitted", lan), ("returned", min_), ("approved", min_))
    ] == [2, 1, 1]


def test_who_leads_is_told_of_a_plan_and_its_owner_of_the_decision(browse, lan, min_):
    house.edit_company(company(), by=None, approves_week_plans=True)
    lay(browse(lan), deal_of(lan))
    plan = actions.submit_week_plan(WeekPlan.objects.get(), by=lan, seen=1)
    handed_in = Notice.objects.get(person=min_)
    assert handed_in.code == "week_plan_submitted"
    opened = browse(min_).post(reverse("clocks:read_notice", args=[handed_in.pk]), follow=True)
    assert opened.status_code == 200 and opened.context["week"].plan == plan
    actions.decide_week_plan(plan, by=min_, seen=plan.version, approved=False, comment="先见老板")
    page = browse(lan).get(reverse("clocks:notice_list")).content.decode()
    assert "拜访计划被退回" in page and "11-23" in page
    assert list(Notice.objects.filter(person=lan).values_list("code", flat=True)) == ["week_plan_returned"]


def test_planned_against_done_and_the_export(browse, lan, lei, min_):
    first, second, client = deal_of(lan), deal_of(lan, "常熟力诺"), browse(lan)
    lay(client, first, MONDAY)
    lay(client, second, TUESDAY)
    visit = Activity.objects.order_by("pk").first()
    actions.finish_activity(visit, by=lan, seen=visit.version, result="谈好了", day=MONDAY)
    make_done(lan, kind="visit", account=make_account(lan, name="顺路"))
    week = week_of(lan, MONDAY, WEDNESDAY, chinese=True)
    assert week.counts == {"done": 1, "moved": 0, "missed": 1, "open": 0, "unplanned": 1} and week.kept == (1, 2)
    address = reverse("activities:export_week_plan", args=[week.plan.pk])
    book = openpyxl.load_workbook(BytesIO(browse(min_).get(address).content))
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [
        "太仓东升",
        "常熟力诺",
        "顺路",
    ]
    assert book.worksheets[1].max_row == 6 and entries("export_week_plan", min_) == 1
    assert browse(lei).get(address).status_code == 404
    assert browse(lei).get(reverse("activities:week_plan"), {"person": lan.pk}).status_code == 404


def test_the_page_asks_the_same_for_one_and_for_many(lan, django_assert_max_num_queries):
    for count in (1, 9):
        for number in range(count):
            deal = deal_of(lan, f"客户{count}{number}")
            if number % 2:
                actions.plan_visit(deal, person=lan, monday=MONDAY, by=lan, day=TUESDAY)
        with one_page(), django_assert_max_num_queries(14):
            week_of(lan, MONDAY, MONDAY, chinese=True)
