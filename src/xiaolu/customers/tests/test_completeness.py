"""How complete the file of a customer is, as far as the reader sees what it rests on."""

import pytest
from django.urls import reverse

from xiaolu.customers import actions, queries
from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_account, make_contact, make_industry
from xiaolu.domain.completeness import PARTS
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db


def missing(person, account: Account) -> tuple[str, ...]:
    row = Account.objects.select_related("industry").get(pk=account.pk)
    return queries.completenesses(person, [row])[account.pk].missing


def test_each_record_fills_its_part(lan):
    account = make_account(lan, name="恒力")
    assert missing(lan, account) == tuple(PARTS)
    industry = make_industry()
    actions.edit_account(account, by=lan, seen=1, industry=industry, address="人民路1号", business="机加工",
                         products_used="液压油", yearly_volume=12_000, payment_terms="月结", credit_limit=0)  # fmt: skip
    assert missing(lan, account) == tuple(part for part in PARTS if part not in ("company", "use", "terms"))
    Account.objects.filter(pk=account.pk).update(rating=0)
    assert "industry" not in missing(lan, account)  # ranked within its industry
    Account.objects.filter(pk=account.pk).update(rating=None)
    actions.edit_industry(industry, by=None, seen=1, attractiveness=60)
    contact = make_contact(account)
    assert missing(lan, account) == ("decision_makers", "supplier", "competitors", "stages", "next_step")
    actions.edit_contact(contact, by=lan, seen=1, authority="decides")
    actions.create_foothold(
        account, competitor=actions.create_competitor(code="k", name="某品牌", by=None), by=lan, price=1
    )
    assert missing(lan, account) == ("stages", "next_step")
    make_opportunity(spancop(), owner=lan, account=account, next_action="报价")
    assert missing(lan, account) == ()


def test_opportunities_supply_demand_and_supplier_but_only_those_one_sees(lan, outsider):
    account = make_account(lan, supplier_price=100)
    make_opportunity(spancop(), owner=outsider, account=account, volume=5_000, current_supplier="某品牌")
    hidden = set(missing(lan, account))
    assert {"stages", "supplier"} <= hidden
    seen = set(missing(outsider, account))
    assert "stages" not in seen and "supplier" not in seen


def test_the_page_says_what_is_missing_with_the_place_to_supply_it(browse, lan, trainer):
    account = make_account(lan)
    address = reverse("customers:account_detail", args=[account.pk])
    page = browse(lan).get(address).content.decode()
    assert "十项中已填 0 项" in page
    edit = reverse("customers:edit_account", args=[account.pk])
    for place in (f"{edit}#id_business", f"{edit}#id_industry", reverse("customers:create_contact", args=[account.pk]),
                  "#contacts", f"{edit}#id_products_used", f"{edit}#id_current_supplier",
                  reverse("customers:create_foothold", args=[account.pk]), f"{edit}#id_payment_terms",
                  reverse("pipeline:create_opportunity") + "?account=", "#opportunities"):  # fmt: skip
        assert f'href="{place}' in page
    assert f'href="{edit}#id_business' not in browse(trainer).get(address).content.decode()


def test_the_facts_are_typed_as_people_write_them_and_hidden_with_the_amounts(browse, lan):
    account = make_account(lan)
    edit = reverse("customers:edit_account", args=[account.pk])
    given = {
        "name": account.name,
        "kind": "organisation",
        "version": 1,
        "yearly_volume": "1,200.5",
        "credit_limit": "50000",
    }
    assert browse(lan).post(edit, given).status_code == 303
    account.refresh_from_db()
    assert (account.yearly_volume, account.credit_limit, account.supplier_price) == (1_200_500, 5_000_000, None)
    page = browse(lan).get(reverse("customers:account_detail", args=[account.pk])).content.decode()
    assert "1,200.5" in page and "¥50,000.00" in page and "信用额度: — → 50,000" in page
    for wrong in (
        {"yearly_volume": "-1"},
        {"credit_limit": "9" * 18},
        {"supplier_price": "viel"},
        {"employees": "x" * 201},
    ):
        assert browse(lan).post(edit, {**given, "version": 2, **wrong}).status_code == 422
