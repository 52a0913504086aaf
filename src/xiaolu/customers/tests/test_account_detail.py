import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xiaolu.customers import access
from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_account, make_contact

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page(account: Account) -> str:
    return reverse("customers:account_detail", args=[account.pk])


def test_facts_contacts_and_history_stand_on_one_page(browse, lan):
    account = make_account(lan, phone="021-58881234", website="javascript:alert(1)", by=lan)
    make_contact(account, email="zhang@hengli.cn", by=lan)
    shown = browse(lan).get(page(account)).content.decode()
    for text in ("021-58881234", "张卫国", "zhang@hengli.cn", "林岚", "tel:13800001234"):
        assert text in shown
    assert 'href="javascript' not in shown


def test_an_outsider_does_not_learn_that_it_exists(browse, lan, outsider):
    account = make_account(lan, phone="021-58881234")
    answer = browse(outsider).get(page(account))
    assert answer.status_code == 404
    assert "58881234" not in answer.content.decode()


def test_who_only_sees_gets_no_buttons(browse, lan, trainer, outsider, monkeypatch):
    account = make_account(lan)
    monkeypatch.setattr(access, "also_visible", [lambda user: Account.objects.values("pk")])
    for person in (trainer, outsider):
        shown = browse(person).get(page(account)).content.decode()
        assert reverse("customers:edit_account", args=[account.pk]) not in shown
    assert browse(outsider).get(reverse("customers:edit_account", args=[account.pk])).status_code == 403


def test_the_page_needs_as_many_queries_for_twenty_contacts_as_for_one(browse, lan, django_assert_num_queries):
    account = make_account(lan)
    make_contact(account)
    client = browse(lan)
    client.get(page(account))
    with CaptureQueriesContext(connection) as few:
        client.get(page(account))
    for number in range(20):
        make_contact(account, name=f"人{number}")
    with django_assert_num_queries(len(few)):
        client.get(page(account))
