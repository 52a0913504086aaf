"""A move meets the gates of what it leaves: on the board, on the record, for sellers and for who manages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xiaolu.domain.periods import Period
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Change, Evidence, Opportunity
from xiaolu.pipeline.queries import gates
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, nine_step, pdf, spancop

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def deal(lan):
    """A deal in negotiation: it lacks the accepted offer and the expected day."""
    return make_opportunity(spancop(), owner=lan, stage="N", on=days_ago(30), name="液压油", amount=100)


def move(opportunity) -> str:
    return reverse("pipeline:move_opportunity", args=[opportunity.pk])


def stage(opportunity) -> str:
    return Opportunity.objects.get(pk=opportunity.pk).stage


def fill(deal, lan) -> None:
    actions.edit_opportunity(deal, by=lan, expected_close=today())
    actions.give_file(deal, milestone="offer_accepted", file=pdf(), by=lan)


def test_a_closed_gate_refuses_and_names_what_is_missing(browse, lan, deal):
    answer = browse(lan).post(move(deal), {"to": "C", "seen": deal.version}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#drawer-content"
    assert "open-drawer" in answer["HX-Trigger-After-Swap"]
    assert "客户认可方案" in text
    for code in ("offer_accepted", "field:expected_close"):
        assert reverse("pipeline:give_evidence", args=[deal.pk, code]) + "?to=C" in text
    assert stage(deal) == "N"
    assert Change.objects.filter(opportunity=deal.pk).count() == 1
    assert not AuditEntry.objects.filter(action="move_opportunity").exists()


def test_without_a_script_the_same_is_a_page(browse, lan, deal):
    answer = browse(lan).post(move(deal), {"to": "C"})
    assert answer.status_code == 422
    assert "<html" in answer.content.decode()
    assert "客户认可方案" in answer.content.decode()


def test_with_evidence_the_gate_opens(browse, lan, deal):
    fill(deal, lan)
    assert browse(lan).post(move(deal), {"to": "C"}).status_code == 303
    assert stage(deal) == "C"
    assert Change.objects.get(opportunity=deal.pk, sets__stage="C").override == ""


def test_evidence_taken_back_closes_it_again(lan, deal):
    fill(deal, lan)
    actions.withdraw_evidence(Evidence.objects.get(), by=lan, reason="别家的")
    with pytest.raises(RuleBroken) as broken:
        actions.move_opportunity(deal, to="C", by=lan)
    assert broken.value.code == "gate_closed"


def test_a_jump_meets_the_gates_of_what_it_jumps_over(lan, deal):
    early = make_opportunity(deal.method, owner=lan, stage="P")
    with pytest.raises(RuleBroken) as broken:
        actions.move_opportunity(early, to="C", by=lan, reason="customer_in_hurry")
    assert broken.value.code == "gate_closed"


def test_a_loss_and_back_is_no_way_around(lan, deal):
    actions.move_opportunity(deal, to="X", by=lan, reason="price", competitor="")
    with pytest.raises(RuleBroken) as broken:
        actions.move_opportunity(deal, to="C", by=lan)
    assert broken.value.code == "gate_closed"
    assert actions.move_opportunity(deal, to="N", by=lan).stage == "N"


def test_moves_back_and_to_lost_meet_no_gate(lan, deal):
    assert actions.move_opportunity(deal, to="A", by=lan, reason="needs_changed").stage == "A"
    assert actions.move_opportunity(deal, to="X", by=lan, reason="price", competitor="美孚").stage == "X"


def test_imports_and_commands_meet_no_gate(deal):
    assert actions.move_opportunity(deal, to="C", by=None).stage == "C"


def test_who_manages_lets_a_deal_through_with_a_reason(browse, min_, outsider, deal):
    given = {"to": "C", "override": "evidence_follows", "remark": "合同周五到"}
    assert browse(min_).get(move(deal) + "?to=C").content.decode().count("evidence_follows") == 1
    assert browse(min_).post(move(deal), {**given, "override": ""}).status_code == 422
    assert browse(min_).post(move(deal), {**given, "override": "price"}).status_code == 422
    assert browse(min_).post(move(deal), given).status_code == 303
    change = Change.objects.get(opportunity=deal.pk, sets__stage="C")
    assert (change.override, change.remark) == ("evidence_follows", "合同周五到")
    entry = AuditEntry.objects.get(action="move_opportunity")
    assert entry.changes["override"] == ["", "evidence_follows"]
    counted = gates.overrides(deal.method_id, Period(days_ago(1), today()))
    assert [(one.opportunity, one.actor, one.reason) for one in counted] == [(deal.pk, min_, "evidence_follows")]
    assert gates.overrides(deal.method_id, Period(days_ago(9), days_ago(1))) == []
    report = reverse("pipeline:win_loss")
    assert "合同周五到" in browse(min_).get(report).content.decode()
    assert "合同周五到" not in browse(outsider).get(report).content.decode()


def test_a_seller_does_not_override(browse, lan, deal):
    assert browse(lan).post(move(deal), {"to": "C", "override": "evidence_follows"}).status_code == 422
    with pytest.raises(RuleBroken) as broken:
        actions.move_opportunity(deal, to="C", by=lan, override="evidence_follows")
    assert broken.value.code == "may_not_override"
    assert stage(deal) == "N"


def test_an_open_gate_is_not_noted_as_overridden(min_, lan, deal):
    fill(deal, lan)
    actions.move_opportunity(deal, to="C", by=min_, override="evidence_follows")
    assert not Change.objects.exclude(override="").exists()


def test_a_loss_needs_a_competitor_or_that_there_was_none(browse, lan, deal):
    given = {"to": "X", "reason": "price"}
    assert browse(lan).post(move(deal), given).status_code == 422
    with pytest.raises(RuleBroken) as broken:
        actions.move_opportunity(deal, to="X", by=lan, reason="price")
    assert broken.value.code == "competitor_needed"
    assert browse(lan).post(move(deal), {**given, "no_competitor": "on"}).status_code == 303
    lost = Opportunity.objects.get(pk=deal.pk)
    assert (lost.lost_reason, lost.competitor) == ("price", "")


def test_known_competitors_are_offered(browse, lan, deal):
    make_opportunity(deal.method, owner=lan, stage="P", competitor="壳牌")
    assert '<option value="壳牌">' in browse(lan).get(move(deal) + "?to=X").content.decode()


def test_reasons_are_chosen_from_those_of_the_use(browse, lan, deal):
    text = browse(lan).get(move(deal) + "?to=A").content.decode()
    assert 'value="needs_changed"' in text
    assert 'value="price"' not in text
    assert browse(lan).post(move(deal), {"to": "A", "reason": "price"}).status_code == 422


def test_a_deal_keeps_the_gates_of_its_own_version(lan):
    """Running deals stay under theirs until they are moved."""
    first = make_opportunity(spancop(), owner=lan, stage="N", expected_close=today())
    from xiaolu.methods import actions as methods
    from xiaolu.methods.tests.make import document

    relaxed = document()
    relaxed["stage"][3]["milestone"][0]["required"] = False
    methods.publish_version(methods.add_version(relaxed, by=None), by=None)
    later = make_opportunity(first.method, owner=lan, stage="N", expected_close=today())
    assert actions.move_opportunity(later, to="C", by=lan).stage == "C"
    with pytest.raises(RuleBroken):
        actions.move_opportunity(first, to="C", by=lan)


def test_each_card_shows_how_much_its_gate_lacks(browse, lan, deal):
    assert 'data-lacks="2"' in browse(lan).get(reverse("pipeline:opportunity_board")).content.decode()
    fill(deal, lan)
    text = browse(lan).get(reverse("pipeline:opportunity_board")).content.decode()
    assert "data-lacks" not in text


@pytest.mark.parametrize("rows", [1, 20])
def test_the_board_asks_for_all_gates_at_once(browse, lan, rows):
    method = spancop()
    for _ in range(rows):
        make_opportunity(method, owner=lan, stage="N", amount=5)
    with CaptureQueriesContext(connection) as asked:
        assert browse(lan).get(reverse("pipeline:opportunity_board")).status_code == 200
    assert len([one for one in asked if "pipeline_evidence" in one["sql"]]) == 1


def test_a_move_that_nothing_blocks_asks_two_more_at_most(lan):
    """Two statements more than for the system itself, which meets no gate."""
    method = spancop()

    def statements(by) -> int:
        row = make_opportunity(method, owner=lan, stage="N", expected_close=today())
        actions.give_evidence(row, milestone="offer_accepted", by=lan)
        with CaptureQueriesContext(connection) as asked:
            actions.move_opportunity(row, to="C", by=by)
        return len(asked)

    assert statements(lan) <= statements(None) + 2


def test_the_record_shows_what_is_there_and_what_lacks(browse, lan, outsider, deal):
    actions.give_file(deal, milestone="offer_accepted", file=pdf(), by=lan, note="盖章件")
    text = browse(lan).get(reverse("pipeline:opportunity_detail", args=[deal.pk])).content.decode()
    assert "报价单.pdf" in text
    assert "盖章件" in text
    assert reverse("pipeline:give_evidence", args=[deal.pk, "field:expected_close"]) in text
    assert browse(outsider).get(reverse("pipeline:opportunity_detail", args=[deal.pk])).status_code == 404


def test_no_quotation_before_the_customer_admitted_pain_value_and_solution(lan, min_):
    """Spec 2: the gate of the nine steps."""
    deal = make_opportunity(nine_step(), owner=lan, stage="4")
    for milestone in ("pain_admitted", "value_admitted", "solution_agreed"):
        with pytest.raises(RuleBroken):
            actions.move_opportunity(deal, to="7", by=lan, reason="customer_in_hurry")
        request = actions.ask_for_confirmation(deal, milestone=milestone, by=lan, note="拜访", words="停一天损失两万")
        with pytest.raises(RuleBroken):
            actions.move_opportunity(deal, to="7", by=lan, reason="customer_in_hurry")
        actions.accept_request(request, by=min_)
    assert actions.move_opportunity(deal, to="7", by=lan, reason="customer_in_hurry").stage == "7"
