"""What a second person must agree to: milestones confirmed, losses signed off."""

import pytest
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, checks
from xiaolu.pipeline.access import waiting_count
from xiaolu.pipeline.models import Evidence, Opportunity, Request
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, nine_step

pytestmark = pytest.mark.django_db
LIST = "/pipeline/requests/"


@pytest.fixture
def deal(lan):
    """Under a method in which losses are signed off."""
    return make_opportunity(nine_step(lost_sign_off=True), owner=lan, stage="4", on=days_ago(9), name="产线改造")


@pytest.fixture
def asked(deal, lan):
    return actions.ask_for_confirmation(deal, milestone="pain_admitted", by=lan, note="拜访", words="停一天损失两万")


def url(name: str, request: Request) -> str:
    return reverse(f"pipeline:{name}", args=[request.pk])


def test_it_is_counted_for_who_may_agree_and_for_nobody_else(asked, lan, lei, min_, outsider, trainer, admin):
    counts = {person.login: waiting_count(person) for person in (lan, lei, min_, outsider, trainer, admin)}
    assert counts == {"linlan": 0, "zhaolei": 0, "zhoumin": 1, "qianjin": 0, "sunpei": 0, "admin": 1}


def test_the_manager_reads_it_in_the_list_with_its_count_in_the_navigation(browse, min_, asked):
    text = browse(min_).get(LIST).content.decode()
    assert "停一天损失两万" in text
    assert '<span class="nav-count">1</span>' in text


def test_the_asker_sees_that_it_waits_but_cannot_agree(browse, lan, asked):
    assert "停一天损失两万" in browse(lan).get(LIST).content.decode()
    assert browse(lan).post(url("accept_request", asked)).status_code == 403
    with pytest.raises(RuleBroken) as broken:
        actions.accept_request(asked, by=lan)
    assert broken.value.code == "own_request"
    assert Evidence.objects.get().confirmed_by is None


def test_the_owner_may_confirm_what_the_manager_asks(lan, min_, deal):
    request = actions.ask_for_confirmation(deal, milestone="pain_admitted", by=min_, note="电话", words="停机")
    actions.accept_request(request, by=lan)
    assert Evidence.objects.get().confirmed_by == lan


def test_an_answer_is_given_once(browse, min_, admin, asked):
    assert browse(min_).post(url("accept_request", asked)).status_code == 303
    assert browse(admin).post(url("accept_request", asked)).status_code == 422
    assert AuditEntry.objects.filter(action="confirm_evidence").count() == 1


def test_a_refusal_says_why_and_takes_the_evidence_back(browse, lan, min_, asked):
    assert browse(min_).post(url("refuse_request", asked), {"answer": ""}).status_code == 422
    assert browse(min_).post(url("refuse_request", asked), {"answer": "这不是客户说的"}).status_code == 303
    assert Evidence.objects.get().withdrawn_by == min_
    assert (waiting_count(lan), waiting_count(min_)) == (1, 0)
    assert "这不是客户说的" in browse(lan).get(LIST).content.decode()
    assert browse(lan).post(reverse("pipeline:notice_answers")).status_code == 303
    assert waiting_count(lan) == 0
    assert AuditEntry.objects.filter(action="refuse_request", person=min_).count() == 1


def test_who_asked_may_stop_asking(browse, lan, min_, asked):
    assert browse(min_).post(url("drop_request", asked)).status_code == 403
    assert browse(lan).post(url("drop_request", asked)).status_code == 303
    assert waiting_count(min_) == 0
    assert Evidence.objects.get().withdrawn_at


def test_the_same_is_not_asked_twice(deal, lan, asked):
    with pytest.raises(RuleBroken) as broken:
        actions.ask_for_confirmation(deal, milestone="pain_admitted", by=lan, note="拜访", words="又说了")
    assert broken.value.code == "already_asked"


def test_only_confirmations_are_asked_for(deal, lan):
    with pytest.raises(RuleBroken):
        actions.ask_for_confirmation(deal, milestone="contact_made", by=lan, note="电话")
    assert not Evidence.objects.exists()


def test_answers_are_posts_and_strangers_find_nothing(browse, lan, min_, outsider, trainer, asked):
    assert browse(min_).get(url("accept_request", asked)).status_code == 405
    for name in ("accept_request", "refuse_request"):
        assert browse(outsider).post(url(name, asked), {"answer": "x"}).status_code == 404
        assert browse(trainer).post(url(name, asked), {"answer": "x"}).status_code == 403
    asked.refresh_from_db()
    assert asked.state == "waiting"


