"""What a page reads once, and that nothing is remembered beyond it."""

import pytest

from xiaolu.org import actions, queries
from xiaolu.org.once import once_a_page, one_page

pytestmark = pytest.mark.django_db


def test_a_page_asks_once_for_the_same_thing():
    asked = []

    @once_a_page
    def read(what: str) -> str:
        asked.append(what)
        return what.upper()

    with one_page():
        assert (read("a"), read("a"), read("b")) == ("A", "A", "B")
    assert asked == ["a", "b"]
    read("a")
    read("a")
    assert asked == ["a", "b", "a", "a"]


def test_the_next_page_sees_what_changed_since(db):
    with one_page():
        before = queries.company().name
    actions.edit_company(queries.company(), by=None, name="新名字")
    with one_page():
        assert queries.company().name == "新名字" != before


def test_a_recorded_change_empties_what_was_kept(db):
    with one_page():
        queries.company()
        actions.edit_company(queries.company(), by=None, name="新名字")
        assert queries.company().name == "新名字"


def test_the_company_is_read_once_for_a_page(browse, admin, django_assert_max_num_queries):
    client = browse(admin)
    with django_assert_max_num_queries(13) as captured:
        client.get("/house/teams/")
    assert sum("org_company" in query["sql"] for query in captured.captured_queries) == 1
