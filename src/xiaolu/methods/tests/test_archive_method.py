import pytest
from django.urls import reverse

from xiaolu.methods import access, queries
from xiaolu.methods.models import Method
from xiaolu.methods.tests.make import entries, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def method(db) -> Method:
    return make_published().method


def page(name: str, method: Method) -> str:
    return reverse(f"methods:{name}", args=[method.pk])


def test_a_method_is_archived_and_restored(browse, keeper, method):
    client = browse(keeper)
    for _ in range(2):
        assert client.post(page("archive_method", method)).status_code == 303
    assert list(queries.methods()) == []
    assert client.post(page("restore_method", method)).status_code == 303
    assert list(queries.methods()) == [method]
    assert entries("archive_method", keeper) == entries("restore_method", keeper) == 1


def test_a_method_that_open_deals_run_under_stays(browse, keeper, method, monkeypatch):
    monkeypatch.setattr(access, "in_use", [lambda one: one == method])
    assert browse(keeper).post(page("archive_method", method)).status_code == 422
    method.refresh_from_db()
    assert not method.archived
    assert entries("archive_method", keeper) == 0


@pytest.mark.parametrize("name", ["archive_method", "restore_method"])
def test_who_may(browse, keeper, lan, trainer, method, name):
    assert browse(keeper).get(page(name, method)).status_code == 405
    assert browse(keeper).post(reverse(f"methods:{name}", args=[999])).status_code == 404
    for person in (lan, trainer):
        assert browse(person).post(page(name, method)).status_code == 403
