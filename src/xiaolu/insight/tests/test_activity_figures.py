"""Figures of activities: worked examples on field-sales and SPANCOP, per person, class and past day, with the rows behind."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from xiaolu.activities import actions as activities
from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.customers.tests.make import make_account, make_industry
from xiaolu.domain.periods import Period
from xiaolu.insight import queries
from xiaolu.insight.queries import Scope
from xiaolu.insight.queries.diagnoses import signs_of
from xiaolu.insight.queries.materials import gather
from xiaolu.insight.tests.make import make_opportunity, spancop, table
from xiaolu.methods import actions as methods
from xiaolu.methods.queries import published_rules
from xiaolu.operate.database import builtin_documents

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
WEEK = Period(MONDAY, FRIDAY)


@pytest.fixture
def method():
    document = next(one for one in builtin_documents() if one["method"]["code"] == "field-sales")
    return methods.install_builtin([document])[0].method


@pytest.fixture(autouse=True)
def friday():
    published_rules.cache_clear()  # versions of other tests were published at the same moment
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        yield
    published_rules.cache_clear()


def read(method, by="total", **given):
    return queries.readings(queries.lens(method, **{"period": WEEK, **given}), by)


def week_of_work(method, lan, lei):
    """林岚: three visits (one met, one of them planned) and preparing; 赵磊: one visit and the road."""
    industry = make_industry()
    account = make_account(lan)
    deal = make_opportunity(method, owner=lan, account=account, stage="ENQ", on=MONDAY, industry=industry)
    with time_machine.travel("2026-11-16T01:00:00Z", tick=False):
        planned = make_planned(lan, account=account, opportunity=deal, day=MONDAY)
        make_planned(lan, account=account, opportunity=deal, day=MONDAY + timedelta(days=1))  # never done
    activities.finish_activity(
        planned, by=lan, seen=planned.version, day=MONDAY, minutes=60, in_charge_met=True, key_activity="special_visit"
    )
    make_done(lan, kind="visit", account=account, opportunity=deal, day=FRIDAY, minutes=30, in_charge_met=False)
    make_done(lan, kind="visit", account=account, day=FRIDAY, minutes=30)
    make_done(lan, kind="task", day=FRIDAY, minutes=60, time_kind="t2")
    make_done(lei, kind="visit", account=make_account(lei, name="常熟"), day=FRIDAY, minutes=20, in_charge_met=True)
    make_done(lei, kind="other", day=FRIDAY, minutes=100, time_kind="t3")
    return deal


def test_a_week_of_two_sellers(method, lan, lei, east):
    week_of_work(method, lan, lei)
    found = read(method, scope=Scope(team=east))["total"]
    per_day = found["visits_per_day"]
    assert (per_day.numerator, per_day.denominator, per_day.value, per_day.status) == (4, 10, 0.4, "weak")  # 5 days × 2
    share = found["t1_share"]
    assert (share.numerator, share.denominator, share.low) == (140, 300, None) and share.status == "good"
    met, kept = found["person_met"], found["planned_visits_done"]
    assert (met.numerator, met.denominator) == (2, 4) and (kept.numerator, kept.denominator) == (1, 2)
    assert found["orders_per_visit"].needs == "activities"  # nobody records orders at visits yet
    people = read(method, "person", scope=Scope(team=east))
    assert [people[one.pk]["visits_per_day"].value for one in (lan, lei)] == [0.6, 0.2]
    assert read(method)["total"]["t1_share"].numerator == 140  # the whole company
    assert read(method, "team")[east.pk]["visits_per_day"].denominator == 10


def test_they_are_as_they_were_and_by_the_deals_class(method, lan, lei):
    deal = week_of_work(method, lan, lei)
    monday = read(method, at=MONDAY, period=Period(MONDAY - timedelta(days=4), MONDAY))["total"]
    assert (monday["person_met"].numerator, monday["person_met"].denominator) == (1, 1)
    industries = read(method, "industry")
    assert industries[deal.industry_id]["person_met"].denominator == 2 and industries[0]["person_met"].denominator == 2


def test_another_methods_deals_do_not_count_here_but_the_time_is_ones_own(method, lan):
    make_done(lan, kind="visit", opportunity=make_opportunity(spancop(), owner=lan, stage="P", on=MONDAY, account=make_account(lan)),
              day=FRIDAY, minutes=45)  # fmt: skip
    found = read(method)["total"]
    assert found["person_met"].denominator in (0, None) and found["t1_share"].numerator == 45


def test_withdrawn_ones_count_nowhere(method, lan):
    done = make_done(lan, kind="visit", account=make_account(lan), day=FRIDAY, minutes=45)
    activities.withdraw_activity(done, by=lan, seen=done.version, reason="记错")
    assert (
        read(method).get("total", {}).get("person_met", None) is None
        or not read(method)["total"]["person_met"].denominator
    )


def test_the_rows_behind_are_activities(browse, method, lan, lei, min_, outsider):
    week_of_work(method, lan, lei)
    asked = {"scope": "team:east", "from": MONDAY, "to": FRIDAY}
    page = browse(min_).get(reverse("insight:why", args=["field-sales", "person_met"]), asked)
    assert page.context["counts"] == {"above": 2, "below": 2, "all": 4} and page.context["accounts"] == 2
    assert "常熟" in page.content.decode()
    book = openpyxl.load_workbook(
        BytesIO(browse(min_).get(reverse("insight:export_why", args=["field-sales", "t1_share"]), asked).content)
    )
    assert book.worksheets[0].max_row == 1 + 4  # the first side: time with customers
    mine = browse(lan).get(
        reverse("insight:why", args=["field-sales", "visits_per_day"]), {"from": MONDAY, "to": FRIDAY}
    )
    assert mine.context["page"].paginator.count == 3 and "常熟" not in mine.content.decode()
    assert browse(outsider).get(reverse("insight:why", args=["field-sales", "person_met"]), asked).status_code == 404


def test_too_little_contact_work_shows_beside_the_team(lan, lei, outsider, east):
    method = spancop()
    for person, calls in ((lan, 0), (lei, 6)):
        for deal in table(method, {"P": 2, "A": 1}, owner=person):
            for _ in range(calls):
                make_done(person, opportunity=deal, account=deal.account)
    look = queries.lens(method, scope=Scope(team=east))
    rule = next(rule for rule in look.rules.diagnosis if rule.signs)
    materials = gather(look.frame("person"), look.rules.kpis, look.rules, look.at, look.period)
    little = next(sign for sign in rule.signs if sign.per)
    assert materials[lei.pk].facts[little.fact].count == 18
    assert (
        signs_of(lan.pk, materials, rule.signs)[little] is True
        and signs_of(lei.pk, materials, rule.signs)[little] is False
    )
    lost = make_done(lan, opportunity=make_opportunity(method, owner=lan, stage="C", on=MONDAY))
    again = gather(look.frame("person"), look.rules.kpis, look.rules, look.at, look.period)
    assert lost.opportunity.stage == "C" and again[lan.pk].facts[little.fact].count == 0  # past these stages
