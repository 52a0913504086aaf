import pytest
from django.urls import reverse

from xiaolu.customers import queries
from xiaolu.customers.models import Account, Contact
from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.search.queries import matching_ids

pytestmark = pytest.mark.django_db
GIVEN = {"name": "李敏", "post": "采购", "phone": "+86 139 1111 2222", "email": "li@hengli.cn"}


@pytest.fixture
def account(lan) -> Account:
    return make_account(lan)


@pytest.fixture
def contact(account) -> Contact:
    return make_contact(account)


def page(name: str, subject) -> str:
    return reverse(f"customers:{name}", args=[subject.pk])


def test_the_owner_creates_a_contact_who_is_found_by_phone(browse, account, lan):
    assert browse(lan).post(page("create_contact", account), GIVEN).status_code == 303
    contact = Contact.objects.get()
    assert contact.phone_key == "13911112222"
    for q in ("李敏", "lm", "2222", "139 1111 2222", "li@hengli"):
        assert list(matching_ids("contact", q)) == [contact.pk]
    assert list(queries.contacts_by_phone(Contact.objects.all(), "139-1111-2222")) == [contact]
    assert entries("create_contact", lan) == 1


def test_editing_changes_the_phone_key_and_the_search(browse, contact, lan):
    assert browse(lan).post(page("edit_contact", contact), {**GIVEN, "version": 1}).status_code == 303
    contact.refresh_from_db()
    assert (contact.name, contact.phone_key, contact.version) == ("李敏", "13911112222", 2)
    assert list(matching_ids("contact", "1234")) == []
    assert entries("edit_contact", lan) == 1


def test_a_stale_edit_shows_both(browse, contact, lan):
    answer = browse(lan).post(page("edit_contact", contact), {**GIVEN, "version": 4})
    assert answer.status_code == 409
    assert "张卫国" in answer.content.decode()
    contact.refresh_from_db()
    assert contact.name == "张卫国"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "nobody"}, {"phone": "1" * 61}])
def test_bad_input_is_said_and_changes_nothing(browse, account, contact, lan, wrong):
    client = browse(lan)
    assert client.post(page("create_contact", account), {**GIVEN, **wrong}).status_code == 422
    assert client.post(page("edit_contact", contact), {**GIVEN, **wrong, "version": 1}).status_code == 422
    assert Contact.objects.get().version == 1


def test_a_contact_is_archived_and_restored(browse, contact, lan):
    client = browse(lan)
    assert client.post(page("archive_contact", contact), {"version": 1}).status_code == 303
    assert list(queries.contacts(contact.account)) == []
    assert client.post(page("archive_contact", contact), {"version": 1}).status_code == 409
    assert client.post(page("restore_contact", contact), {"version": 2}).status_code == 303
    assert list(queries.contacts(contact.account)) == [contact]
    assert entries("archive_contact", lan) == entries("restore_contact", lan) == 1


@pytest.mark.parametrize("name", ["create_contact", "edit_contact", "archive_contact", "restore_contact"])
def test_who_may(browse, account, contact, outsider, trainer, name):
    address = page(name, account if name == "create_contact" else contact)
    assert browse(outsider).post(address, {**GIVEN, "version": 1}).status_code == 404
    assert browse(trainer).post(address, {**GIVEN, "version": 1}).status_code == 403


@pytest.mark.parametrize("name", ["archive_contact", "restore_contact"])
def test_changes_refuse_get(browse, contact, lan, name):
    assert browse(lan).get(page(name, contact)).status_code == 405
