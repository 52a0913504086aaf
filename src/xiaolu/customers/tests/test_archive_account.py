import pytest
from django.urls import reverse

from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import entries, make_account

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def account(lan) -> Account:
    return make_account(lan)


def page(name: str, account: Account) -> str:
    return reverse(f"customers:{name}", args=[account.pk])


def test_an_account_is_archived_and_restored(browse, account, lan):
    client = browse(lan)
    assert client.post(page("archive_account", account), {"version": 1}).status_code == 303
    account.refresh_from_db()
    assert account.archived
    assert client.post(page("restore_account", account), {"version": 2}).status_code == 303
    account.refresh_from_db()
    assert not account.archived
    assert entries("archive_account", lan) == entries("restore_account", lan) == 1


@pytest.mark.parametrize("version", ["", "0", "9", "x", "9" * 30])
def test_a_stale_page_archives_nothing(browse, account, lan, version):
    assert browse(lan).post(page("archive_account", account), {"version": version}).status_code == 409
    account.refresh_from_db()
    assert not account.archived


@pytest.mark.parametrize("name", ["archive_account", "restore_account"])
def test_who_may(browse, account, lan, outsider, trainer, name):
    assert browse(lan).get(page(name, account)).status_code == 405
    assert browse(outsider).post(page(name, account), {"version": 1}).status_code == 404
    assert browse(trainer).post(page(name, account), {"version": 1}).status_code == 403
