"""Whoever stands in for an absent person hears what that person is told, once, and only while the absence holds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.activities.actions import plan_visit, sound_alarms, submit_week_plan
from xiaolu.activities.models import WeekPlan
from xiaolu.clocks import actions
from xiaolu.clocks.models import Notice
from xiaolu.clocks.tests.make import make_clock
from xiaolu.customers.tests.make import make_account
from xiaolu.org import actions as house
from xiaolu.org.models import Deputy
from xiaolu.org.queries import company, today
from xiaolu.outbox.models import Letter
from xiaolu.pipeline.actions import reassign_opportunities
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOTICES = reverse("clocks:notice_list")


def away(absent, deputy, first=0, last=3) -> Deputy:
    """An absence from so many days from today to so many; one that is over too."""
    day = today()
    return Deputy.objects.create(
        absent=absent, deputy=deputy, from_day=day + timedelta(days=first), to_day=day + timedelta(days=last + 1)
    )


def told(person) -> list[tuple[str, str]]:
    """What somebody was told, each with the name of for whom."""
    return [(one.code, one.values.get("for", "")) for one in person.notices.order_by("code", "pk")]


def page(client, address) -> str:
    return client.get(address).content.decode()


def test_a_deputy_is_told_for_whom_and_finds_the_record(browse, lan, outsider):
    away(lan, outsider)
    for one in (lan, outsider):
        one.email = f"{one.login}@example.com"
        one.save()
    deal = make_opportunity(spancop(), owner=lan)
    clock = make_clock(lan, object_id=deal.pk, hours_ago=21)
    actions.run_due()
    assert told(lan) == [("clock_warn_owner", "")] and told(outsider) == [("clock_warn_owner", "林岚")]
    keys = {f"clock:{clock.pk}:warn:{one.pk}:email" for one in (lan, outsider)}
    assert set(Letter.objects.values_list("key", flat=True)) == keys
    assert Letter.objects.get(person=outsider).subject.startswith("代林岚：")
    client = browse(outsider)
    assert "代林岚：" in page(client, NOTICES) and "代林岚" not in page(browse(lan), NOTICES)
    read = client.post(reverse("clocks:read_notice", args=[outsider.notices.get().pk]), follow=True)
    assert read.status_code == 200 and read.context["opportunity"] == deal


def test_only_while_the_absence_holds_and_only_who_still_works_here(browse, lan, lei, min_, outsider):
    away(lan, lei, -9, -1), away(lan, min_, 1, 9)
    now = away(lan, outsider, -1)
    outsider.is_active = False
    outsider.save()
    make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk, hours_ago=21)
    actions.run_due()
    assert Notice.objects.count() == 1 and told(lan) == [("clock_warn_owner", "")]
    outsider.is_active = True
    outsider.save()
    make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk, hours_ago=21)
    actions.run_due()
    assert "代林岚" in page(browse(outsider), NOTICES)
    now.to_day = today()
    now.save()
    assert "代林岚" not in page(browse(outsider), NOTICES)  # sees the record no more


def test_nobody_is_told_one_thing_twice(lan, lei, min_):
    away(lan, min_), away(lan, lei), away(min_, lei)  # her manager stands in, and 赵磊 for both
    make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk, hours_ago=30)
    actions.run_due()
    assert told(lan) == [("clock_manager_owner", "")]
    assert told(min_) == [("clock_manager_above", "")]
    assert told(lei) == [("clock_manager_owner", "林岚")]


def test_the_deputy_of_a_manager_hears_what_is_escalated_but_no_deputy_of_a_deputy(lan, lei, min_, outsider):
    away(min_, outsider), away(outsider, lei)
    make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk, hours_ago=30)
    actions.run_due()
    assert told(outsider) == [("clock_manager_above", "周敏")] and told(lei) == []


def test_silence_and_week_plans_reach_the_deputy_too(browse, lan, min_, outsider):
    deal = make_opportunity(spancop(), owner=lan, on=days_ago(1), account=make_account(lan))
    away(lan, outsider), away(min_, outsider)
    sound_alarms()
    sound_alarms(today() + timedelta(days=7))
    assert told(outsider) == [("silence_owner", "林岚")]
    house.edit_company(company(), by=None, approves_week_plans=True)
    monday = today() + timedelta(days=7 - today().weekday())
    plan_visit(deal, person=lan, monday=monday, by=lan, day=monday)
    submit_week_plan(WeekPlan.objects.get(), by=lan, seen=1)
    assert ("week_plan_submitted", "周敏") in told(outsider)
    assert "代周敏：" in page(browse(outsider), NOTICES)


def test_what_was_told_for_the_former_owner_goes_when_the_record_is_handed_on(lan, lei, min_, outsider):
    away(lan, outsider)
    deal = make_opportunity(spancop(), owner=lan, by=min_)
    make_clock(lan, object_id=deal.pk, hours_ago=21)
    actions.run_due()
    assert told(outsider) == [("assigned_deal", "林岚"), ("clock_warn_owner", "林岚")]
    reassign_opportunities([deal], to=lei, by=min_)
    assert told(outsider) == told(lan) == []
