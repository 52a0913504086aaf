"""Industries and sources work alike."""

import pytest
from django.urls import reverse

from xiaolu.customers import actions
from xiaolu.customers.models import Industry, Source
from xiaolu.customers.tests.make import entries, make_account

pytestmark = pytest.mark.django_db
KINDS = [("industry", Industry), ("source", Source)]
both = pytest.mark.parametrize(("kind", "model"), KINDS)


def make(kind: str, code: str = "a", name: str = "甲"):
    return getattr(actions, f"create_{kind}")(code=code, name=name, by=None)


def page(name: str, subject=None) -> str:
    return reverse(f"customers:{name}", args=[subject.pk] if subject else [])


@both
def test_an_administrator_creates_edits_archives_and_restores(browse, admin, kind, model):
    client = browse(admin)
    assert client.post(page(f"create_{kind}"), {"code": "m", "name": "机械"}).status_code == 303
    line = model.objects.get()
    edited = {"code": "m2", "name": "机床", "version": 1}
    steps = [("edit", edited), ("archive", {"version": 2}), ("restore", {"version": 3})]
    for step, given in steps:
        assert client.post(page(f"{step}_{kind}", line), given).status_code == 303
        assert entries(f"{step}_{kind}", admin) == 1
    line.refresh_from_db()
    assert (line.code, line.name, line.archived, line.version) == ("m2", "机床", False, 4)


@both
@pytest.mark.parametrize("given", [{"code": "", "name": "x"}, {"code": "A", "name": "x"}, {"code": "b", "name": ""}])
def test_bad_input_is_said_and_changes_nothing(browse, admin, kind, model, given):
    make(kind)
    assert browse(admin).post(page(f"create_{kind}"), given).status_code == 422
    assert model.objects.count() == 1


@pytest.mark.parametrize("number", ["1000000001", "-1", "many"])
def test_the_estimate_of_companies_is_a_number(browse, admin, number):
    given = {"code": "m", "name": "机械", "estimated_companies": number}
    assert browse(admin).post(page("create_industry"), given).status_code == 422


@both
@pytest.mark.parametrize("step", ["edit", "archive", "restore"])
def test_others_look_but_do_not_change(browse, lan, trainer, admin, kind, model, step):
    line = make(kind)
    for person in (lan, trainer):
        assert browse(person).post(page(f"{step}_{kind}", line), {"version": 1}).status_code == 403
        assert browse(person).get(page(f"create_{kind}")).status_code == 403
        assert "甲" in browse(person).get(page(f"{kind}_list")).content.decode()
    assert browse(admin).post(page(f"{step}_{kind}", line), {"code": "z", "name": "z", "version": 9}).status_code == 409


@both
@pytest.mark.parametrize("step", ["archive", "restore"])
def test_changes_refuse_get(browse, admin, kind, model, step):
    assert browse(admin).get(page(f"{step}_{kind}", make(kind))).status_code == 405


@both
def test_the_list_needs_as_many_queries_for_twenty_as_for_one(browse, admin, kind, model, django_assert_num_queries):
    make_account(None, **{kind: make(kind)})
    client = browse(admin)
    with django_assert_num_queries(11):
        client.get(page(f"{kind}_list"))
    for number in range(20):
        make(kind, f"c{number}", f"名{number}")
    with django_assert_num_queries(11):
        client.get(page(f"{kind}_list"))


@both
def test_an_archived_line_is_offered_only_where_it_is_chosen(browse, admin, kind, model):
    line = make(kind)
    account = make_account(None, **{kind: line})
    getattr(actions, f"archive_{kind}")(line, by=None, seen=1)
    client = browse(admin)
    assert "甲" not in client.get(reverse("customers:create_account")).content.decode()
    assert "甲" in client.get(reverse("customers:edit_account", args=[account.pk])).content.decode()
