"""Planning, moving, calling off, changing; what repeats; what follows people and merges."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from xiaolu.activities import actions, queries
from xiaolu.activities.models import Activity
from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.customers.actions import merge_accounts, unmerge_accounts
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.workdays import is_working_day
from xiaolu.org.actions import hand_over
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db


def address(name: str, activity: Activity) -> str:
    return reverse(f"activities:{name}", args=[activity.pk])


def given(**over) -> dict:
    day = (today() + timedelta(days=2)).isoformat()
    return {"account_name": "", "kind": "visit", "day": day, "start": "09:30", "subject": "看车间", **over}


def test_a_visit_is_planned(browse, lan, lei):
    account = make_account(lan)
    answer = browse(lan).post(
        reverse("activities:plan_activity"), given(account_name=account.name, owner=lan.pk, colleagues=[lei.pk])
    )
    assert answer.status_code == 303
    planned = Activity.objects.get()
    assert (planned.state, planned.account, planned.start, planned.planned_for) == (
        "planned", account, time(9, 30), today() + timedelta(days=2),
    )  # fmt: skip
    assert list(planned.colleagues.all()) == [lei] and entries("plan_activity", lan) == 1
    assert browse(lei).get(address("activity_detail", planned)).status_code == 200  # it is in his calendar too


@pytest.mark.parametrize(
    "wrong", [{"day": "2020-01-01"}, {"day": "2999-01-01"}, {"start": "25:00"}, {"repeats": "never"}]
)
def test_bad_plans_are_refused(browse, lan, wrong):
    assert browse(lan).post(reverse("activities:plan_activity"), given(owner=lan.pk, **wrong)).status_code == 422
    assert not Activity.objects.exists()


def test_a_form_as_a_whole_page_is_sent_to_its_own_address(browse, lan):
    deal = make_opportunity(spancop(), owner=lan, account=make_account(lan))
    planned = make_planned(lan, account=deal.account)
    pages = [
        reverse("activities:plan_activity"), reverse("activities:put_card", args=[deal.pk]),
        *(address(name, planned) for name in ("edit_activity", "finish_activity")),
    ]  # fmt: skip
    for page in pages:
        assert f'hx-post="{page}"' in browse(lan).get(page).content.decode(), page


def test_nobody_plans_for_others(browse, lan, outsider, min_):
    plan = reverse("activities:plan_activity")
    assert browse(outsider).post(plan, given(owner=lan.pk)).status_code == 422
    assert browse(min_).post(plan, given(owner=lan.pk)).status_code == 303
    assert Activity.objects.get().owner == lan


def test_it_is_moved_and_called_off_with_a_reason(browse, lan):
    planned, client = make_planned(lan), browse(lan)
    later = today() + timedelta(days=5)
    moved = client.post(address("reschedule_activity", planned), {"day": later.isoformat(), "start": "", "version": 1})
    assert moved.status_code == 303
    assert (
        client.post(address("reschedule_activity", planned), {"day": later.isoformat(), "version": 1}).status_code
        == 409
    )
    assert client.post(address("reschedule_activity", planned), {"day": "2020-01-01", "version": 2}).status_code == 422
    assert client.post(address("cancel_activity", planned), {"because": "", "version": 2}).status_code == 422
    assert client.post(address("cancel_activity", planned), {"because": "客户出差", "version": 2}).status_code == 303
    planned.refresh_from_db()
    assert (planned.state, planned.day, planned.cancelled_because) == ("cancelled", later, "客户出差")
    assert client.post(address("edit_activity", planned), given(owner=lan.pk, version=3)).status_code == 422
    assert [entries(name, lan) for name in ("reschedule_activity", "cancel_activity", "edit_activity")] == [1, 1, 0]


def test_a_plan_and_a_record_are_corrected(browse, lan):
    planned, done, client = make_planned(lan), make_done(lan, kind="task"), browse(lan)
    assert client.get(address("edit_activity", planned)).status_code == 200
    change = given(owner=lan.pk, subject="看样品", version=1)
    assert client.post(address("edit_activity", planned), change).status_code == 303
    change = given(owner=lan.pk, kind="call", day=today().isoformat(), result="改过的", version=1)
    assert client.post(address("edit_activity", done), change).status_code == 303
    planned.refresh_from_db(), done.refresh_from_db()
    assert (planned.subject, done.result, done.kind, done.state) == ("看样品", "改过的", "call", "done")
    change |= {"day": (today() + timedelta(days=1)).isoformat(), "version": 2}
    assert client.post(address("edit_activity", done), change).status_code == 422  # nothing is done tomorrow


@pytest.mark.parametrize(
    "name", ["finish_activity", "edit_activity", "reschedule_activity", "cancel_activity", "withdraw_activity"]
)
def test_others_change_nothing(browse, lan, outsider, trainer, name):
    planned = make_planned(lan)
    assert browse(outsider).post(address(name, planned), {}).status_code == 404
    assert browse(trainer).post(address(name, planned), {}).status_code == 403


@time_machine.travel("2026-09-29 09:00+08:00")
def test_what_repeats_goes_on_on_a_working_day(lan):
    weekly = make_planned(lan, kind="task", day=date(2026, 9, 30), repeats="week")
    actions.cancel_activity(weekly, by=lan, seen=1, because="节前")
    following = Activity.objects.get(state="planned")
    assert following.repeats == "week" and following.day > date(2026, 10, 7)  # the holiday is over
    assert is_working_day(following.day)


def test_collisions_are_seen(lan, lei):
    day = today() + timedelta(days=1)
    first = make_planned(lan, day=day, start=time(9), minutes=60)
    second = make_planned(lei, day=day, start=time(9, 30), colleagues=[lan])
    third = make_planned(lan, day=day, start=time(10))
    make_planned(lan, day=day)
    assert queries.overlapping_ids(queries.joined_on(lan, day)) == {first.pk, second.pk}
    assert third.pk in {one.pk for one in queries.joined_on(lan, day)}


def test_plans_go_to_the_successor_and_records_stay(lan, lei, admin):
    make_planned(lan), make_done(lan, kind="task")
    hand_over(lan, to=lei, by=admin)
    assert {(one.state, one.owner) for one in Activity.objects.all()} == {("planned", lei), ("done", lan)}


def test_activities_follow_a_merge_and_come_back(lan):
    winner, loser = make_account(lan), make_account(lan, name="别家")
    done = make_done(lan, account=loser)
    merge = merge_accounts(winner, loser, by=None, seen=(1, 1), chosen={})
    done.refresh_from_db()
    assert done.account == winner
    unmerge_accounts(merge, by=None)
    done.refresh_from_db()
    assert done.account == loser


def test_a_day_before_today_is_not_planned(lan):
    with pytest.raises(RuleBroken, match="planned_in_past"):
        make_planned(lan, day=today() - timedelta(days=1))
    deal = make_opportunity(spancop(), owner=lan, account=make_account(lan))
    step = actions.NextStep("call", today() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="next_step_in_past"):
        make_done(lan, opportunity=deal, next_step=step)
    assert not Activity.objects.exists()
