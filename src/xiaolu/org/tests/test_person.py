from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken
from xiaolu.org import actions, queries
from xiaolu.org.models import AuditEntry, Person

pytestmark = pytest.mark.django_db
GIVEN = {
    "login": "wangfang",
    "name": "王芳",
    "email": "",
    "phone": "",
    "team": "",
    "roles": ["seller"],
    "language": "zh-hans",
}


def test_an_administrator_creates_a_person_who_cannot_sign_in_yet(browse, admin):
    answer = browse(admin).post(reverse("org:create_person"), GIVEN)
    person = Person.objects.get(login="wangfang")
    assert answer.status_code == 303
    assert answer["Location"] == reverse("org:person_detail", args=[person.pk])
    assert not person.check_password("")
    assert AuditEntry.objects.filter(action="create_person", object_id=person.pk, person=admin).count() == 1


def test_creating_a_person_with_a_taken_login_changes_nothing(browse, admin, lan):
    answer = browse(admin).post(reverse("org:create_person"), {**GIVEN, "login": "LinLan"})
    assert answer.status_code == 422
    assert Person.objects.count() == 2


@pytest.mark.parametrize("name", ["create_person", "create_team", "edit_company", "settings", "audit_list"])
def test_a_seller_may_not_keep_the_house(browse, lan, name):
    assert browse(lan).get(reverse(f"org:{name}")).status_code == 403


def test_a_seller_does_not_see_a_person_of_another_team(browse, lan, outsider):
    assert browse(lan).get(reverse("org:person_detail", args=[outsider.pk])).status_code == 404


def test_a_manager_sees_the_people_of_the_team_and_may_not_edit_them(browse, min_, lan):
    client = browse(min_)
    assert client.get(reverse("org:person_detail", args=[lan.pk])).status_code == 200
    assert client.post(reverse("org:edit_person", args=[lan.pk]), GIVEN).status_code == 403


def test_the_last_administrator_stays_administrator(admin):
    with pytest.raises(RuleBroken, match="last_administrator"):
        actions.edit_person(admin, roles=["seller"], by=admin)


def test_an_invitation_lets_a_person_in_once(client, lan):
    token = actions.make_link(lan, by=None)
    address = reverse("org:join", args=[token])
    assert client.get(address).status_code == 200
    assert client.post(address, {"password": "苏州-heng-li-42", "again": "苏州-heng-li-42"}).status_code == 303
    assert client.get(address).status_code == 422


def test_a_password_that_is_too_simple_is_refused(client, lan):
    address = reverse("org:join", args=[actions.make_link(lan, by=None)])
    assert client.post(address, {"password": "password123", "again": "password123"}).status_code == 422


def test_after_five_failures_a_login_has_to_wait(client, lan):
    actions.set_password(lan, password="苏州-heng-li-42")
    address = reverse("org:sign_in")
    for _ in range(5):
        assert client.post(address, {"login": "linlan", "password": "wrong"}).status_code == 422
    assert client.post(address, {"login": "linlan", "password": "苏州-heng-li-42"}).status_code == 429


def test_sign_in_does_not_redirect_to_another_server(client, lan):
    actions.set_password(lan, password="苏州-heng-li-42")
    answer = client.post(
        reverse("org:sign_in"), {"login": "linlan", "password": "苏州-heng-li-42", "next": "https://evil.example/"}
    )
    assert answer["Location"] == "/"


def test_the_set_up_address_makes_the_first_administrator_and_only_the_first(client):
    token = actions.make_link(None, by=None)
    address = reverse("org:set_up", args=[token])
    given = {"login": "boss", "name": "老板", "password": "苏州-heng-li-42", "again": "苏州-heng-li-42"}
    assert client.post(address, given).status_code == 303
    assert Person.objects.get().roles == {"administrator"}
    with pytest.raises(RuleBroken):
        actions.set_up(token, login="second", name="二", password="x")
    second = actions.make_link(None, by=None)
    with pytest.raises(RuleBroken, match="already_set_up"):
        actions.set_up(second, login="second", name="二", password="苏州-heng-li-42")


def test_moving_to_another_team_keeps_the_past(lan, east, north):
    today = queries.today()
    actions.move_person(lan, to=north, by=None)
    assert queries.home_team(lan, today) == north
    assert queries.home_team(lan, today - timedelta(days=1)) == east


def test_htmx_without_sign_in_is_sent_to_the_page_not_into_the_fragment(client):
    answer = client.get(reverse("org:profile"), headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == reverse("org:sign_in")
