"""The daily review of a person, and the morning and evening meeting of a team."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from xiaolu.activities import actions as activities
from xiaolu.activities.models import DayReview
from xiaolu.activities.tests.make import make_agreement, make_done, make_planned
from xiaolu.customers.tests.make import make_account
from xiaolu.desk.days import person_day, team_day, working_day_before
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = pytest.mark.django_db
REVIEW, TEAM = "desk:day_review", "desk:team_day"


@pytest.fixture
def method(db):
    return spancop()


def test_it_compares_plan_and_done_and_says_what_moved(method, lan):
    account = make_account(lan, name="苏州恒力")
    deal = make_opportunity(method, owner=lan, account=account, stage="P", on=days_ago(9), next_date=today())
    kept = make_planned(lan, account=account, day=today(), kind="call", subject="问交货期")
    activities.finish_activity(kept, by=lan, seen=kept.version, result="谈了", minutes=30)
    left = make_planned(lan, day=today(), subject="看车间")
    make_done(lan, account=account, minutes=15)
    actions.move_opportunity(deal, to="A", by=None)
    found = person_day(lan, method, today())
    assert ([one.pk for one in found.planned], found.kept) == ([kept.pk, left.pk], 1)
    assert len(found.unplanned) == 1
    assert [(label, [one.pk for one in deals]) for label, deals in found.moved] == [("前进", [deal.pk])]
    assert [minutes for _label, minutes in found.minutes] == [45]
    assert found.due == 1


def test_answers_are_kept_per_person_and_day(browse, method, lan):
    make_opportunity(method, owner=lan, stage="P")
    client, address = browse(lan), reverse(REVIEW)
    assert "早上八点" in client.get(address).content.decode()
    assert client.post(address, {"how_it_went": "不错", "version": 0}).status_code == 303
    row = DayReview.objects.get()
    assert (row.person, row.day, row.answers) == (lan, today(), {"how_it_went": "不错"})
    assert client.post(address, {"how_it_went": "很好", "version": 1}).status_code == 303
    assert client.post(address, {"how_it_went": "旧的", "version": 1}).status_code == 409
    assert AuditEntry.objects.filter(action="review_day").count() == 2
    assert client.post(address, {"how_it_went": "长" * 4001, "version": 2}).status_code == 422


def test_a_day_long_ago_is_not_looked_back_on(lan):
    with pytest.raises(RuleBroken, match="day_not_to_review"):
        activities.review_day(by=lan, day=days_ago(8), answers={})
    with pytest.raises(RuleBroken, match="day_not_to_review"):
        activities.review_day(by=lan, day=today() + timedelta(days=1), answers={})
    with pytest.raises(Stale):
        activities.review_day(by=lan, day=today(), answers={}, seen=3)


def test_who_leads_reads_it_and_writes_nothing(browse, method, lan, lei, min_, outsider):
    make_opportunity(method, owner=lan, stage="P")
    activities.review_day(by=lan, day=today(), answers={"drop": "放下常熟那家"})
    address = f"{reverse(REVIEW)}?person={lan.pk}"
    assert "放下常熟那家" in browse(min_).get(address).content.decode()
    assert browse(min_).post(address, {"drop": "我写的"}).status_code == 404
    for who in (lei, outsider):
        assert browse(who).get(address).status_code == 404
    assert browse(lan).get(f"{reverse(REVIEW)}?person=x").status_code == 404


def test_the_morning_tells_yesterday_and_today(method, lan, min_, east):
    before = working_day_before(today())
    make_done(lan, day=before)
    make_opportunity(method, owner=lan, stage="P", on=before, next_date=today())
    make_planned(lan, day=today(), start="09:30")
    make_agreement(None, lan, due=today())
    (line,) = team_day([lan], method, today())
    assert (line.done_before, line.results, line.planned, line.due) == (1, [("新增", 1)], 1, 1)
    assert len(line.appointments) == len(line.promises) == 1


def test_a_team_that_is_not_ones_own_is_not_found(browse, method, lan, lei, min_, outsider, east):
    make_planned(lei, day=today(), subject="看车间")
    assert browse(outsider).get(reverse(TEAM), {"scope": "team:east"}).status_code == 404
    own = browse(lan).get(reverse(TEAM)).content.decode()
    assert lei.name not in own
    for half in ("morning", "evening"):
        page = browse(min_).get(reverse(TEAM), {"half": half, "day": "9999-01-01"}).content.decode()
        assert lei.name in page and lan.name in page


@pytest.mark.parametrize("many", [1, 8])
def test_the_screen_asks_the_same_for_few_and_many(browse, method, lan, lei, min_, many, django_assert_num_queries):
    for _ in range(many):
        make_planned(lan, day=today(), start=time(10), account=make_account(lan, name=f"客户{_}"))
        make_agreement(None, lei, due=today())
    client = browse(min_)
    client.get(reverse(TEAM))
    with django_assert_num_queries(31):
        client.get(reverse(TEAM), {"half": "morning"})
