"""Recording something done, with the next step in the same form."""

from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xiaolu.activities import actions
from xiaolu.activities.models import Activity
from xiaolu.activities.tests.make import make_done, make_planned, sent
from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.files.models import StoredFile
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Evidence
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
RECORD = reverse("activities:record_activity")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


def deal_of(owner, **over):
    account = make_account(owner)
    return account, make_opportunity(spancop(), owner=owner, account=account, stage="P", **over)


def test_a_call_and_its_next_step_are_one_form(browse, lan):
    account, deal = deal_of(lan)
    contact, soon = make_contact(account), today() + timedelta(days=3)
    answer = browse(lan).post(RECORD, sent(
        account_name=account.name, opportunity=deal.pk, owner=lan.pk, contacts=[contact.pk], signals=["asks_price"],
        reached="yes", next_kind="visit", next_day=soon.isoformat(), next_start="14:00", next_subject="带样品上门",
    ))  # fmt: skip
    assert answer.status_code == 303
    done, planned = Activity.objects.order_by("pk")
    assert (done.state, done.account, done.opportunity, done.reached, done.time_kind) == (
        "done",
        account,
        deal,
        True,
        "t1",
    )
    assert list(done.contacts.all()) == [contact] and done.signals == ["asks_price"]
    assert (planned.state, planned.day, planned.start, planned.follows) == ("planned", soon, time(14), done)
    deal.refresh_from_db()
    assert (deal.next_action, deal.next_date) == ("带样品上门", soon)
    assert entries("record_activity", lan) == entries("plan_activity", lan) == 1


def test_an_open_deal_is_never_left_without_a_next_date(browse, lan):
    account, deal = deal_of(lan)
    answer = browse(lan).post(RECORD, sent(account_name=account.name, opportunity=deal.pk, owner=lan.pk))
    assert answer.status_code == 422 and not Activity.objects.exists()
    shown = browse(lan).get(RECORD, {"opportunity": deal.pk}).content.decode()
    assert 'name="next_day"' in shown and account.name in shown


@pytest.mark.parametrize(
    "wrong",
    [{"result": " "}, {"kind": "dream"}, {"day": "2999-01-01"}, {"day": "soon"}, {"minutes": -5}, {"minutes": 99999},
     {"next_day": "2020-01-01"}, {"next_day": "2999-01-01"}, {"next_kind": "call"}, {"signals": ["winks"]},
     {"result": "x" * 10001}, {"account_name": "没有这家"}, {"result": "a\0b"}],
)  # fmt: skip
def test_bad_input_is_said_and_nothing_is_kept(browse, lan, wrong):
    assert browse(lan).post(RECORD, sent(owner=lan.pk, **wrong)).status_code == 422
    assert not Activity.objects.exists()


def test_a_new_customer_is_made_only_when_one_says_so(browse, lan):
    client, soon = browse(lan), (today() + timedelta(days=1)).isoformat()
    given = sent(owner=lan.pk, account_name="常熟纺机", next_kind="visit", next_day=soon)
    refused = client.post(RECORD, given)
    assert refused.status_code == 422 and 'name="new_customer"' in refused.content.decode()
    assert client.post(RECORD, given | {"new_customer": "on"}).status_code == 303
    assert Account.objects.get(name="常熟纺机").owner == lan
    assert set(Activity.objects.values_list("account__name", flat=True)) == {"常熟纺机"}


def test_a_customer_of_others_is_as_unknown_as_none(browse, lan, outsider):
    account, deal = deal_of(lan)
    given = sent(owner=outsider.pk, account_name=account.name, opportunity=deal.pk)
    assert browse(outsider).post(RECORD, given).status_code == 422
    assert browse(outsider).get(RECORD, {"account": account.pk}).status_code == 404
    assert browse(outsider).get(RECORD, {"opportunity": deal.pk}).status_code == 404
    assert not Activity.objects.exists()


def test_what_was_planned_is_finished_by_its_record(browse, lan):
    account, deal = deal_of(lan)
    planned = make_planned(lan, account=account, opportunity=deal, day=today())
    soon = (today() + timedelta(days=7)).isoformat()
    given = sent(account_name=account.name, opportunity=deal.pk, owner=lan.pk, kind="visit", next_day=soon)
    assert browse(lan).post(RECORD, given).status_code == 303
    planned.refresh_from_db()
    assert (planned.state, planned.planned_for, planned.result) == ("done", today(), "谈了年度协议")
    assert Activity.objects.count() == 2  # with the next step, a task
    assert entries("finish_activity", lan) == 1


