"""Working hours, own days, leave: who sets them, what is refused, what follows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.clocks import actions, queries
from xiaolu.clocks.models import Leave, OwnDay, WorkingHours
from xiaolu.domain.business_time import USUAL_WEEK, Shift
from xiaolu.domain.workdays import known_until
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today

pytestmark = pytest.mark.django_db
PAGE, HOURS, DAY, LEAVE = (
    reverse(f"clocks:{name}") for name in ("calendar_page", "set_working_hours", "set_own_day", "create_leave")
)
WEEK = {f"day{place}": "" for place in range(7)}


def test_hours_are_set_by_house_keepers_and_hold_at_once(browse, admin, lan):
    sent = WEEK | {"day0": "08:30-12:00，13:30～17:30", "day5": "9:00-12:00"}
    assert browse(lan).post(HOURS, sent).status_code == 403
    assert browse(admin).post(HOURS, sent).status_code == 303
    assert queries.week()[0] == (Shift(510, 720), Shift(810, 1050)) and queries.week()[5] == (Shift(540, 720),)
    assert queries.week()[1] == () and AuditEntry.objects.filter(action="set_working_hours").count() == 1
    assert "08:30-12:00, 13:30-17:30" in browse(lan).get(PAGE).content.decode()


@pytest.mark.parametrize(
    "line",
    ["nine to five", "09:00-25:00", "12:00-09:00", "09:61-10:00", "09:00-12:00,11:00-13:00", "09:00-09:00", "\0", ""],
)
def test_hours_that_make_no_sense_are_refused_and_nothing_is_written(browse, admin, line):
    assert browse(admin).post(HOURS, WEEK | {"day0": line}).status_code == 422
    assert queries.week() == USUAL_WEEK and not WorkingHours.objects.exists()


def test_own_days_come_before_the_public_calendar(browse, admin):
    day = today() + timedelta(days=(5 - today().weekday()) % 7)  # a Saturday
    assert browse(admin).post(DAY, {"day": day, "works": "yes", "name": "盘点"}).status_code == 303
    assert queries.company_calendar().works_on(day)
    assert browse(admin).post(DAY, {"day": day, "works": "no", "name": "司庆"}).status_code == 303
    row = OwnDay.objects.get()
    assert not queries.company_calendar().works_on(day) and row.name == "司庆"
    assert "司庆" in browse(admin).get(PAGE, {"year": day.year}).content.decode()
    assert browse(admin).post(reverse("clocks:remove_own_day", args=[row.pk])).status_code == 303
    assert not OwnDay.objects.exists()


@pytest.mark.parametrize("day", ["", "1900-01-01", "9999-12-31", "x", "2026-13-01"])
def test_own_days_that_make_no_sense_are_refused(browse, admin, day):
    assert browse(admin).post(DAY, {"day": day, "works": "no"}).status_code == 422
    assert not OwnDay.objects.exists()


def test_the_page_says_from_when_on_it_knows_weekends_only(browse, lan):
    text = browse(lan).get(PAGE, {"year": known_until() + 1}).content.decode()
    assert f"只知道到 {known_until()} 年" in text
    for year in ("1", "9999", "abc", str(known_until())):
        assert "只知道到" not in browse(lan).get(PAGE, {"year": year}).content.decode()


def test_leave_is_entered_for_oneself_and_by_who_leads(browse, lan, lei, min_, outsider):
    first = today() + timedelta(days=3)
    sent = {"person": lan.pk, "first": first, "last": first + timedelta(days=2), "reason": "年假"}
    assert browse(lei).post(LEAVE, sent).status_code == 422 and browse(outsider).post(LEAVE, sent).status_code == 422
    assert browse(min_).post(LEAVE, sent).status_code == 303
    row = Leave.objects.get()
    assert not any(queries.calendar_of(lan).works_on(first + timedelta(days=step)) for step in range(3))
    assert AuditEntry.objects.filter(action="take_leave", person=min_).count() == 1
    listed = reverse("clocks:leave_list")
    assert "年假" in browse(lan).get(listed).content.decode() and "年假" not in browse(lei).get(listed).content.decode()
    end = reverse("clocks:end_leave", args=[row.pk])
    assert [browse(who).post(end).status_code for who in (lei, outsider, lan)] == [404, 404, 303]
    assert not Leave.objects.exists()


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-9, -2), (0, 400), (5, 6), ("x", 3)])
def test_leave_that_makes_no_sense_is_refused(browse, lan, first, last):
    actions.take_leave(lan, first=today() + timedelta(days=6), last=today() + timedelta(days=8), reason="", by=lan)
    days = [today() + timedelta(days=one) if isinstance(one, int) else one for one in (first, last)]
    assert browse(lan).post(LEAVE, {"person": lan.pk, "first": days[0], "last": days[1]}).status_code == 422
    assert Leave.objects.count() == 1


def test_leave_that_has_begun_ends_today(lan):
    row = Leave.objects.create(person=lan, from_day=today() - timedelta(days=2), to_day=today() + timedelta(days=3))
    actions.end_leave(row, by=lan)
    row.refresh_from_db()
    assert row.to_day == today()
