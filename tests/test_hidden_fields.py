"""What a role hides does not come out by another door: pages, search, sorting, totals, exports, history, errors."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from xiaolu.activities.actions import make_calendar_feed, plan_visit
from xiaolu.activities.actions.clock_events import deal_subject
from xiaolu.clocks import actions as clocks
from xiaolu.clocks.tests.make import rule as clock_rule
from xiaolu.customers import actions as customers
from xiaolu.customers.tests.make import make_account, make_contact, make_industry
from xiaolu.domain.people import ROLES, Role
from xiaolu.exchange.actions import load
from xiaolu.methods.models import Method
from xiaolu.org import actions as house
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PHONE, EMAIL, LANDLINE, WECHAT = "13961234567", "q88x@hengli.example", "0512-66778899", "zhangwei_hl"
PRICE, CREDIT = 8_641_00, 9_753_000_00  # of the customer's file, in minor units
SMALL, LARGE = 1_234_567_00, 7_654_321_00  # minor units
AMOUNTS = (
    "1,234,567",
    "1234567",
    "123.5",
    "123.46",
    "7,654,321",
    "7654321",
    "765.4",
    "888.9",
    "8,888,888",
    "8888888",
    "8,641",
    "8641",
    "9,753,000",
    "9753000",
)


@pytest.fixture
def company(lan):
    method = spancop()
    account = make_account(lan, phone=LANDLINE, supplier_price=PRICE, credit_limit=CREDIT - 100)
    contact = make_contact(account, phone=PHONE, email=EMAIL, wechat=WECHAT)
    ago = today() - timedelta(days=3)
    industry, rival = make_industry(), customers.create_competitor(code="r", name="某品牌", by=None)
    customers.create_industry_foothold(industry, competitor=rival, by=None, price=LARGE)
    deals = [
        make_opportunity(
            method,
            owner=lan,
            account=account,
            contact=contact,
            stage="P",
            name=name,
            amount=amount,
            on=ago,
            industry=industry,
        )
        for name, amount in (("小单", SMALL), ("大单", LARGE))
    ]
    actions.edit_opportunity(deals[0], amount=SMALL + 100, by=lan)
    actions.edit_opportunity(deals[0], amount=SMALL, by=lan)
    customers.edit_account(account, by=lan, seen=account.version, phone=LANDLINE, note="常去", credit_limit=CREDIT)
    other = make_account(lan, name="恒力机械（上海）", phone=LANDLINE)
    start_clock(deals[0])
    lost = make_opportunity(method, owner=lan, account=other, stage="P", amount=LARGE, on=ago)
    actions.move_opportunity(lost, to="X", by=None, reason="price", competitor="某品牌")
    visit = plan_visit(deals[0], person=lan, monday=today(), by=lan, day=today())
    return {
        "activity_id": visit.pk, "object_id": deals[0].pk, "account_id": account.pk, "contact_id": contact.pk, "opportunity_id": deals[0].pk, "second_id": deals[1].pk,
        "loser_id": other.pk, "industry_id": industry.pk, "competitor_id": rival.pk,
    }  # fmt: skip


def start_clock(deal: Opportunity) -> None:
    """A missed clock, of which its owner was told."""
    clock = clocks.start(deal_subject(deal), clock_rule(), by=None, at=timezone.now() - timedelta(hours=30))
    assert (clock.object_id, clocks.run_due()) == (deal.pk, 1)


def hide(*fields: str) -> None:
    seller = ROLES["seller"]
    house.edit_role("seller", rights=Role(seller.reach, seller.abilities, frozenset(fields)), by=None)


PAGES = [
    ("pipeline:opportunity_board", {}, ""),
    ("pipeline:opportunity_board", {}, "?q=恒力"),
    ("pipeline:opportunity_table", {}, ""),
    ("pipeline:opportunity_table", {}, "?sort=-amount"),
    ("pipeline:opportunity_changes", {}, "?measure=amount"),
    ("insight:why", {"method": "spancop", "kpi": "change:new"}, ""),
    ("insight:why", {"method": "spancop", "kpi": "standing:P"}, ""),
    ("insight:why", {"method": "spancop", "kpi": "live:P"}, "?industry=0"),
    ("insight:class_report", {"dimension": "industry"}, ""),
    ("insight:competitor_report", {}, ""),
    ("insight:three_w_list", {}, ""),
    ("clocks:clock_list", {}, "?state=all"),
    ("clocks:clocks_at_risk", {}, ""),
    ("clocks:notice_list", {}, ""),
    ("clocks:record_clocks", {"object_id"}, ""),
    ("insight:agenda_list", {}, ""),
    ("pipeline:opportunity_ageing", {}, "?show=late"),
    ("customers:silent_list", {}, ""),
    ("pipeline:opportunity_past", {}, "?stage=P"),
    ("pipeline:opportunity_detail", {"opportunity_id"}, ""),
    ("pipeline:edit_opportunity", {"opportunity_id"}, ""),
    ("pipeline:account_opportunities", {"account_id"}, ""),
    ("customers:account_list", {}, ""),
    ("customers:account_detail", {"account_id"}, ""),
    ("customers:edit_account", {"account_id"}, ""),
    ("customers:edit_contact", {"contact_id"}, ""),
    ("customers:account_timeline", {"account_id"}, "?kind=change"),
    ("insight:kpi_page", {}, ""),
    ("insight:why", {"method": "spancop", "kpi": "hit_rate"}, ""),
    ("customers:duplicate_list", {}, ""),
    ("customers:find_duplicates", {}, "?name=上海恒力机械有限公司"),
    ("customers:merge_accounts", {"account_id", "loser_id"}, ""),
    ("pipeline:win_loss", {}, ""),
    ("insight:why", {"method": "spancop", "kpi": "closed:lost"}, "?by=reason&key=price"),
    ("customers:industry_detail", {"industry_id"}, ""),
    ("customers:competitor_detail", {"competitor_id"}, ""),
    ("desk:weekly_pack", {}, ""),
    ("desk:day_review", {}, ""),
    ("desk:team_day", {}, ""),
    ("activities:agreement_list", {}, ""),
    ("insight:agenda_panel", {}, ""),
    ("activities:week_plan", {}, ""),
    ("activities:prepare_visit", {"activity_id"}, ""),
    ("activities:calendar", {}, ""),
    ("activities:activity_report", {}, ""),
    ("desk:find", {}, "?q=恒力"),
    ("desk:find", {}, "?q=张卫国"),
]


def told(browse, lan, company, name, wanted, query) -> str:
    given = {key: company[key] for key in wanted} if isinstance(wanted, set) else wanted
    given |= {"record_kind": "opportunity"} if name == "clocks:record_clocks" else {}
    return browse(lan).get(reverse(name, kwargs=given) + query).content.decode()


@pytest.mark.parametrize(("name", "wanted", "query"), PAGES)
def test_no_page_tells_what_is_hidden(browse, lan, company, name, wanted, query):
    hide("amounts", "phones", "emails")
    page = told(browse, lan, company, name, wanted, query)
    leaks = [text for text in (PHONE, EMAIL, LANDLINE, WECHAT, *AMOUNTS) if text in page]
    assert not leaks, f"{name}{query} tells {leaks}"


def test_the_same_pages_tell_it_when_nothing_is_hidden(browse, lan, company):
    everything = "".join(told(browse, lan, company, *page) for page in PAGES)
    assert all(text in everything for text in (PHONE, EMAIL, LANDLINE, WECHAT, "123.5", "765.4", "8,641", "9,753,000"))


def test_the_calendar_elsewhere_tells_nothing_that_is_hidden(browse, lan, company):
    text = browse(None).get(reverse("activities:feed", args=[make_calendar_feed(lan, by=lan)])).content.decode()
    day = today().isoformat()
    told = browse(lan).get(reverse("activities:calendar_events"), {"first": day, "last": day}).json()["events"]
    assert "恒力" in text and "恒力" in str(told)
    for said in (text, str(told)):
        assert not [one for one in (PHONE, EMAIL, LANDLINE, WECHAT, *AMOUNTS) if one in said]


@pytest.mark.parametrize("q", ["4567", PHONE, "66778899", "q88x", WECHAT])
def test_a_hidden_phone_or_address_leads_nowhere(browse, lan, company, q):
    found = browse(lan).get(reverse("desk:find"), {"q": q}).content.decode()
    assert "恒力" in found or "张卫国" in found
    hide("phones", "emails")
    found = browse(lan).get(reverse("desk:find"), {"q": q}).content.decode()
    listed = browse(lan).get(reverse("customers:account_list"), {"q": q}).content.decode()
    assert "恒力" not in found + listed and "张卫国" not in found


def test_a_name_still_leads_to_it(browse, lan, company):
    hide("phones", "emails")
    assert "恒力" in browse(lan).get(reverse("desk:find"), {"q": "恒力"}).content.decode()


@pytest.mark.parametrize("name", ["pipeline:opportunity_table", "pipeline:opportunity_board"])
def test_the_order_does_not_tell_which_amount_is_larger(browse, lan, company, name):
    pages = {}
    for sort in ("amount", "-amount"):
        hide("amounts")
        page = browse(lan).get(reverse(name), {"sort": sort}).content.decode()
        pages[sort] = page.index("小单") < page.index("大单")
    assert pages["amount"] == pages["-amount"]
    assert pages["amount"], "those who may not see amounts get the order in which they were made"


def test_exports_leave_the_columns_out(browse, lan, company):
    hide("amounts", "phones", "emails")
    client = browse(lan)
    for address in (
        reverse("customers:export_accounts"),
        reverse("insight:export_why", args=["spancop", "hit_rate"]) + "?side=below",
        reverse("exchange:export_opportunities"),
        reverse("insight:export_why", args=["spancop", "closed:lost"]),
        reverse("pipeline:export_win_loss"),
        reverse("desk:export_pack", args=["xlsx"]) + f"?at={today().isoformat()}",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        cells = [
            str(cell) for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True)
            for cell in row
        ]  # fmt: skip
        leaks = [
            text
            for text in (PHONE, EMAIL, LANDLINE, WECHAT, "1234567", "7654321", "8641", "9753000")
            if any(text in c for c in cells)
        ]
        assert not leaks, f"{address} tells {leaks}"
        assert any("恒力" in cell for cell in cells)


def test_what_is_hidden_cannot_be_overwritten_blindly(browse, lan, company):
    hide("amounts", "phones", "emails")
    client = browse(lan)
    said = {"name": "张卫国", "phone": "1", "email": "x@y.example", "wechat": "", "version": 1}
    client.post(reverse("customers:edit_contact", args=[company["contact_id"]]), said)
    from xiaolu.customers.models import Contact

    assert Contact.objects.get(pk=company["contact_id"]).phone == PHONE


def test_an_import_neither_compares_nor_overwrites_what_is_hidden(lan, company, tmp_path):
    """Whether a row is unchanged would tell whether a guessed phone or amount is right."""
    hide("amounts", "phones", "emails")
    guesses = {"opportunity_id": (PHONE, SMALL // 100), "second_id": ("13000000000", 5)}  # right, and wrong
    plans = []
    for which, (phone, amount) in guesses.items():
        file = tmp_path / f"{which}.csv"
        row = f"OP{company[which]},上海恒力机械有限公司,{phone},{amount}"
        file.write_text(f"编号,客户名称,手机,金额\n{row}\n", encoding="utf-8")
        done = load(file, method=Method.objects.get(code="spancop"), by=Person.objects.get(pk=lan.pk))
        plans.append((done.counts["updated"], done.counts["unchanged"], done.counts["failed"]))
    assert plans[0] == plans[1]
    amounts = {Opportunity.objects.get(pk=company[which]).amount for which in guesses}
    assert amounts == {SMALL, LARGE}


def test_figures_made_of_amounts_are_left_out(browse, lan, company):
    hide("amounts")
    assert browse(lan).get(reverse("insight:why", args=["spancop", "hit_rate"])).status_code == 200
    assert Person.objects.get(pk=lan.pk).hides("amounts")


def test_the_audit_trail_hides_it_too(browse, admin, lan, company):
    reach = ROLES["administrator"]
    house.edit_role(
        "administrator", rights=Role(reach.reach, reach.abilities, frozenset({"amounts", "phones", "emails"})), by=None
    )
    page = browse(admin).get(reverse("org:audit_list")).content.decode()
    assert not [text for text in (PHONE, EMAIL, LANDLINE, *AMOUNTS) if text in page]
