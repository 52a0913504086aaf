"""Fields of the company's own on opportunities."""

import pytest
from django.urls import reverse

from xiaolu.customers.tests.make import make_account
from xiaolu.domain.custom_fields import Option
from xiaolu.domain.people import ROLES, Role
from xiaolu.org import actions as house
from xiaolu.org.models import AuditEntry
from xiaolu.org.tests.make import make_custom_field
from xiaolu.pipeline import actions
from xiaolu.pipeline.models import Change, Opportunity
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
CREATE = reverse("pipeline:create_opportunity")


@pytest.fixture
def fields(db):
    make_custom_field(kind="opportunity", code="trial", name="已试用", type="yes_no")
    make_custom_field(kind="opportunity", code="rival_price", name="对手报价", type="amount")
    make_custom_field(kind="opportunity", code="plan", name="方案号", type="text", searchable=True, hidden="phones")


def edit(opportunity: Opportunity) -> str:
    return reverse("pipeline:edit_opportunity", args=[opportunity.pk])


def test_a_form_takes_them_and_the_page_shows_what_is_filled(browse, lan, fields):
    spancop()
    client = browse(lan)
    given = {"account_name": "恒力", "owner": lan.pk, "custom_trial": "False", "custom_rival_price": "1234567"}
    assert client.post(CREATE, given).status_code == 303
    deal = Opportunity.objects.get()
    assert deal.custom == {"trial": False, "rival_price": 1_234_567_00}
    page = client.get(reverse("pipeline:opportunity_detail", args=[deal.pk])).content.decode()
    assert "已试用" in page and "¥1,234,567" in page and "方案号" not in page
    changes, sent = (
        Change.objects.count(),
        {"account_name": "恒力", "owner": lan.pk, "next_date": deal.next_date, "seen": 1},
    )
    assert client.post(edit(deal), {**sent, "custom_trial": "True"}).status_code == 303
    deal.refresh_from_db()
    assert deal.custom == {"trial": True}
    assert Change.objects.count() == changes  # the ledger does not count them
    entry = AuditEntry.objects.get(action="edit_opportunity")
    assert entry.changes == {"custom_trial": [False, True], "custom_rival_price": [1_234_567_00, None]}
    assert client.post(edit(deal), {**sent, "seen": 2, "custom_rival_price": "-1"}).status_code == 422
    assert client.post(edit(deal), {**sent, "custom_trial": ""}).status_code == 409


def test_a_move_and_a_next_step_leave_them(lan, fields):
    deal = make_opportunity(spancop(), owner=lan, stage="P", custom={"trial": True, "plan": ""})
    actions.edit_opportunity(deal, by=lan, next_action="报价")
    deal.refresh_from_db()
    assert deal.custom == {"trial": True}


@pytest.mark.database
def test_a_hidden_one_comes_out_by_no_door(browse, lan, fields):
    deal = make_opportunity(
        spancop(),
        owner=lan,
        stage="P",
        account=make_account(lan),
        custom={"rival_price": 7_654_321_00, "plan": "ZX8841"},
    )
    doors = [
        (reverse("pipeline:opportunity_detail", args=[deal.pk]), {}), (edit(deal), {}), (reverse("desk:find"), {"q": "zx8841"}),
        (reverse("pipeline:opportunity_board"), {"q": "zx8841"}), (reverse("pipeline:opportunity_table"), {"q": "zx8841"}),
    ]  # fmt: skip
    told = [browse(lan).get(address, asked).content.decode() for address, asked in doors]
    assert "7,654,321" in told[0] and "ZX8841" in told[1] and all("恒力" in page for page in told)
    seller = ROLES["seller"]
    house.edit_role("seller", rights=Role(seller.reach, seller.abilities, frozenset({"amounts", "phones"})), by=None)
    told = [browse(lan).get(address, asked).content.decode() for address, asked in doors]
    assert not [text for text in ("7,654,321", "7654321", "ZX8841") if any(text in page for page in told)]
    assert not [page for page in told[2:] if "恒力" in page]


def test_an_archived_choice_stays_and_is_said(browse, lan):
    ways = [Option("a", "方案甲"), Option("b", "方案乙", archived=True)]
    make_custom_field(kind="opportunity", code="way", name="方案", type="choices", options=ways)
    deal = make_opportunity(spancop(), owner=lan, stage="P", custom={"way": ["a", "b"]})
    page = browse(lan).get(reverse("pipeline:opportunity_detail", args=[deal.pk])).content.decode()
    assert "方案甲、方案乙" in page
