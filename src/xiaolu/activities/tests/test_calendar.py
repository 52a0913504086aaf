"""The calendar: what lies on which day, what collides, what is dragged, and who sees whose."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from xiaolu.activities.models import Activity
from xiaolu.activities.queries.calendar import cards_due, slot_key
from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.domain.named_days import named_day
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db


def events(client, first: date, last: date, **asked) -> list[dict]:
    answer = client.get(reverse("activities:calendar_events"), {"first": first, "last": last, **asked})
    assert answer.status_code == 200
    return answer.json()["events"]


def moved(client, activity: Activity, **over):
    given = {"day": activity.day, "start": "", "minutes": "", "version": activity.version, **over}
    return client.post(reverse("activities:move_in_calendar", args=[activity.pk]), given)


def test_holidays_and_make_up_days_have_names():
    assert named_day(date(2026, 10, 1)).name == "国庆节"
    assert named_day(date(2026, 1, 1), chinese=False).name == "New Year's Day"
    assert named_day(date(2026, 1, 4)).kind == "make_up"  # a Sunday that is worked
    assert named_day(date(2026, 11, 24)) is None and named_day(date(9999, 1, 1)) is None


@time_machine.travel("2026-11-24T02:00:00Z", tick=False)
def test_a_week_has_what_one_does_and_what_one_comes_along_to(browse, lan, lei, min_):
    account = make_account(lan)
    make_planned(lan, account=account, start=time(9, 30), minutes=60, colleagues=[lei])
    make_planned(lei, start=time(10), subject="去太仓")
    make_planned(min_, subject="只有周敏")
    monday = date(2026, 11, 23)
    assert len(events(browse(lan), monday, monday + timedelta(days=6))) == 1
    found = events(browse(lei), monday, monday + timedelta(days=6))
    assert [one["start"] for one in found] == ["2026-11-25T09:30:00", "2026-11-25T10:00:00"]
    assert all("collides" in one["classNames"] for one in found)
    assert [one["editable"] for one in found] == [False, True] and found[0]["end"] == "2026-11-25T10:30:00"
    page = browse(lei).get(reverse("activities:calendar")).content.decode()
    assert account.name in page and "去太仓" in page and "只有周敏" not in page


@time_machine.travel("2026-11-24T02:00:00Z", tick=False)
def test_a_team_is_seen_by_whoever_leads_it(browse, lan, min_, outsider):
    make_planned(lan, subject="看车间", start=time(9))
    day = today() + timedelta(days=1)
    address = reverse("activities:calendar")
    assert "看车间" in browse(min_).get(address, {"view": "team", "day": day}).content.decode()
    assert [one["resourceIds"] for one in events(browse(min_), day, day, scope="team:east")] == [[str(lan.pk)]]
    assert browse(outsider).get(address, {"scope": "team:east"}).status_code == 404
    assert (
        browse(outsider)
        .get(reverse("activities:calendar_events"), {"first": day, "last": day, "scope": f"person:{lan.pk}"})
        .status_code
        == 404
    )
    assert events(browse(outsider), day, day, scope="seen") == []


def test_what_is_dragged_is_moved_once_and_a_refusal_has_a_sentence(browse, lan, lei, min_):
    planned, client = make_planned(lan, start=time(9), minutes=30), browse(lan)
    later = today() + timedelta(days=3)
    assert moved(client, planned, day=later, start="14:00", minutes=90).json()["version"] == 2
    planned.refresh_from_db()
    assert (planned.day, planned.start, planned.minutes, planned.planned_for) == (later, time(14), 90, later)
    assert entries("reschedule_activity", lan) == 1
    assert moved(client, planned, version=1).status_code == 409
    for wrong in ({"day": "1900-01-01"}, {"day": "9999-12-31"}, {"day": "x"}, {"minutes": "-5"}, {"start": "25:00"}):
        refused = moved(client, planned, **wrong)
        assert refused.status_code == 422 and refused.json()["problem"], wrong
    assert moved(browse(lei), planned).status_code == 404
    done = make_done(lan)
    assert moved(client, done).status_code == 422
    assert entries("reschedule_activity", lan) == 1
    assert moved(browse(min_), planned, day=later).status_code == 200  # her work too


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-02-15"),
        ("2026-02-01", "2026-01-01"),
        ("1900-01-01", "1900-01-02"),
        ("9999-12-30", "9999-12-31"),
        ("x", ""),
    ],
)
def test_a_range_is_bounded(browse, lan, first, last):
    answer = browse(lan).get(reverse("activities:calendar_events"), {"first": first, "last": last})
    assert answer.status_code == 422 and answer.json()["problem"]
    assert browse(lan).get(reverse("activities:calendar"), {"day": first, "view": "x"}).status_code == 200


def test_cards_are_counted_on_the_day_they_are_due(lan):
    method, now = spancop(), date(2026, 11, 25)
    with time_machine.travel("2026-11-25T02:00:00Z", tick=False):
        for days in (-3, 0, 2, 60):
            make_opportunity(
                method, owner=lan, stage="P", on=now - timedelta(days=9), next_date=now + timedelta(days=days)
            )
        found = cards_due(Opportunity.objects.all(), now - timedelta(days=5), now + timedelta(days=5), now)
    assert found == {now: 2, now + timedelta(days=2): 1}
    assert (slot_key(now, now), slot_key(date(2026, 12, 24), now), slot_key(date(2026, 12, 30), now)) == (
        "d25",
        "d24",
        "m12",
    )
    assert slot_key(date(2026, 11, 24), now) == "" and slot_key(date(2028, 1, 1), now) == ""


def test_what_the_calendar_asks_does_not_grow(browse, lan, lei, django_assert_max_num_queries):
    day = today() + timedelta(days=1)
    for count in (1, 12):
        for _ in range(count):
            make_planned(lan, colleagues=[lei], account=make_account(lan, name=f"客户{count}{_}"))
        client = browse(lan)
        with django_assert_max_num_queries(16):
            assert len(events(client, day, day)) >= count
