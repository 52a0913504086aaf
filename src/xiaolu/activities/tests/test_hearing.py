"""Who hears of what concerns them: requests, agreements, meetings; not of what they did themselves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.activities import actions
from xiaolu.activities.tests.make import make_agreement, make_meeting
from xiaolu.clocks.models import Notice
from xiaolu.org.queries import today
from xiaolu.pipeline import actions as pipeline
from xiaolu.pipeline.models import Request
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, nine_step, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def heard(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("id").values_list("code", flat=True))


def test_who_may_confirm_is_asked_and_whoever_asked_hears_the_answer(lan, min_, browse):
    deal = make_opportunity(nine_step(lost_sign_off=True), owner=lan, stage="4", on=days_ago(9))
    pipeline.ask_for_confirmation(deal, milestone="pain_admitted", by=lan, note="拜访", words="停一天损失两万")
    pipeline.ask_for_loss(deal, to="X", by=lan, reason="price", competitor="")
    assert heard(min_) == ["request_asked"] * 2 and heard(lan) == []
    confirmation, loss = Request.objects.order_by("id")
    pipeline.accept_request(confirmation, by=min_)
    pipeline.refuse_request(loss, by=min_, answer="再谈一次")
    assert heard(lan) == ["request_accepted", "request_refused"]
    text = browse(lan).get(reverse("clocks:notice_list")).content.decode()
    assert "周敏 已确认" in text and "周敏 没有确认" in text


def test_an_agreement_is_told_to_whoever_is_to_keep_it(lan, lei, min_, browse):
    agreement = make_agreement(None, lan, by=min_)
    make_agreement(None, min_, by=min_)
    assert heard(lan) == ["agreement_made"] and heard(min_) == []
    values = {"text": agreement.text, "due": today() + timedelta(days=9), "seen": 1}
    changed = actions.edit_agreement(agreement, by=min_, owner=lan, **values)
    assert heard(lan) == ["agreement_made"]
    actions.edit_agreement(changed, by=min_, owner=lei, **values | {"seen": changed.version})
    assert heard(lei) == ["agreement_made"]
    assert "周敏 与您约定" in browse(lei).get(reverse("clocks:notice_list")).content.decode()
    assert "周敏 与您约定" not in browse(lan).get(reverse("clocks:notice_list")).content.decode()  # not hers any more


def test_who_is_needed_in_a_meeting_hears_of_it_once(lan, lei, min_, east):
    meeting = make_meeting(spancop(), min_, east, needed=[min_, lan])
    values = {"day": meeting.day, "purpose": meeting.purpose}
    actions.edit_meeting(meeting, by=min_, seen=1, needed=[min_, lan, lei], **values)
    assert (heard(lan), heard(lei), heard(min_)) == (["meeting_called"], ["meeting_called"], [])
