"""The next date by cadences with its reason, a reason for a far day, too many contacts, silence told once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.activities import actions
from xiaolu.activities.models import Activity, Rhythm, SilenceWatch
from xiaolu.activities.tests.make import make_done, sent
from xiaolu.clocks.models import Notice
from xiaolu.customers.tests.make import make_account
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline.queries.cadence import due_of
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = pytest.mark.django_db
RECORD, RHYTHM = reverse("activities:record_activity"), reverse("activities:edit_rhythm")


def days(number: int):
    return today() + timedelta(days=number)


def told(code: str) -> int:
    return Notice.objects.filter(code=code).count()


def test_the_form_proposes_the_next_date_and_says_why(browse, lan):
    deal = make_opportunity(spancop(), owner=lan, account=make_account(lan))
    shown = browse(lan).get(RECORD, {"opportunity": deal.pk}).content.decode()
    due = due_of(deal, today())
    assert due.day.isoformat() in shown and f"每 {due.reason.days} 天一次" in shown and "next_reason" not in shown


def test_a_day_far_from_the_proposed_one_asks_why_and_is_audited(browse, lan):
    account = make_account(lan)
    deal = make_opportunity(spancop(), owner=lan, account=account)
    due = due_of(deal, today())
    values = {"owner": lan.pk, "account_name": account.name, "opportunity": deal.pk, "next_kind": "call"}
    near = sent(**values, next_day=due.day + timedelta(days=1))
    far = sent(**values, next_day=due.day + timedelta(days=due.reason.days + 30))
    assert browse(lan).post(RECORD, near).status_code == 303
    refused = browse(lan).post(RECORD, far)
    assert refused.status_code == 422 and "next_reason" in refused.content.decode()
    assert Activity.objects.filter(state="done").count() == 1
    assert browse(lan).post(RECORD, far | {"next_reason": "客户放假"}).status_code == 303
    entry = AuditEntry.objects.filter(action="record_activity").first()
    assert entry.changes["reason"] == ["", "客户放假"] and entry.changes["next_date"][0] == due.day.isoformat()


def test_contacts_beyond_the_limit_are_warned_of_and_taken(browse, lan):
    account = make_account(lan)
    client, values = browse(lan), sent(owner=lan.pk, account_name=account.name)
    for number in range(4):
        shown = client.get(RECORD, {"account": account.pk}).content.decode()
        assert ("按节奏最多 3 次" in shown) == (number == 3)
        assert client.post(RECORD, values).status_code == 303


@pytest.mark.database
def test_silence_is_told_once_for_each_level_first_to_the_owner_then_to_the_manager(lan, min_):
    deal = make_opportunity(spancop(), owner=lan, on=days_ago(3))
    actions.sound_alarms()
    assert not Notice.objects.exists()  # what was silent before the watch began is not told
    for after, owner, above in ((4, 1, 0), (5, 1, 0), (12, 2, 0), (27, 3, 1), (40, 3, 1)):
        actions.sound_alarms(days(after)), actions.sound_alarms(days(after))
        assert (told("silence_owner"), told("silence_above")) == (owner, above), after
    assert set(Notice.objects.values_list("object_id", flat=True)) == {deal.pk}


def test_after_a_stop_only_the_highest_level_speaks_and_a_call_begins_anew(lan, min_):
    deal = make_opportunity(spancop(), owner=lan, on=days_ago(1))
    actions.sound_alarms()
    actions.sound_alarms(days(60))
    assert (told("silence_owner"), told("silence_above")) == (1, 1)
    make_done(lan, opportunity=deal)
    SilenceWatch.objects.update(due_on=today())
    actions.sound_alarms()
    assert SilenceWatch.objects.get().level == 0 and told("silence_owner") == 1
    deal.stage_kind = "lost"
    deal.next_date = None
    deal.save()
    actions.sound_alarms(days(7))
    assert not SilenceWatch.objects.exists()


def test_levels_are_set_by_house_keepers(browse, admin, lan):
    values = {"version": 1, "first": 5, "second": 0, "third": 20, "most_contacts": 2}
    assert browse(lan).post(RHYTHM, values).status_code == 403
    assert browse(admin).post(RHYTHM, values).status_code == 303
    assert Rhythm.objects.get().levels == (5, 20) and Rhythm.objects.get().most_contacts == 2
    for bad in ({"first": 30}, {"first": -1}, {"third": 999}, {"second": 20}, {"first": ""}):
        assert browse(admin).post(RHYTHM, {**values, "version": 2, **bad}).status_code == 422
    assert browse(admin).post(RHYTHM, values).status_code == 409
    assert Rhythm.objects.get().levels == (5, 20)
