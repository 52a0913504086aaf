"""What competitors sell in an industry: written down by managers, read by all, its price hidden with amounts."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from xiaolu.customers import actions
from xiaolu.customers.models import Competitor, Industry, IndustryFoothold
from xiaolu.customers.tests.make import entries, make_account, make_industry
from xiaolu.domain.people import ROLES, Role
from xiaolu.org import actions as house

pytestmark = pytest.mark.django_db


@pytest.fixture
def rival() -> Competitor:
    return actions.create_competitor(code="a", name="某国际品牌", by=None)


@pytest.fixture
def industry() -> Industry:
    return make_industry()


def address(name: str, subject) -> str:
    return reverse(f"customers:{name}", args=[subject.pk])


def given(rival: Competitor, **over) -> dict:
    return {
        "competitor": rival.pk,
        "product": "液压油",
        "price": "12.5",
        "share": "35",
        "strengths": "框架协议",
        **over,
    }


def test_it_is_kept_with_one_audit_entry_and_stands_on_both_pages(browse, min_, lan, rival, industry):
    assert browse(min_).post(address("create_industry_foothold", industry), given(rival)).status_code == 303
    one = IndustryFoothold.objects.get()
    assert (one.competitor, one.product, one.price, one.share) == (rival, "液压油", 1250, 35)
    assert entries("create_industry_foothold", min_) == 1
    for page in (address("industry_detail", industry), address("competitor_detail", rival)):
        text = browse(lan).get(page).content.decode()
        assert "¥12.50" in text and "液压油" in text and "35" in text


@pytest.mark.parametrize(
    "wrong", [{"price": "cheap"}, {"price": "-1"}, {"share": "101"}, {"share": "-1"}, {"competitor": "999"}]
)
def test_bad_input_is_refused(browse, min_, rival, industry, wrong):
    answer = browse(min_).post(address("create_industry_foothold", industry), given(rival, **wrong))
    assert answer.status_code == 422 and not IndustryFoothold.objects.exists()


def test_it_is_edited_and_archived_by_who_leads_others(browse, min_, lan, trainer, rival, industry):
    one = actions.create_industry_foothold(industry, competitor=rival, by=None, price=1250)
    for name in ("edit_industry_foothold", "archive_industry_foothold"):
        for who in (lan, trainer):
            assert browse(who).post(address(name, one), given(rival, version=1)).status_code == 403
    client = browse(min_)
    assert client.post(address("edit_industry_foothold", one), given(rival, version=1)).status_code == 303
    assert client.post(address("edit_industry_foothold", one), given(rival, version=1)).status_code == 409
    assert client.post(address("archive_industry_foothold", one), {"version": 2}).status_code == 303
    one.refresh_from_db()
    assert (one.share, one.archived) == (35, True)
    assert entries("edit_industry_foothold", min_) == entries("archive_industry_foothold", min_) == 1


def test_who_stands_at_customers_there_is_counted_as_far_as_one_sees(browse, lan, outsider, rival, industry):
    actions.create_foothold(make_account(lan, industry=industry), competitor=rival, by=None)
    for who, expected in ((lan, [("某国际品牌", 1)]), (outsider, [])):
        rivals = browse(who).get(address("industry_detail", industry)).context["rivals"]
        assert [(one.name, one.customers) for one in rivals] == expected


def test_a_hidden_price_is_neither_shown_nor_overwritten(browse, min_, rival, industry):
    manager = ROLES["manager"]
    house.edit_role("manager", rights=Role(manager.reach, manager.abilities, frozenset({"amounts"})), by=None)
    one, client = actions.create_industry_foothold(industry, competitor=rival, by=None, price=1_234_567), browse(min_)
    pages = (
        address("industry_detail", industry),
        address("competitor_detail", rival),
        address("edit_industry_foothold", one),
    )
    for page in pages:
        text = client.get(page).content.decode()
        assert "12,345" not in text and "12345" not in text
    client.post(address("edit_industry_foothold", one), given(rival, price="1", version=1))
    one.refresh_from_db()
    assert (one.price, one.product) == (1_234_567, "液压油")


def test_no_share_above_100_gets_into_the_table(rival, industry):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.create_industry_foothold(industry, competitor=rival, by=None, share=101)
