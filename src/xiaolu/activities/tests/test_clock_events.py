"""Clocks start and stop by what the method calls an event: a quotation, an order, a delivery, an acceptance, a payment."""

import copy

import pytest

from xiaolu.activities.tests.make import make_done
from xiaolu.clocks import checks
from xiaolu.clocks.models import RunningClock
from xiaolu.customers.tests.make import make_account
from xiaolu.methods import actions as methods
from xiaolu.operate.database import builtin_documents
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ORDER = ("quotation_given", "order_placed", "delivered", "accepted", "paid")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


def built_in(name: str, *clocks: tuple[str, str], milestone: tuple[int, int] = (0, 0), **said: str):
    """A built-in method, with clocks from one event to another added; each is called by its first event.

    `milestone`: stage and place of one of which something else is `said`.
    """
    document = copy.deepcopy(next(one for one in builtin_documents() if one["method"]["code"] == name))
    document["stage"][milestone[0]]["milestone"][milestone[1]] |= said
    document.setdefault("clock", []).extend(
        {"code": starts, "name": {"zh": starts, "en": starts}, "starts": starts, "stops": stops, "due": "5 days"}
        for starts, stops in clocks
    )
    return methods.install_builtin([document])[0].method


def clocks() -> dict[str, str]:
    return dict(RunningClock.objects.exclude(code="first_contact").values_list("code", "state"))


def moved(deal, to, by, **over) -> Opportunity:
    return actions.move_opportunity(Opportunity.objects.get(pk=deal.pk), to=to, by=by, **{"override": "x", **over})


def test_a_quotation_handed_in_starts_a_clock_and_the_signature_stops_it(lan, min_):
    deal = make_opportunity(built_in("nine-step", ("quotation_given", "won")), owner=lan, stage="7", on=days_ago(9))
    actions.give_file(deal, milestone="quotation_given", file=pdf(), by=lan)
    assert clocks() == {"quotation_given": "running"}
    actions.give_evidence(deal, milestone="no_open_objection", by=lan)
    moved(deal, "8", min_), moved(deal, "9", min_)
    assert clocks() == {"quotation_given": "kept"}


def test_on_what_is_won_clocks_run_on_to_acceptance_and_payment(lan, min_):
    method = built_in("nine-step", ("won", "accepted"), ("accepted", "paid"))
    deal = make_opportunity(method, owner=lan, stage="8", on=days_ago(9))
    moved(deal, "9", min_)
    assert clocks() == {"won": "running"}
    actions.give_file(deal, milestone="acceptance_signed", file=pdf(), by=lan)
    assert clocks() == {"won": "kept", "accepted": "running"}
    actions.give_file(deal, milestone="acceptance_signed", file=pdf("二.pdf"), by=lan)  # it is accepted once
    assert RunningClock.objects.count() == 2
    moved(deal, "D", min_)
    assert clocks() == {"won": "kept", "accepted": "kept"}
    assert [problem for check in checks.CHECKS for problem in check()] == []


def test_a_customer_lost_after_the_order_has_no_clock_any_more(lan, min_):
    deal = make_opportunity(built_in("spancop", ("order_placed", "paid")), owner=lan, stage="C", on=days_ago(9))
    moved(deal, "O", min_)
    assert clocks() == {"order_placed": "running"}
    moved(deal, "X", min_, reason="price", competitor="")
    assert clocks() == {"order_placed": "dropped"}


def test_fields_say_delivered_and_paid_once_whatever_says_so_first(lan, min_):
    method = built_in("showroom", ("order_placed", "delivered"), ("paid", "call_done"))
    deal = make_opportunity(method, owner=lan, stage="QUOTE", on=days_ago(9))
    moved(deal, "DELIV", min_)
    assert clocks() == {"order_placed": "running"}
    actions.give_evidence(deal, milestone="field:delivered_on", by=lan, note="今天")
    assert clocks() == {"order_placed": "kept"}
    actions.give_evidence(deal, milestone="field:paid_on", by=lan, note="今天")
    actions.give_evidence(deal, milestone="field:paid_on", by=lan, note="昨天")
    moved(deal, "CARE", min_)
    assert RunningClock.objects.filter(code="paid").count() == 1
    moved(deal, "DELIV", min_, reason="back")
    other = make_opportunity(method, owner=lan, stage="DELIV", on=days_ago(9))
    moved(other, "CARE", min_)
    actions.give_evidence(other, milestone="field:paid_on", by=lan, note="补记")
    assert RunningClock.objects.filter(code="paid", object_id=other.pk).count() == 1


def test_a_key_activity_is_its_event_and_reaches_the_customers_clocks_too(lan):
    account = make_account(lan)
    method = built_in("showroom", ("quotation_given", "won"), ("assigned", "quotation_given"))
    deal = make_opportunity(method, owner=lan, account=account, stage="QUOTE", on=days_ago(9))
    make_done(lan, kind="meeting", opportunity=deal)
    assert clocks() == {}
    make_done(lan, kind="meeting", opportunity=deal, key_activity="quotation_talk")
    assert clocks() == {"quotation_given": "running"}


def test_a_milestone_shown_by_hand_is_what_its_activity_is(lan):
    said = {"evidence": "activity", "activity": "quotation_talk"}
    method = built_in("showroom", ("quotation_given", "won"), milestone=(5, 0), **said)
    deal = make_opportunity(method, owner=lan, stage="QUOTE", on=days_ago(9))
    actions.give_evidence(deal, milestone="order_signed", by=lan, note="口头", by_hand=True)
    assert clocks() == {"quotation_given": "running"}
    RunningClock.objects.all().delete()
    make_done(
        lan, kind="meeting", opportunity=deal, key_activity="quotation_talk"
    )  # it is heard once, with its evidence
    assert RunningClock.objects.count() == 1 and deal.evidence.count() == 2


def test_a_confirmation_counts_when_a_second_person_confirms_it(lan, min_):
    method = built_in("spancop", ("quotation_asked", "quotation_given"), milestone=(3, 1), event="quotation_asked")
    deal = make_opportunity(method, owner=lan, stage="N", on=days_ago(9))
    request = actions.ask_for_confirmation(deal, milestone="terms_agreed", by=lan, note="谈妥")
    assert clocks() == {}
    actions.accept_request(request, by=min_)
    assert clocks() == {"quotation_asked": "running"}


def test_what_happened_on_an_earlier_day_stops_no_clock_that_began_later(lan, min_):
    method = built_in("nine-step", ("quotation_given", "accepted"))
    deal = make_opportunity(method, owner=lan, stage="7", on=days_ago(9))
    actions.give_evidence(deal, milestone="quotation_given", by=lan)
    actions.give_evidence(deal, milestone="acceptance_signed", by=lan, on=days_ago(2))
    assert clocks() == {"quotation_given": "running"}
