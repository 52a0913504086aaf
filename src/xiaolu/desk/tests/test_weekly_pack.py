"""The weekly pack: it keeps the numbers that it showed, says what was restated since, and shows only what one may see."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.cache import cache
from django.urls import reverse

from xiaolu.activities import actions as activities
from xiaolu.activities.tests.make import make_agreement, make_meeting, make_planned
from xiaolu.customers.tests.make import make_account
from xiaolu.desk.pack.differences import differences
from xiaolu.desk.pack.told import told
from xiaolu.desk.tests.make import charts_of, make_held, words_of
from xiaolu.domain.people import ROLES, Role
from xiaolu.insight.actions import create_item
from xiaolu.insight.queries.scopes import Scope
from xiaolu.org import actions as house
from xiaolu.org.models import AuditEntry, Person
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = pytest.mark.django_db
AMOUNT = 7_654_321_00
SUMS = ("15,308,642", "15308642", "22,962,963", "1530.8")
HIDDEN = ("7654321", "7,654,321", "765.4", "7654.3")


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def method(db):
    return spancop()


@pytest.fixture
def deals(method, lan, lei):
    """One of 林岚's that came in this week, an old one of hers, one of 赵磊's that was lost."""
    given = {"method": method, "owner": lan, "stage": "P", "amount": AMOUNT}
    new = make_opportunity(**given, account=make_account(lan, name="苏州恒力"), on=days_ago(3))
    old = make_opportunity(**given, account=make_account(lan, name="无锡太湖"), on=days_ago(120))
    lost = make_opportunity(
        method, owner=lei, account=make_account(lei, name="常熟纺机"), stage="P", amount=100_00, on=days_ago(60)
    )
    actions.move_opportunity(lost, to="X", by=None, on=days_ago(2), reason="price", competitor="某品牌")
    return new, old, lost


@pytest.fixture
def meeting(deals, method, min_, lan, lei, east):
    make_planned(lan, subject="看车间")
    return make_held(method, min_, east, needed=[min_, lan, lei])


def page(browse, who, meeting) -> str:
    return browse(who).get(reverse("desk:meeting_pack", args=[meeting.pk])).content.decode()


def test_it_is_made_as_of_a_day_and_the_meeting_is_held(browse, deals, method, min_, east):
    made, day = make_meeting(method, min_, east), days_ago(1)
    address = reverse("desk:make_pack", args=[made.pk])
    assert browse(min_).post(address, {"version": made.version, "at": day.isoformat()}).status_code == 303
    made.refresh_from_db()
    assert (made.state, made.at, made.since) == ("held", day, day - timedelta(days=6))
    assert made.pack["flow"]["changes"]["new"] == [1, AMOUNT, 0]
    assert made.pack["flow"]["changes"]["lost"] == [-1, -100_00, 0]
    assert AuditEntry.objects.filter(action="keep_pack").count() == 1


@pytest.mark.parametrize("at", ["9999-01-01", "1900-01-01", "", "gestern"])
def test_a_day_that_makes_no_sense_is_refused(browse, method, min_, east, at):
    made = make_meeting(method, min_, east)
    assert browse(min_).post(reverse("desk:make_pack", args=[made.pk]), {"version": 1, "at": at}).status_code == 422
    made.refresh_from_db()
    assert made.pack is None


def test_the_agenda_stands_in_its_order(browse, meeting, min_, lan, east):
    create_item(by=min_, team=east, line="价格底线")
    make_agreement(meeting, lan, by=min_)
    text = page(browse, min_, meeting)
    parts = ["last", "changes", "figures", "stuck", "lost", "agenda", "plans", "agreed", "notes", "end"]
    assert [text.index(f'id="{part}"') for part in parts] == sorted(text.index(f'id="{part}"') for part in parts)
    for name in ("苏州恒力", "无锡太湖", "常熟纺机"):
        assert name in text
    panel = browse(min_).get(reverse("insight:agenda_panel"), {"team": "east"}).content.decode()
    assert "价格底线" in panel


@pytest.mark.database
def test_it_keeps_its_numbers_and_says_what_was_restated(browse, meeting, deals, method, min_, lan, east):
    shown = told(min_, meeting.pack, method)
    assert not differences(min_, meeting.pack, method, Scope(team=east), today())
    make_opportunity(method, owner=lan, stage="A", amount=500_00, on=days_ago(4), name="补录")
    meeting.refresh_from_db()
    again = told(min_, meeting.pack, method)
    assert [(one.label, one.count) for one in again.changes] == [(one.label, one.count) for one in shown.changes]
    found = {
        one.label: (one.then, one.now) for one in differences(min_, meeting.pack, method, Scope(team=east), today())
    }
    assert found["新增 · 个数"] == ("1", "2")
    assert found["新增 · 金额"] == ("7,654,321", "7,654,821")
    assert found["A 接近/分析 · 个数"] == ("0", "1")
    assert found[f"{lan.name} · A"] == ("0", "1")
    assert "期初 · 个数" not in found
    panel = browse(min_).get(reverse("desk:pack_restated", args=[meeting.pk])).content.decode()
    assert "7,654,821" in panel


def test_what_happens_after_its_day_restates_nothing(meeting, deals, method, min_, east):
    actions.move_opportunity(deals[0], to="A", by=None, on=today())
    assert not differences(min_, meeting.pack, method, Scope(team=east), today())


def test_who_does_not_lead_sees_what_was_agreed_but_nobodys_figures(browse, meeting, min_, lan, lei):
    make_agreement(meeting, lan, by=min_, text="带样品去")
    text = page(browse, lei, meeting)
    assert "带样品去" in text
    for name in ("苏州恒力", "无锡太湖", "常熟纺机", 'id="figures"'):
        assert name not in text
    for name in ("desk:pack_restated", "desk:make_pack"):
        call = browse(lei).post if name == "desk:make_pack" else browse(lei).get
        assert call(reverse(name, args=[meeting.pk])).status_code in (403, 404)
    for ending in ("pptx", "xlsx", "pdf"):
        assert browse(lei).get(reverse("desk:export_meeting", args=[meeting.pk, ending])).status_code == 404


def test_another_team_gets_nothing_at_all(browse, meeting, outsider):
    for name in ("desk:meeting_pack", "desk:pack_restated"):
        assert browse(outsider).get(reverse(name, args=[meeting.pk])).status_code == 404
    assert browse(outsider).get(reverse("desk:weekly_pack"), {"scope": "team:east"}).status_code == 404


def test_a_deal_that_is_not_the_readers_any_more_is_counted_but_not_named(browse, meeting, deals, min_, outsider):
    actions.edit_opportunity(deals[0], by=None, owner=outsider)
    text = page(browse, min_, meeting)
    assert "苏州恒力" not in text
    assert meeting.pack["flow"]["changes"]["new"][0] == 1


def exported(browse, who, meeting, ending) -> bytes:
    answer = browse(who).get(reverse("desk:export_meeting", args=[meeting.pk, ending]))
    assert answer.status_code == 200
    return answer.content


def cells_of(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_the_slides_hold_native_charts_with_the_pages_numbers(browse, meeting, method, min_):
    waterfall, funnel, *_more = charts_of(exported(browse, min_, meeting, "pptx"))
    shown = told(min_, meeting.pack, method)
    stands, more, less = (waterfall[name] for name in ("存量", "增加", "减少"))
    bars = [bar["value"] for bar in shown.bars]
    read = [next(v for v in values if v) * 1e6 for values in zip(stands, more, less, strict=True)]  # 万 of minor units
    assert read == pytest.approx([abs(value) for value in bars])
    assert list(reversed(funnel["个数"])) == [one.count for one in shown.funnel]
    assert "苏州恒力" in words_of(exported(browse, min_, meeting, "pptx"))


def test_the_workbook_says_what_every_figure_means(browse, meeting, min_):
    text = cells_of(exported(browse, min_, meeting, "xlsx"))
    assert "苏州恒力" in text
    assert "7654321" in text
    assert "期初客户中流失的比例" in text
    assert AuditEntry.objects.filter(action="export_pack", object_id=meeting.pk).count() == 1


def hide_amounts(*roles: str) -> None:
    for code in roles:
        given = ROLES[code]
        house.edit_role(code, rights=Role(given.reach, given.abilities, frozenset({"amounts"})), by=None)


@pytest.mark.parametrize("name", ["desk:meeting_pack", "desk:pack_restated", "pptx", "xlsx", "print"])
def test_hidden_amounts_stay_hidden_everywhere(browse, meeting, deals, method, min_, lan, name, rf):
    make_opportunity(method, owner=lan, stage="P", amount=AMOUNT, on=days_ago(2))  # entered later: restated

    def text() -> str:
        reader = Person.objects.get(pk=min_.pk)
        if name == "print":
            return printed(rf, reader, meeting)
        if ":" in name:
            return browse(reader).get(reverse(name, args=[meeting.pk])).content.decode()
        content = exported(browse, reader, meeting, name)
        return words_of(content) if name == "pptx" else cells_of(content)

    assert any(amount in text() for amount in (*HIDDEN, *SUMS)), "else this proves nothing"
    hide_amounts("manager")
    assert not [amount for amount in (*HIDDEN, *SUMS) if amount in text()]


def printed(rf, reader, meeting) -> str:
    """What the PDF is made of."""
    from django.template.loader import render_to_string

    from xiaolu.desk.pack.papers import papers

    request = rf.get("/")
    request.user = reader
    table = papers(reader, meeting.method, meeting.team, meeting.pack, meeting)
    context = {"papers": table, "pack": table.pack, "rules": table.pack.rules}
    return render_to_string("desk/pack_print.html", context, request=request)


def test_a_look_at_a_past_day_tells_of_that_day(browse, deals, min_):
    found = browse(min_).get(reverse("desk:weekly_pack"), {"at": days_ago(30).isoformat()}).content.decode()
    assert "苏州恒力" not in found
    assert "无锡太湖" in found, "it stood too long already"
    assert browse(min_).get(reverse("desk:weekly_pack"), {"at": "9999-01-01"}).status_code == 422


@pytest.mark.database
def test_a_past_pack_ages_deals_as_they_stood_then(method, lan, min_, east):
    deal = make_opportunity(method, owner=lan, account=make_account(lan, name="南通远洋"), stage="P", on=days_ago(100))
    actions.move_opportunity(deal, to="A", by=None, on=days_ago(10))
    then = make_held(method, min_, east, at=days_ago(20)).pack
    now = make_held(method, min_, east).pack
    assert then["late"] == {"counts": {"P": 1}, "rows": [[deal.pk, "P", 80]]}
    assert now["late"] == {"counts": {}, "rows": []}


@pytest.mark.parametrize("many", [1, 20])
def test_the_page_asks_the_same_for_one_and_twenty(browse, method, min_, lan, east, many, django_assert_num_queries):
    for _ in range(many):
        make_opportunity(
            method, owner=lan, account=make_account(lan, name=f"客户{_}"), stage="P", amount=100, on=days_ago(100)
        )
    meeting = make_held(method, min_, east)
    for _ in range(many):
        make_agreement(meeting, lan, by=min_)
        activities.note_in_meeting(meeting, by=min_, text="谈到")
    client, address = browse(min_), reverse("desk:meeting_pack", args=[meeting.pk])
    client.get(address)
    with django_assert_num_queries(25):
        client.get(address)
