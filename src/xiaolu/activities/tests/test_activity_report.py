"""The report: where the time went, how many were done in each column, planned against done; and whose one sees."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from xiaolu.activities.queries.reports import spans
from xiaolu.activities.tests.make import make_done
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.domain.time_shares import TimeShares

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        yield


def test_what_nobody_logged_is_unknown():
    week = TimeShares({"t1": 960, "t2": 240}, 5)
    assert (week.share("t1"), week.share("t4"), week.unknown) == (0.4, 0, 0.5)
    assert TimeShares({"t1": 600}, 1).unknown == 0 and TimeShares({"t1": 600}, 1).share("t1") == 1
    assert TimeShares({}, 0).unknown is None


def test_columns_of_days_weeks_and_months():
    assert [one.first for one in spans("day", FRIDAY)] == [MONDAY + timedelta(days=step) for step in range(7)]
    weeks, months = spans("week", FRIDAY), spans("month", date(2026, 3, 31))
    assert len(weeks) == 8 and (weeks[-1].first, weeks[-1].last) == (MONDAY, date(2026, 11, 22))
    assert [one.head for one in months] == ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    assert months[-2].last == date(2026, 2, 28)


def test_a_team_reads_its_own_and_takes_it_along(browse, lan, lei, min_, outsider):
    account = make_account(lan)
    make_done(lan, kind="visit", account=account, day=MONDAY, minutes=480)
    make_done(lan, kind="call", account=account, day=FRIDAY)
    make_done(lei, kind="task", day=FRIDAY, minutes=240, time_kind="t2")
    make_done(outsider, kind="task", day=FRIDAY, minutes=240, time_kind="t2")
    page = browse(min_).get(reverse("activities:activity_report"), {"unit": "day"})
    found = {line.person: line for line in page.context["lines"]}
    assert set(found) == {lan, lei}
    assert found[lan].counts == [1, 0, 0, 0, 1, 0, 0] and found[lan].time.share("t1") == 480 / (5 * 480)
    assert found[lan].outcomes["unplanned"] == 1 and found[lei].time.unknown == 0.9
    day = FRIDAY.isoformat()
    listed = f"{reverse('activities:activity_list')}?state=done&amp;owner={lan.pk}&amp;start={day}&amp;end={day}"
    assert listed in page.content.decode()
    assert [line.person for line in browse(lan).get(reverse("activities:activity_report")).context["lines"]] == [lan]
    assert browse(outsider).get(reverse("activities:activity_report"), {"scope": "team:east"}).status_code == 404
    book = openpyxl.load_workbook(
        BytesIO(browse(min_).get(reverse("activities:export_activity_report"), {"unit": "day"}).content)
    )
    assert [sheet.max_row for sheet in book.worksheets[:3]] == [3, 3, 3] and book.worksheets[3].max_row > 6
    assert entries("export_activities", min_) == 1


def test_what_makes_no_sense_is_left_out(browse, lan):
    for asked in ({"unit": "year"}, {"day": "9999-12-31"}, {"day": "x"}, {"day": "1900-01-01"}):
        assert browse(lan).get(reverse("activities:activity_report"), asked).status_code == 200


def test_the_report_asks_the_same_for_one_and_for_many(browse, lan, lei, min_, django_assert_max_num_queries):
    make_done(lan, day=FRIDAY)
    for people in ((), (lei, min_)):
        for person in people:
            make_done(person, day=FRIDAY, kind="visit", account=make_account(person, name=f"客户{person.pk}"))
        client = browse(min_)
        with django_assert_max_num_queries(26):
            client.get(reverse("activities:activity_report"))
