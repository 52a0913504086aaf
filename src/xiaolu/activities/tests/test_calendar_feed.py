"""The calendar at a secret address: what stands in it, who reads it, and how it ends."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from xiaolu.activities import actions
from xiaolu.activities.models import CalendarFeed
from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.org import actions as house

pytestmark = pytest.mark.django_db


def read(browse, token: str) -> Calendar:
    answer = browse(None).get(reverse("activities:feed", args=[token]))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert "private" in answer["Cache-Control"]
    return Calendar.from_ical(answer.content)


@time_machine.travel("2026-11-24T20:00:00Z", tick=False)  # the 25th in Shanghai
def test_it_has_what_one_does_and_comes_along_to_at_the_companys_time(browse, lan, lei):
    account = make_account(lan, name="太仓东升")
    make_contact(account, phone="13961234567")
    make_planned(
        lan, account=account, subject="报价", day=date(2026, 11, 26), start=time(9, 30), minutes=90, colleagues=[lei]
    )
    make_planned(lan, subject="写方案", day=date(2026, 11, 27))
    make_planned(lei, subject="别人的")
    make_planned(lan, subject="太远", day=date(2027, 8, 1))
    called_off = make_planned(lan, subject="不去了")
    actions.cancel_activity(called_off, by=lan, seen=1, because="出差")
    make_done(lan, account=account, result="对方电话 13961234567", day=date(2026, 11, 2))
    make_done(lan, day=date(2026, 10, 1))
    token = actions.make_calendar_feed(lan, by=lan)
    found = {str(one["summary"]): one for one in read(browse, token).walk("VEVENT")}
    assert set(found) == {"拜访 · 太仓东升", "拜访 · 写方案", "电话 · 太仓东升（已完成）"}
    visit = found["拜访 · 太仓东升"]
    assert visit.decoded("dtstart") == datetime(2026, 11, 26, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert visit.decoded("dtend") - visit.decoded("dtstart") == timedelta(minutes=90)
    assert found["拜访 · 写方案"].decoded("dtstart") == date(2026, 11, 27)
    text = browse(None).get(reverse("activities:feed", args=[token])).content.decode()
    assert "13961234567" not in text and "TZID:Asia/Shanghai" in text
    assert len(read(browse, actions.make_calendar_feed(lei, by=lei)).walk("VEVENT")) == 2


def test_the_address_is_shown_once_renewed_and_ended(browse, lan):
    client, panel = browse(lan), reverse("activities:calendar_feed")
    assert client.post(reverse("activities:make_calendar_feed")).status_code == 303
    shown = client.get(panel).context["fresh"]
    token = shown.rsplit("/", 1)[1].removesuffix(".ics")
    assert "/feed/" in shown and token not in client.get(panel).content.decode()
    assert token not in CalendarFeed.objects.get().token_hash
    read(browse, token)
    client.post(reverse("activities:make_calendar_feed"))
    assert browse(None).get(reverse("activities:feed", args=[token])).status_code == 404
    again = client.get(panel).context["fresh"].rsplit("/", 1)[1].removesuffix(".ics")
    client.post(reverse("activities:end_calendar_feed"))
    client.post(reverse("activities:end_calendar_feed"))
    assert browse(None).get(reverse("activities:feed", args=[again])).status_code == 404
    assert [entries(name, lan) for name in ("make_calendar_feed", "renew_calendar_feed", "end_calendar_feed")] == [
        1,
        1,
        1,
    ]


def test_whoever_is_switched_off_and_a_wrong_address_are_not_found(browse, lan, admin):
    token = actions.make_calendar_feed(lan, by=lan)
    for wrong in ("x", token + "x", "%00", "甲"):
        assert browse(None).get(f"/activities/feed/{wrong}.ics").status_code == 404
    house.switch_off_person(lan, by=admin)
    assert browse(None).get(reverse("activities:feed", args=[token])).status_code == 404
