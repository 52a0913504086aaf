"""Two people edit one opportunity: the second one sees both versions, and nothing is lost or written."""

import pytest
from django.urls import reverse

from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.people import ROLES, Role
from xiaolu.org import actions as house
from xiaolu.pipeline import actions
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db


def sent(deal, **over) -> dict:
    return {"account_name": deal.account.name, "owner": deal.owner_id, "amount": "100", "next_date": deal.next_date.isoformat(),
            "growth": "new", "note": "我的话", "seen": 1, **over}  # fmt: skip


def test_the_second_sees_both_and_may_write_over_it(browse, lan, min_):
    deal = make_opportunity(spancop(), owner=lan, account=make_account(lan), amount=100_00)
    actions.edit_opportunity(deal, by=min_, seen=1, note="经理的话", amount=860_000_00)
    address = reverse("pipeline:edit_opportunity", args=[deal.pk])
    answer = browse(lan).post(address, sent(deal, account_name="新开的客户"))
    shown = answer.content.decode()
    assert answer.status_code == 409
    for text in ("经理的话", "我的话", "860000", "新开的客户"):
        assert text in shown
    assert 'name="seen" value="2"' in shown
    assert not Account.objects.filter(name="新开的客户").exists()
    deal.refresh_from_db()
    assert (deal.note, deal.amount, deal.version) == ("经理的话", 860_000_00, 2)
    assert browse(lan).post(address, sent(deal, seen=2)).status_code == 303
    deal.refresh_from_db()
    assert (deal.note, deal.amount, deal.growth) == ("我的话", 100_00, "new")


def test_what_is_hidden_is_not_compared(browse, lan):
    deal = make_opportunity(spancop(), owner=lan, account=make_account(lan), amount=100_00)
    actions.edit_opportunity(deal, by=None, seen=1, amount=860_000_00, note="经理的话")
    seller = ROLES["seller"]
    house.edit_role("seller", rights=Role(seller.reach, seller.abilities, frozenset({"amounts"})), by=None)
    answer = browse(lan).post(reverse("pipeline:edit_opportunity", args=[deal.pk]), sent(deal))
    assert answer.status_code == 409 and "860000" not in answer.content.decode()
