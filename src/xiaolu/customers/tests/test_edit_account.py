import pytest
from django.urls import reverse

from xiaolu.customers import queries
from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.search.models import SearchEntry
from xiaolu.search.queries import matching_ids

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GIVEN = {"name": "苏州恒立精工", "code": "KH-7", "kind": "organisation", "note": "新名字", "version": 1}


@pytest.fixture
def account(lan) -> Account:
    return make_account(lan)


def edit(account: Account) -> str:
    return reverse("customers:edit_account", args=[account.pk])


def test_the_owner_edits_and_the_search_follows(browse, account, lan):
    contact = make_contact(account)
    assert browse(lan).post(edit(account), GIVEN).status_code == 303
    account.refresh_from_db()
    assert (account.name, account.version, account.owner) == ("苏州恒立精工", 2, lan)
    assert list(matching_ids("account", "恒力")) == []
    assert list(matching_ids("account", "szhl")) == [account.pk]
    assert SearchEntry.objects.get(kind="contact", object_id=contact.pk).sub == "苏州恒立精工"
    assert entries("edit_account", lan) == 1
    assert queries.timeline(lan, account, kind="change").moments[0].entry.changes["name"] == [
        "上海恒力机械有限公司",
        "苏州恒立精工",
    ]


def test_somebody_was_faster_and_both_versions_are_shown(browse, account, lan, min_):
    browse(min_).post(edit(account), {**GIVEN, "name": "主管改的"})
    client = browse(lan)
    answer = client.post(edit(account), GIVEN)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "主管改的" in page
    assert "苏州恒立精工" in page
    account.refresh_from_db()
    assert account.name == "主管改的"
    assert 'name="version" value="2"' in page
    assert client.post(edit(account), {**GIVEN, "version": 2}).status_code == 303


@pytest.mark.parametrize("wrong", [{"name": ""}, {"kind": "x"}, {"code": "x" * 41}])
def test_bad_input_is_said_and_changes_nothing(browse, account, lan, wrong):
    assert browse(lan).post(edit(account), {**GIVEN, **wrong}).status_code == 422
    account.refresh_from_db()
    assert account.version == 1


def test_who_may(browse, account, min_, lei, outsider, trainer):
    assert browse(min_).get(edit(account)).status_code == 200
    assert browse(lei).get(edit(account)).status_code == 404
    assert browse(outsider).post(edit(account), GIVEN).status_code == 404
    assert browse(trainer).post(edit(account), GIVEN).status_code == 403
    account.refresh_from_db()
    assert account.version == 1