def lose(browse, person, deal):
    given = {"to": "X", "reason": "price", "competitor": "昆仑", "remark": "低一成", "seen": deal.version}
    return browse(person).post(reverse("pipeline:move_opportunity", args=[deal.pk]), given)


def test_a_sellers_loss_waits_for_the_manager(browse, lan, min_, deal):
    assert lose(browse, lan, deal).status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).stage == "4"
    request = Request.objects.get()
    assert (request.kind, request.stage, request.reason, request.competitor) == ("loss", "X", "price", "昆仑")
    assert waiting_count(min_) == 1
    assert browse(min_).post(url("accept_request", request)).status_code == 303
    lost = Opportunity.objects.get(pk=deal.pk)
    assert (lost.stage, lost.lost_reason, lost.competitor) == ("X", "price", "昆仑")
    assert (waiting_count(min_), waiting_count(lan)) == (0, 1)
    actions_done = AuditEntry.objects.filter(object_id=deal.pk, kind="opportunity").values_list("action", flat=True)
    assert list(actions_done) == ["move_opportunity", "ask_for_loss", "create_opportunity"]
    assert [problem for check in checks.CHECKS for problem in check()] == []


def test_a_refused_loss_leaves_the_deal_where_it_is(browse, lan, min_, deal):
    lose(browse, lan, deal)
    assert browse(min_).post(url("refuse_request", Request.objects.get()), {"answer": "再谈一次"}).status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).stage == "4"
    assert waiting_count(lan) == 1


def test_a_manager_loses_without_asking_and_what_waited_is_over(browse, lan, min_, deal):
    lose(browse, lan, deal)
    assert lose(browse, min_, deal).status_code == 303
    assert Opportunity.objects.get(pk=deal.pk).stage == "X"
    assert Request.objects.get().state == "dropped"
    assert waiting_count(min_) == 0


def test_a_deal_that_moved_on_does_not_wait_for_its_loss(browse, lan, min_, deal):
    lose(browse, lan, deal)
    actions.move_opportunity(deal, to="3", by=lan, reason="moved_too_early")
    assert waiting_count(min_) == 0
    assert browse(min_).post(url("accept_request", Request.objects.get())).status_code == 422
    assert Opportunity.objects.get(pk=deal.pk).stage == "3"


def test_a_seller_may_edit_but_not_sign_a_loss_off(browse, lan, min_, admin, deal):
    """Also what the manager's manager asked for, on the seller's own deal."""
    request = actions.ask_for_loss(deal, to="X", by=admin, reason="price", competitor="")
    assert waiting_count(lan) == 0
    assert browse(lan).post(url("accept_request", request)).status_code == 403
    with pytest.raises(RuleBroken) as broken:
        actions.accept_request(request, by=lan)
    assert broken.value.code == "may_not_sign_off"


def test_a_loss_is_asked_for_once_with_all_that_it_needs(lan, deal):
    for given, code in (
        ({"to": "5", "reason": "price", "competitor": ""}, "not_a_loss"),
        ({"to": "X", "reason": "", "competitor": ""}, "reason_needed"),
        ({"to": "X", "reason": "price"}, "competitor_needed"),
    ):
        with pytest.raises(RuleBroken) as broken:
            actions.ask_for_loss(deal, by=lan, **given)
        assert broken.value.code == code
    actions.ask_for_loss(deal, to="X", by=lan, reason="price", competitor="")
    with pytest.raises(RuleBroken) as broken:
        actions.ask_for_loss(deal, to="X", by=lan, reason="price", competitor="")
    assert broken.value.code == "already_asked"
    with pytest.raises(RuleBroken) as broken:
        actions.move_opportunity(deal, to="X", by=lan, reason="price", competitor="")
    assert broken.value.code == "sign_off_needed"


def test_what_was_withdrawn_waits_for_nobody(lan, min_, deal, asked):
    actions.withdraw_opportunity(deal, by=lan, reason="重复")
    assert waiting_count(min_) == 0


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_needs_as_many_queries_for_twenty_as_for_one(browse, lan, min_, rows, django_assert_max_num_queries):
    method = nine_step()
    for _ in range(rows):
        deal = make_opportunity(method, owner=lan, stage="8")
        actions.ask_for_confirmation(deal, milestone="signed", by=lan, note="签了", on=today())
    client = browse(min_)
    client.get(LIST)
    with django_assert_max_num_queries(18):
        assert client.get(LIST).status_code == 200
