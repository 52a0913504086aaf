import pytest
from django.urls import reverse

from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_account
from xiaolu.org.models import AuditEntry, Person
from xiaolu.pipeline.checks import CHECKS
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def work(lan):
    account, method = make_account(lan), spancop()
    won = make_opportunity(method, owner=lan, account=account, stage="C")
    return account, make_opportunity(method, owner=lan, account=account, stage="P"), won


def test_everything_open_goes_to_another_in_one_action(browse, admin, lan, lei, work):
    account, deal, won = work
    answer = browse(admin).post(reverse("org:hand_over_person", args=[lan.pk]), {"to": lei.pk, "leaves": "on"})
    assert answer.status_code == 303
    assert Account.objects.get(pk=account.pk).owner == lei
    assert Opportunity.objects.get(pk=deal.pk).owner == lei
    assert Opportunity.objects.get(pk=won.pk).owner == lan
    assert not Person.objects.get(pk=lan.pk).is_active
    assert AuditEntry.objects.filter(action="hand_over").count() == 1
    assert not [text for check in CHECKS for text in check()]


def test_a_manager_hands_over_inside_the_team_and_switches_nobody_off(browse, min_, lan, lei, outsider, work):
    address = reverse("org:hand_over_person", args=[lan.pk])
    assert browse(min_).post(address, {"to": outsider.pk}).status_code == 422
    assert browse(min_).post(address, {"to": lei.pk, "leaves": "on"}).status_code == 303
    assert Person.objects.get(pk=lan.pk).is_active


def test_a_colleague_and_the_person_may_not(browse, lan, lei, work):
    address = reverse("org:hand_over_person", args=[lan.pk])
    assert browse(lei).post(address, {"to": lei.pk}).status_code == 404
    assert browse(lan).post(address, {"to": lei.pk}).status_code == 403
    assert Opportunity.objects.filter(owner=lan).count() == 2


def test_the_page_tells_how_much_there_is(browse, admin, lan, work):
    page = browse(admin).get(reverse("org:hand_over_person", args=[lan.pk])).content.decode()
    assert page.count("<dd>1</dd>") == 2
