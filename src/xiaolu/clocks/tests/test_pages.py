"""The list of clocks and its export, the panel of a record, the bell and its page."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from xiaolu.clocks import actions
from xiaolu.clocks.models import Notice
from xiaolu.clocks.tests.make import make_clock
from xiaolu.customers.tests.make import entries
from xiaolu.pipeline.actions import reassign_opportunities
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
LIST, BELL, NOTICES = (reverse(f"clocks:{name}") for name in ("clock_list", "notice_count", "notice_list"))


def page(client, address, **query) -> str:
    return client.get(address, query).content.decode()


def test_the_list_shows_clocks_of_records_that_one_sees(browse, lan, lei, min_, outsider):
    mine = make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk, hours_ago=30)
    assert all("苏州恒力" in page(browse(who), LIST) for who in (lan, min_))
    assert all("苏州恒力" not in page(browse(who), LIST) for who in (lei, outsider))
    panel = reverse("clocks:record_clocks", args=["opportunity", mine.object_id])
    assert "首次跟进" in page(browse(lan), panel) and browse(outsider).get(panel).status_code == 404
    assert browse(lan).get(reverse("clocks:record_clocks", args=["dream", 1])).status_code == 404
    risk = reverse("clocks:clocks_at_risk")
    assert "苏州恒力" in page(browse(min_), risk) and "苏州恒力" not in page(browse(outsider), risk)


def test_filters_hold_and_nonsense_is_left_out(browse, lan):
    clock = make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk)
    client = browse(lan)
    assert "还剩" not in page(client, LIST, state="kept") and "还剩" in page(client, LIST, q="恒力", owner="x\0")
    actions.stop(clock, by=lan)
    assert "还剩" not in page(client, LIST) and "100%" in page(client, LIST)
    assert "按时完成" in page(client, LIST, state="all", code="first_contact", start="2020-01-01", end="9999-12-31")


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_for_one_and_twenty(browse, lan, rows, django_assert_num_queries):
    method = spancop()
    for _ in range(rows):
        make_clock(lan, object_id=make_opportunity(method, owner=lan).pk)
    client = browse(lan)
    with django_assert_num_queries(16):
        client.get(LIST)


def test_the_export_is_logged_and_holds_the_rows(browse, lan, outsider, trainer):
    make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk)
    answers = [browse(who).get(reverse("clocks:export_clocks")) for who in (lan, outsider, trainer)]
    sheets = [
        CalamineWorkbook.from_filelike(BytesIO(one.content)).get_sheet_by_index(0).to_python() for one in answers[:2]
    ]
    assert [len(rows) for rows in sheets] == [2, 1] and "苏州恒力 · 液压油" in sheets[0][1]
    assert answers[2].status_code == 403 and entries("export_clocks", lan) == 1


def test_the_bell_counts_what_is_unread_and_reading_leads_to_the_record(browse, lan, min_, outsider):
    deal = make_opportunity(spancop(), owner=lan)
    make_clock(lan, object_id=deal.pk, hours_ago=30)
    actions.run_due()
    client = browse(lan)
    assert ">1<" in page(client, BELL) and "苏州恒力" in page(client, NOTICES) and "主管已知晓" in page(client, NOTICES)
    notice = Notice.objects.get(person=lan)
    read = reverse("clocks:read_notice", args=[notice.pk])
    assert browse(outsider).post(read).status_code == 404 and browse(min_).post(read).status_code == 404
    assert client.post(read).url == reverse("pipeline:opportunity_detail", args=[deal.pk])
    assert "nav-count" not in page(client, BELL)
    assert browse(min_).post(reverse("clocks:read_all_notices")).status_code == 303
    assert not Notice.objects.filter(read_at__isnull=True).exists()


def test_a_notice_speaks_the_readers_language(browse, lan):
    make_clock(lan, object_id=make_opportunity(spancop(), owner=lan).pk, hours_ago=21)
    actions.run_due()
    lan.language = "en"
    lan.save()
    assert "“First contact” is due soon" in page(browse(lan), NOTICES)


def test_notices_of_a_record_that_went_to_another_team_are_gone(browse, lan, outsider, min_):
    deal = make_opportunity(spancop(), owner=lan)
    make_clock(lan, object_id=deal.pk, hours_ago=30)
    actions.run_due()
    reassign_opportunities([deal], to=outsider, by=None)
    for who in (lan, min_):
        assert "苏州恒力" not in page(browse(who), NOTICES) and "nav-count" not in page(browse(who), BELL)
