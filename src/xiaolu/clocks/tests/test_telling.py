"""How people are told beside Xiaolu itself: ways by kind, quiet hours, once a day, robots that others read."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from xiaolu.clocks import actions
from xiaolu.clocks.models import Notice, NoticeChoice, NoticeHours
from xiaolu.clocks.words import NOTICE_KINDS, NOTICES, USUAL, kind_of_notice
from xiaolu.customers.actions import hand_over_account
from xiaolu.customers.tests.make import make_account
from xiaolu.org.models import AuditEntry
from xiaolu.outbox.actions import send_waiting
from xiaolu.outbox.models import Letter
from xiaolu.outbox.tests.make import chat_service, mail_server, make_robot
from xiaolu.pipeline.actions import edit_opportunity
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ZONE = ZoneInfo("Asia/Shanghai")
THURSDAY = datetime(2026, 11, 26, 14, 0, tzinfo=ZONE)
PAGE = reverse("clocks:notice_choices")


@pytest.fixture
def lan(lan):
    lan.email = "lan@example.com"
    lan.save()
    return lan


def say(person, code="clock_due_owner", *, key="k", **over) -> Notice:
    values = {"zh": "首次跟进", "en": "First contact", "title": "苏州恒力", "due": THURSDAY.isoformat(), **over}
    actions.tell([actions.notice(person.pk, code, key=key, **values)])
    return Notice.objects.get(key=f"{key}:{person.pk}")


def letters() -> list[tuple[str, str]]:
    return [(one.way, one.not_before.astimezone(ZONE).strftime("%m-%d %H:%M")) for one in Letter.objects.order_by("id")]


def test_every_notice_has_a_kind_and_every_kind_a_usual_way():
    assert {kind_of_notice(code) for code in NOTICES} == set(NOTICE_KINDS) == set(USUAL)


def test_by_day_it_goes_at_once_by_night_in_the_morning(lan):
    with time_machine.travel(THURSDAY, tick=False):
        say(lan)
        assert letters() == [("email", "11-26 14:00")]
    with time_machine.travel(datetime(2026, 11, 27, 23, 0, tzinfo=ZONE), tick=False):
        say(lan, key="night")
    assert letters()[1] == ("email", "11-30 07:30")  # a Monday


def test_what_waits_for_the_digest_goes_as_one_letter(lan):
    with time_machine.travel(THURSDAY, tick=False):
        say(lan, "silence_owner", key="a", days=7)
        say(lan, "agreement_made", key="b", by="周敏", day="2026-12-01")
        assert letters() == [("email", "11-27 08:00")] * 2
    with mail_server() as box, time_machine.travel(datetime(2026, 11, 27, 8, 0, 1, tzinfo=ZONE), tick=False):
        assert send_waiting() == 2
    assert [mail["Subject"] for mail in box.mails] == ["销路：2 件事"]


def test_nothing_goes_that_was_read_or_is_seen_no_more(lan, lei, min_):
    deal = make_opportunity(spancop(), owner=lan)
    with mail_server() as box, time_machine.travel(THURSDAY, tick=False):
        say(lan, key="seen", title="看得见")
        actions.tell([actions.notice(lan.pk, "clock_due_owner", key="gone", kind="opportunity", object_id=deal.pk)])
        actions.read_notice(say(lan, key="read"))
        edit_opportunity(deal, by=min_, owner=lei)
        send_waiting()
    assert [mail["Subject"] for mail in box.mails] == ["“首次跟进”已超时：看得见"]
    assert sorted(Letter.objects.filter(person=lan).values_list("state", flat=True)) == ["dropped", "dropped", "sent"]


def test_a_teams_chat_reads_who_but_not_which_customer_unless_it_may(admin, lan, lei, east):
    team = make_robot(admin, team=east)
    with chat_service() as chat, time_machine.travel(THURSDAY, tick=False):
        say(lan), say(lei)
        send_waiting()
        [text] = chat.texts
        assert "林岚" in text and "赵磊" in text and "首次跟进" in text and "恒力" not in text
        team.names_customers = True
        team.save()
        say(lan, key="named")
        mine = make_robot(lan, name="我的", person=lan)
        say(lan, key="own")
        send_waiting()
    assert "恒力" in chat.texts[1] and "恒力" in chat.texts[2] and Letter.objects.filter(robot=mine).count() == 1


def test_a_chat_with_customers_is_never_told_what_people_are_told(admin, lan, east):
    make_robot(admin, serves="customers", team=east)
    say(lan)
    assert not Letter.objects.filter(way="robot").exists()


def test_one_chooses_ways_and_hours(browse, lan):
    client = browse(lan)
    assert client.get(PAGE).status_code == 200
    sent = {f"{way}_{kind}": "no" for way in ("email", "robot") for kind in NOTICE_KINDS}
    sent |= {"email_clock": "digest", "quiet_from": "22:00", "quiet_to": "06:00", "digest_at": "06:30", "version": 1}
    assert (
        client.post(PAGE, sent | {"email_clock": "sometimes"}).status_code == 422 and not NoticeChoice.objects.exists()
    )
    assert client.post(PAGE, sent | {"digest_at": "25:00"}).status_code == 422 and not NoticeHours.objects.exists()
    assert client.post(PAGE, sent).status_code == 303
    assert client.post(PAGE, sent).status_code == 409  # another window saved meanwhile
    assert AuditEntry.objects.filter(action="choose_notices").count() == 1
    with time_machine.travel(THURSDAY, tick=False):
        say(lan), say(lan, "clock_manager_above", key="above")
    assert letters() == [("email", "11-27 06:30")]
    assert 'value="digest" selected' in client.get(PAGE).content.decode()


def test_who_is_given_something_by_another_hears_of_it_once(lan, lei, min_):
    spancop()
    account = make_account(lan, name="苏州恒力")
    hand_over_account(account, to=lei, by=min_, seen=account.version)
    notice = Notice.objects.get(person=lei, code="assigned_account")
    assert notice.values == {"by": "周敏", "title": "苏州恒力"} and notice.object_id == account.pk
    make_opportunity(spancop(), owner=lei, by=min_)
    make_opportunity(spancop(), owner=lei, by=lei)
    assert Notice.objects.filter(code="assigned_deal").count() == 1