def test_a_planned_one_is_finished_from_its_own_page_once(browse, lan):
    planned = make_planned(lan, account=make_account(lan), day=today())
    address = reverse("activities:finish_activity", args=[planned.pk])
    assert planned.account.name in browse(lan).get(address).content.decode()
    given = sent(account_name=planned.account.name, owner=lan.pk, kind="visit", version=1)
    assert browse(lan).post(address, given).status_code == 303
    assert browse(lan).post(address, given).status_code == 409
    with pytest.raises(RuleBroken, match="not_planned"):
        actions.finish_activity(planned, by=lan, seen=2)
    with pytest.raises(Stale):
        actions.finish_activity(planned, by=lan, seen=1)


def test_a_key_activity_is_evidence_and_is_taken_back_with_its_record(browse, lan):
    account, deal = deal_of(lan)
    done = make_done(lan, account=account, opportunity=deal, key_activity="first_contact")
    shown = Evidence.objects.get()
    assert (shown.milestone, shown.subject, shown.ref, shown.by_hand) == ("contacted", "activity", done.pk, False)
    address = reverse("activities:withdraw_activity", args=[done.pk])
    assert browse(lan).post(address, {"version": done.version, "reason": "记错了"}).status_code == 303
    shown.refresh_from_db()
    assert shown.withdrawn_at and Activity.objects.get().withdrawn
    assert browse(lan).get(reverse("activities:activity_detail", args=[done.pk])).status_code == 404


def test_a_voice_note_is_kept_and_follows_the_rights(browse, lan, outsider, trainer):
    voice = SimpleUploadedFile("录音.m4a", b"\0\0\0\x20ftypM4A " + b"x" * 50)
    given = sent(owner=lan.pk, kind="task", attached=[voice])
    assert browse(lan).post(RECORD, given).status_code == 303
    file = reverse("files:download_file", args=[StoredFile.objects.get().pk])
    assert [browse(who).get(file).status_code for who in (lan, trainer, outsider)] == [200, 200, 404]
    page = browse(lan).get(reverse("activities:activity_detail", args=[Activity.objects.get().pk])).content.decode()
    assert f'preload="metadata" src="{file}"' in page
    assert 'data-behaviour="voice-note"' in browse(lan).get(RECORD).content.decode()


def test_a_bad_file_leaves_nothing_behind(browse, lan):
    given = sent(owner=lan.pk, account_name="新客户", new_customer="on", attached=[SimpleUploadedFile("a.pdf", b"MZ")])
    assert browse(lan).post(RECORD, given).status_code == 422
    assert not Activity.objects.exists() and not Account.objects.exists()


def test_one_line_fills_the_form(browse, lan):
    account, deal = deal_of(lan)
    shown = browse(lan).get(RECORD, {"line": "恒力机械 拜访 谈了年度协议，明天再打"}).content.decode()
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert account.name in shown and f'<option value="{deal.pk}" selected' in shown
    assert tomorrow in shown and '<option value="call" selected' in shown and "谈了年度协议" in shown


def test_the_choices_follow_the_customer(browse, lan, outsider):
    account, deal = deal_of(lan)
    make_contact(account)
    address = reverse("activities:activity_about")
    mine = browse(lan).get(address, {"account_name": account.name, "opportunity": deal.pk}).content.decode()
    assert "张卫国" in mine and 'name="key_activity"' in mine and 'hx-swap-oob="true"' in mine
    others = browse(outsider).get(address, {"account_name": account.name, "opportunity": deal.pk}).content.decode()
    assert "张卫国" not in others and "key_activity" not in others


def test_who_only_looks_records_nothing(browse, trainer):
    assert browse(trainer).post(RECORD, sent(owner=trainer.pk)).status_code == 403


def test_contact_and_deal_of_another_customer_are_refused(lan):
    account, deal = deal_of(lan)
    other = make_account(lan, name="别家")
    with pytest.raises(RuleBroken, match="other_customers_deal"):
        make_done(lan, account=other, opportunity=deal)
    with pytest.raises(RuleBroken, match="other_customers_contact"):
        make_done(lan, account=other, contacts=[make_contact(account)])
    assert not Activity.objects.exists()
