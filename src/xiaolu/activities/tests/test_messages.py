"""Messages to customers: they fall due, are reminded of once, go with a click or by rule, and never to who wants none."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from xiaolu.activities import actions
from xiaolu.activities.models import Activity, Message, MessageRule, MessageTemplate
from xiaolu.activities.queries.messages import Writing
from xiaolu.activities.stop_tokens import stop_token
from xiaolu.activities.tests.make import make_done, make_planned
from xiaolu.clocks.models import Notice
from xiaolu.customers.actions import archive_contact, edit_contact
from xiaolu.customers.models import Contact
from xiaolu.customers.tests.make import make_account, make_contact
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.models import AuditEntry
from xiaolu.outbox.actions import send_waiting
from xiaolu.outbox.models import Letter
from xiaolu.outbox.tests.make import chat_service, mail_server, make_robot
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ZONE = ZoneInfo("Asia/Shanghai")
THURSDAY = datetime(2026, 11, 26, 14, 0, tzinfo=ZONE)
WORDS = "谈了价格和交期；客户要先看样品；下周三前给答复"


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(THURSDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def account(lan):
    spancop()
    return make_account(lan, name="苏州恒力")


@pytest.fixture
def zhang(account) -> Contact:
    return make_contact(account, email="zhang@example.com", phone="")


def visit(lan, account, **over) -> Activity:
    return make_done(lan, **{"kind": "visit", "account": account, "result": WORDS, **over})


def only() -> Message:
    return Message.objects.get()


def local(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%m-%d %H:%M")


def send(it: Writing, **over) -> Activity:
    return actions.send_message(it, **{"text": "您好，方案见附件。", "way": "email", "by": it.author, **over})


def test_a_visit_asks_for_a_message_within_twenty_minutes(lan, account, zhang):
    event = visit(lan, account)
    message = only()
    assert (message.code, message.contact, message.event, message.owner) == ("after_visit", zhang, event, lan)
    assert (local(message.remind_at), local(message.due_at)) == ("11-26 14:10", "11-26 14:20")


@pytest.mark.parametrize(
    "over",
    [{"day": datetime(2026, 11, 25).date()}, {"kind": "task"}, {"kind": "call", "reached": False}, {"account": None}],
)
def test_nothing_is_asked_for_what_is_late_unreached_or_nobodys(lan, account, zhang, over):
    visit(lan, **{"account": account} | over)
    assert not Message.objects.exists()


def test_an_appointment_asks_for_a_confirmation_the_day_before_that_moves_along(lan, account, zhang):
    planned = make_planned(lan, account=account, day=datetime(2026, 11, 30).date(), start=time(10))
    assert (only().code, local(only().remind_at), local(only().due_at)) == (
        "before_visit",
        "11-29 17:30",
        "11-30 10:00",
    )
    moved = actions.reschedule_activity(planned, by=lan, seen=1, day=datetime(2026, 12, 1).date(), start=time(18))
    assert (local(only().remind_at), local(only().due_at)) == ("11-30 18:00", "12-01 18:00")
    actions.cancel_activity(moved, by=lan, seen=moved.version, because="客户出差")
    assert only().state == "dropped"
    make_planned(lan, account=account, day=THURSDAY.date(), start=time(17))  # there was never time to confirm
    make_planned(lan, account=account, day=datetime(2026, 11, 30).date())  # at no time of day
    assert Message.objects.count() == 1


def test_a_visit_that_was_confirmed_asks_for_its_own_message_once_it_is_done(lan, account, zhang):
    planned = make_planned(lan, account=account, day=datetime(2026, 11, 30).date(), start=time(10))
    with time_machine.travel(datetime(2026, 11, 30, 11, 0, tzinfo=ZONE), tick=False):
        done = actions.finish_activity(planned, by=lan, seen=1, result=WORDS)
        assert dict(Message.objects.values_list("code", "state")) == {"before_visit": "dropped", "after_visit": "due"}
        actions.edit_activity(done, by=lan, seen=done.version, result="改了")
        assert Message.objects.filter(state="due").count() == 1
        now = Activity.objects.get(pk=done.pk)
        actions.withdraw_activity(now, by=lan, seen=now.version, reason="记错了")
    assert not Message.objects.filter(state="due").exists()


def test_who_wants_no_messages_is_not_written_to(lan, account, zhang):
    edit_contact(zhang, by=lan, seen=zhang.version, no_messages=True)
    zhang.refresh_from_db()
    visit(lan, account), visit(lan, account, contacts=[zhang])
    assert not Message.objects.exists()
    with pytest.raises(RuleBroken, match="wants_no_messages"):
        send(Writing(lan, account, zhang))
    assert not Letter.objects.exists() and not Activity.objects.filter(kind="message").exists()


def test_who_says_no_later_is_no_longer_to_be_written_to_nor_reminded_of(browse, lan, account, zhang, thursday):
    visit(lan, account)
    edit_contact(zhang, by=lan, seen=zhang.version, no_messages=True)
    assert "苏州恒力" not in browse(lan).get(reverse("activities:message_list")).content.decode()
    thursday.shift(timedelta(minutes=30))
    assert actions.remind_of_messages() == 0 and not Notice.objects.exists()


def test_what_was_not_sent_in_two_days_is_asked_for_no_more(lan, account, zhang, thursday):
    visit(lan, account)
    thursday.shift(timedelta(days=2))
    actions.remind_of_messages()
    assert only().state == "due" and Notice.objects.count() == 1
    thursday.shift(timedelta(minutes=21))
    actions.remind_of_messages()
    assert only().state == "dropped"


def test_the_line_about_wanting_no_more_speaks_the_language_of_the_message(lan, account, zhang):
    send(Writing(lan, account, zhang), text="Dear 张工, see you.", language="en")
    assert "please answer so" in Letter.objects.get().text


def test_a_long_subject_does_not_stand_in_the_way_of_the_others(lan, account, zhang, thursday):
    template = MessageTemplate.objects.create(name="x", text_zh="{联系人}您好。", subject_zh="{客户}" * 20)
    account.name = "恒" * 190
    account.save()
    visit(lan, account, kind="call")
    rule(only().method, template=template)
    with mail_server() as box:
        thursday.shift(timedelta(minutes=31))
        actions.remind_of_messages(), send_waiting()
    assert len(box.mails) == 1 and only().state == "sent"


def test_what_waits_does_not_go_once_the_customer_wants_no_more(lan, account, zhang):
    with mail_server() as box:
        send(Writing(lan, account, zhang))
        edit_contact(zhang, by=lan, seen=zhang.version, no_messages=True)
        send_waiting()
    assert not box.mails and Letter.objects.get().state == "dropped"


def test_a_withdrawn_message_does_not_go(lan, account, zhang):
    with mail_server() as box:
        sent = send(Writing(lan, account, zhang))
        actions.withdraw_activity(sent, by=lan, seen=sent.version, reason="写错人")
        send_waiting()
    assert not box.mails and Letter.objects.get().state == "dropped"


def test_it_is_reminded_of_once_at_its_time(lan, account, zhang, thursday):
    visit(lan, account)
    assert actions.remind_of_messages() == 0
    thursday.shift(timedelta(minutes=11))
    assert (actions.remind_of_messages(), actions.remind_of_messages()) == (1, 0)
    assert Notice.objects.get(code="message_due").values["title"] == "苏州恒力"
    assert not Letter.objects.filter(about="message").exists()


def test_written_by_hand_it_stands_in_the_timeline_and_is_asked_for_no_more(browse, lan, account, zhang):
    deal = make_opportunity(spancop(), owner=lan, account=account, stage="P")
    visit(lan, account, opportunity=deal, next_step=actions.NextStep("call", datetime(2026, 12, 2).date(), "送样品"))
    client, address = browse(lan), reverse("activities:write_message", args=[only().pk])
    text = client.get(address).content.decode()
    assert all(part in text for part in ("张卫国您好", "1、谈了价格和交期", "12月2日", "送样品", "还剩 20 分钟"))
    values = {"contact": zhang.pk, "language": "zh-hans", "way": "email", "version": 1, "subject": "今天的要点"}
    assert client.post(address, values | {"text": "…"}).status_code == 422 and not Letter.objects.exists()
    assert client.post(address, values | {"text": "您好，要点：1、价格 2、样品"}).status_code == 303
    activity = Activity.objects.get(kind="message")
    assert (activity.result, activity.state, list(activity.contacts.all())) == (
        "您好，要点：1、价格 2、样品",
        "done",
        [zhang],
    )
    assert (only().state, only().sent_as, activity.opportunity) == ("sent", activity, deal)
    assert client.post(address, values | {"text": "又一次"}).status_code == 422 and Letter.objects.count() == 1
    with mail_server() as box:
        send_waiting()
    [mail] = box.mails
    assert (mail["To"], mail["Subject"]) == ("zhang@example.com", "今天的要点") and "样品" in mail.get_content()
    page = client.get(reverse("activities:activity_detail", args=[activity.pk])).content.decode()
    assert "已发送" in page and AuditEntry.objects.filter(action="send_message").count() == 1


def test_in_english_too(browse, lan, account, zhang):
    visit(lan, account)
    text = browse(lan).get(reverse("activities:write_message", args=[only().pk]), {"language": "en"}).content.decode()
    assert "Dear 张卫国" in text and "谈了价格" in text


def test_it_may_be_sent_from_a_phone_and_only_noted(browse, lan, account, zhang):
    visit(lan, account)
    values = {"contact": zhang.pk, "language": "zh-hans", "way": "copied", "version": 1, "text": "发在微信里了"}
    assert browse(lan).post(reverse("activities:write_message", args=[only().pk]), values).status_code == 303
    assert only().state == "sent" and not Letter.objects.exists()


def test_through_a_chat_with_customers_and_no_other(browse, lan, lei, account, admin, east, north):
    ours, theirs = (
        make_robot(admin, name=name, serves="customers", team=team)
        for name, team in (("我们的群", east), ("别人的群", north))
    )
    inner = make_robot(admin, name="内部群")
    client, address = browse(lan), reverse("activities:write_new_message") + f"?account={account.pk}"
    page = client.get(address).content.decode()
    assert "我们的群" in page and "别人的群" not in page and "内部群" not in page
    text = "各位好，" + "本周到货" * 80 + "\n请安排验收"
    values = {"account": account.pk, "language": "zh-hans", "way": "robot", "text": text}
    for wrong in (theirs.pk, inner.pk, ""):
        assert client.post(address, values | {"robot": wrong}).status_code == 422
    assert client.post(address, values | {"robot": ours.pk}).status_code == 303
    with chat_service() as chat:
        send_waiting()
    assert chat.texts == [text]


def test_whoever_sent_it_hears_that_it_was_not_delivered(lan, account, zhang, browse):
    with mail_server() as box:
        box.refuse = {"zhang@example.com": "550 no such user"}
        send(Writing(lan, account, zhang))
        send_waiting()
    assert Notice.objects.get(code="letter_failed", person=lan).values["title"] == "苏州恒力"
    assert "没有送达：苏州恒力" in browse(lan).get(reverse("clocks:notice_list")).content.decode()


@override_settings(URL="https://xiaolu.example.com")
def test_a_customer_says_by_the_link_that_no_more_are_wanted(lan, account, zhang):
    visit(lan, account)
    send(Writing(lan, account, zhang))
    stop = reverse("activities:stop_messages", args=[stop_token(zhang)])
    assert f"https://xiaolu.example.com{stop}" in Letter.objects.get().text
    stranger = Client()
    assert "不想再收到" in stranger.get(stop).content.decode() and not Contact.objects.get().no_messages
    assert stranger.post(stop).status_code == 200 and Contact.objects.get().no_messages
    assert AuditEntry.objects.filter(action="edit_contact", person=None).count() == 1
    stranger.post(stop)
    assert AuditEntry.objects.filter(action="edit_contact").count() == 1
    for wrong in (stop[:-2] + "x/", reverse("activities:stop_messages", args=[f"{zhang.pk}:abc"])):
        assert stranger.post(wrong).status_code == 404


def rule(method, **over) -> None:
    given = {"asks": True, "goes_by_itself": True, "template": None, **over}
    actions.edit_message_rule(method, "after_call", by=None, seen=_version(method), **given)


def _version(method) -> int:
    row = MessageRule.objects.filter(method=method).first()
    return row.version if row else 1


def test_nothing_goes_by_itself_unless_the_company_switched_it_on(lan, account, zhang, thursday):
    template = MessageTemplate.objects.create(
        name="谢谢来电", text_zh="{联系人}您好，感谢来电。{我}", subject_zh="{公司}"
    )
    visit(lan, account, kind="call")
    with mail_server() as box:
        thursday.shift(timedelta(minutes=31))
        actions.remind_of_messages(), send_waiting()
        assert not box.mails and Notice.objects.filter(code="message_due").count() == 1
        rule(only().method, template=template)
        visit(lan, account, kind="call")
        thursday.shift(timedelta(minutes=31))
        actions.remind_of_messages(), send_waiting()
    [mail] = box.mails
    assert mail.get_content().startswith("张卫国您好，感谢来电。林岚")
    sent = Activity.objects.get(kind="message")
    assert (sent.owner, sent.created_by) == (lan, None) and Notice.objects.filter(code="message_due").count() == 1


@pytest.mark.parametrize("against", ["gap", "address", "server", "archived"])
def test_what_can_not_go_by_itself_is_reminded_of(lan, account, zhang, thursday, against):
    text = "{联系人}您好，{商机}的方案…" if against == "gap" else "{联系人}您好。"
    visit(lan, account, kind="call")
    rule(only().method, template=MessageTemplate.objects.create(name="x", text_zh=text))
    if against == "address":
        edit_contact(zhang, by=lan, seen=zhang.version, email="")
    if against == "archived":
        archive_contact(zhang, by=lan, seen=zhang.version)
    thursday.shift(timedelta(minutes=31))
    if against == "server":
        with override_settings(EMAIL_HOST=""):
            actions.remind_of_messages()
    else:
        with mail_server():
            actions.remind_of_messages()
    assert (
        Notice.objects.filter(code="message_due").count() == 1 and not Letter.objects.filter(about="message").exists()
    )


def test_what_is_not_asked_for_any_more_is_taken_away(lan, account, zhang):
    visit(lan, account, kind="call")
    rule(only().method, asks=False)
    assert only().state == "dropped" and not MessageRule.objects.get().goes_by_itself
    visit(lan, account, kind="call")
    assert Message.objects.count() == 1


def test_rights(browse, lan, lei, outsider, min_, trainer, account, zhang):
    visit(lan, account)
    write = reverse("activities:write_message", args=[only().pk])
    assert [browse(who).get(write).status_code for who in (lan, min_, lei, outsider, trainer)] == [
        200,
        200,
        404,
        404,
        403,
    ]
    for who, seen in ((lan, True), (min_, True), (lei, False), (outsider, False)):
        assert ("苏州恒力" in browse(who).get(reverse("activities:message_list")).content.decode()) is seen
    drop = reverse("activities:drop_message", args=[only().pk])
    assert browse(lei).post(drop, {"version": 1}).status_code == 404 and browse(lan).get(drop).status_code == 405
    assert browse(lan).post(drop, {"version": 9}).status_code == 409
    assert browse(lan).post(drop, {"version": 1}).status_code == 303 and only().state == "dropped"


def test_today_shows_them_and_a_manager_how_many_are_late(browse, lan, min_, account, zhang, thursday):
    visit(lan, account)
    panel = reverse("activities:messages_due")
    assert "苏州恒力" in browse(lan).get(panel).content.decode()
    assert "已超时" not in browse(min_).get(panel).content.decode()
    thursday.shift(timedelta(minutes=30))
    assert "团队有 1 条消息已超时" in browse(min_).get(panel).content.decode()


def test_advice_while_writing(browse, lan, trainer):
    address = reverse("activities:check_message")
    sent = {"text": "您好…", "least": "50", "most": "300", "in_points": "1"}
    text = browse(lan).post(address, sent).content.decode()
    assert "太短" in text and "空白" in text and "分点" in text
    assert browse(lan).post(address, {"text": "x" * 5000, "least": "-1", "most": "9" * 40}).status_code == 200
    assert browse(trainer).post(address, sent).status_code == 403


def test_a_leaver_hands_what_is_due_over(lan, lei, account, zhang, min_):
    from xiaolu.org.actions import hand_over

    visit(lan, account)
    hand_over(lan, to=lei, by=min_)
    assert only().owner == lei


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_asks_the_same_for_one_and_many(browse, lan, account, zhang, rows, django_assert_num_queries):
    for _ in range(rows):
        visit(lan, account)
    client, address = browse(lan), reverse("activities:message_list")
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    assert Message.objects.filter(due_at__gt=timezone.now()).count() == rows


def test_it_warns_when_the_customer_was_contacted_often_enough(browse, lan, account, zhang):
    address = reverse("activities:write_new_message") + f"?account={account.pk}"
    assert "七天内已联系" not in browse(lan).get(address).content.decode()
    for _ in range(3):
        visit(lan, account, kind="call")
    assert "七天内已联系 3 次" in browse(lan).get(address).content.decode()
