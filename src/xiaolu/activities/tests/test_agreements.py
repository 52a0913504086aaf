"""Who does what by when: agreed, kept, not kept, handed over; and who sees it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from xiaolu.activities import actions
from xiaolu.activities.models import Agreement
from xiaolu.activities.tests.make import make_agreement, make_meeting
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
LIST = "activities:agreement_list"


@pytest.fixture
def meeting(min_, lan, east):
    return make_meeting(spancop(), min_, east, needed=[min_, lan])


def test_a_manager_agrees_on_something_about_a_deal(browse, meeting, min_, lan):
    deal = make_opportunity(meeting.method, owner=lan, account=make_account(lan), stage="P")
    due = today() + timedelta(days=7)
    sent = {"text": "带样品去", "owner": lan.pk, "due": due.isoformat(), "meeting": meeting.pk, "opportunity": deal.pk}
    assert browse(min_).post(reverse("activities:create_agreement"), sent).status_code == 303
    made = Agreement.objects.get()
    assert (made.owner, made.due, made.team, made.opportunity, made.account) == (
        lan,
        due,
        meeting.team,
        deal,
        deal.account,
    )
    assert AuditEntry.objects.filter(action="create_agreement").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("due", "2020-01-01"),
        ("due", "9999-12-31"),
        ("due", "morgen"),
        ("text", ""),
        ("text", "长" * 301),
        ("text", "a\x00b"),
        ("owner", "0"),
    ],
)
def test_what_makes_no_sense_is_refused(browse, min_, lan, field, value):
    sent = {"text": "带样品去", "owner": lan.pk, "due": today().isoformat(), field: value}
    assert browse(min_).post(reverse("activities:create_agreement"), sent).status_code == 422
    assert not Agreement.objects.exists()


def test_a_seller_agrees_for_herself_only_and_not_in_the_meeting(browse, meeting, lan, lei):
    sent = {"text": "打电话", "owner": lei.pk, "due": today().isoformat()}
    client = browse(lan)
    assert client.post(reverse("activities:create_agreement"), sent).status_code == 422
    assert (
        client.post(
            reverse("activities:create_agreement"), {**sent, "owner": lan.pk, "meeting": meeting.pk}
        ).status_code
        == 403
    )
    assert client.post(reverse("activities:create_agreement"), {**sent, "owner": lan.pk}).status_code == 303


def test_what_was_not_kept_needs_a_reason(browse, meeting, min_, lan):
    one = make_agreement(meeting, lan, by=min_)
    address, client = reverse("activities:settle_agreement", args=[one.pk]), browse(lan)
    assert client.post(address, {"version": 1, "state": "missed", "because": ""}).status_code == 422
    assert client.post(address, {"version": 1, "state": "missed", "because": "客户改期"}).status_code == 303
    one.refresh_from_db()
    assert (one.state, one.because, one.settled_on) == ("missed", "客户改期", today())
    with pytest.raises(RuleBroken, match="agreement_settled"):
        actions.settle_agreement(one, by=lan, seen=one.version, state="kept")
    assert actions.reopen_agreement(one, by=lan, seen=one.version).state == "open"


def test_two_who_settle_it_at_once(meeting, min_, lan):
    one = make_agreement(meeting, lan, by=min_)
    actions.settle_agreement(one, by=lan, seen=1, state="kept")
    with pytest.raises(Stale):
        actions.settle_agreement(one, by=min_, seen=1, state="dropped", because="不做了")


def test_nobody_sees_another_teams_agreements(browse, meeting, min_, lan, lei, outsider):
    make_agreement(meeting, lan, by=min_)
    for who, sees in ((lan, True), (lei, True), (min_, True), (outsider, False)):
        assert ("总成本对比表" in browse(who).get(reverse(LIST)).content.decode()) is sees, who.login


def test_a_colleague_reads_what_was_agreed_but_not_whose_customer_it_is_about(browse, meeting, min_, lan, lei):
    deal = make_opportunity(meeting.method, owner=lan, account=make_account(lan, name="苏州恒力"), stage="P")
    make_agreement(meeting, lan, by=min_, opportunity=deal)
    assert "苏州恒力" in browse(lan).get(reverse(LIST)).content.decode()
    page = browse(lei).get(reverse(LIST)).content.decode()
    assert "总成本对比表" in page
    assert "苏州恒力" not in page
    book = browse(lei).get(reverse("activities:export_agreements")).content
    cells = [
        str(cell) for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True) for cell in row
    ]
    assert not [cell for cell in cells if "苏州恒力" in cell]
    assert any("总成本" in cell for cell in cells)


def test_one_cannot_agree_on_a_record_that_is_not_ones_own(browse, lei, lan):
    deal = make_opportunity(spancop(), owner=lan, stage="P")
    assert browse(lei).get(reverse("activities:create_agreement"), {"opportunity": deal.pk}).status_code == 404


def test_it_stands_in_todays_page_and_on_the_person(browse, meeting, min_, lan):
    make_agreement(meeting, lan, by=min_, due=today())
    assert "总成本对比表" in browse(lan).get("/").content.decode()
    panel = browse(min_).get(reverse("activities:person_agreements", args=[lan.pk])).content.decode()
    assert "总成本对比表" in panel


def test_filters_and_what_is_overdue(browse, min_, lan):
    late = make_agreement(None, lan, text="早该做了")
    Agreement.objects.filter(pk=late.pk).update(due=today() - timedelta(days=1))
    make_agreement(None, lan, text="以后再做", due=today() + timedelta(days=20))
    page = browse(min_).get(reverse(LIST), {"due": "late"}).content.decode()
    assert "早该做了" in page
    assert "以后再做" not in page
    assert "过期" in browse(min_).get("/").content.decode()


def test_who_leaves_hands_them_over(meeting, min_, lan, lei):
    one = make_agreement(meeting, lan, by=min_)
    assert actions.hand_over_agreements(lan, to=lei, by=min_) == 1
    one.refresh_from_db()
    assert one.owner == lei


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_asks_the_same_for_one_and_twenty(browse, meeting, min_, lan, many, django_assert_num_queries):
    deal = make_opportunity(meeting.method, owner=lan, account=make_account(lan), stage="P")
    for _ in range(many):
        make_agreement(meeting, lan, by=min_, opportunity=deal)
    client = browse(min_)
    client.get(reverse(LIST))
    with django_assert_num_queries(20):
        client.get(reverse(LIST))
