"""The named cast that every test knows, and plain functions that make records."""

from datetime import date

import pytest
from django.test import Client

from xiaolu.org import actions
from xiaolu.org.models import Person, Team

PAST = date(2020, 1, 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real data last: the rows that a test rolls back lie on in PostgreSQL's pages, and every test after it reads them."""
    items.sort(key=lambda item: item.get_closest_marker("data") is not None)


@pytest.fixture
def east(db) -> Team:
    return actions.create_team(code="east", name="华东一组", by=None, since=PAST)


@pytest.fixture
def north(db) -> Team:
    return actions.create_team(code="north", name="华北一组", by=None, since=PAST)


@pytest.fixture
def lan(east) -> Person:
    """林岚, a seller in the east."""
    return actions.create_person(login="linlan", name="林岚", team=east, since=PAST, by=None)


@pytest.fixture
def lei(east) -> Person:
    """赵磊, a seller in the same team."""
    return actions.create_person(login="zhaolei", name="赵磊", team=east, since=PAST, by=None)


@pytest.fixture
def min_(east) -> Person:
    """周敏, who leads the east."""
    return actions.create_person(login="zhoumin", name="周敏", roles=["manager"], team=east, since=PAST, by=None)


@pytest.fixture
def outsider(north) -> Person:
    """钱进, a seller in another team."""
    return actions.create_person(login="qianjin", name="钱进", team=north, since=PAST, by=None)


@pytest.fixture
def admin(db) -> Person:
    return actions.create_person(login="admin", name="管理员", roles=["administrator"], by=None)


@pytest.fixture
def trainer(db) -> Person:
    """孙培, who sees everything and changes nothing."""
    return actions.create_person(login="sunpei", name="孙培", roles=["trainer"], by=None)


@pytest.fixture
def browse():
    """browse(person) → a client that is signed in as that person; browse(None) is anonymous."""

    def signed_in(person: Person | None) -> Client:
        client = Client()
        if person:
            client.force_login(person)
        return client

    return signed_in
