import pytest
from django.urls import reverse

from xiaolu.domain.people import KINDS, ROLES, Reach, Role
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import actions
from xiaolu.org.models import AuditEntry, Person, RoleRights

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SAID = {
    "see_account": "own",
    "edit_account": "own",
    "see_opportunity": "own",
    "edit_opportunity": "own",
    "hidden": ["phones"],
}


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_changing_a_role_holds_for_everybody_who_has_it(browse, admin, lan):
    answer = browse(admin).post(reverse("org:edit_role", args=["seller"]), SAID)
    assert answer.status_code == 303
    assert again(lan).hides("phones") and not again(lan).hides("amounts")
    assert AuditEntry.objects.filter(action="edit_role").count() == 1


def test_a_role_of_ones_own_is_made_given_and_not_removed_while_somebody_has_it(browse, admin, lan):
    client = browse(admin)
    assert client.post(reverse("org:create_role"), {**SAID, "name": "电话销售"}).status_code == 303
    row = RoleRights.objects.get(name="电话销售")
    actions.edit_person(lan, roles=[row.code], by=admin)
    assert client.post(reverse("org:remove_role", args=[row.code])).status_code == 422
    actions.edit_person(again(lan), roles=["seller"], by=admin)
    assert client.post(reverse("org:remove_role", args=[row.code])).status_code == 303
    assert not RoleRights.objects.exists()


def test_a_role_that_changes_more_than_it_sees_is_refused(browse, admin):
    answer = browse(admin).post(reverse("org:edit_role", args=["seller"]), {**SAID, "edit_account": "all"})
    assert answer.status_code == 422
    assert not RoleRights.objects.exists()


def test_administrators_keep_the_house():
    with pytest.raises(RuleBroken, match="administrator_keeps_house"):
        actions.edit_role("administrator", rights=ROLES["seller"], by=None)


def test_reset_gives_back_what_ships(browse, admin, lan):
    actions.edit_role("seller", rights=Role({}, hidden=frozenset({"amounts"})), by=admin)
    assert again(lan).scope is None
    browse(admin).post(reverse("org:reset_role", args=["seller"]))
    assert again(lan).scope == "own"
    assert not again(lan).hides("amounts")


def test_scope_differs_by_kind_of_record(lan):
    reach = {"account": Reach("all", "own"), "opportunity": Reach("own", "own")}
    actions.edit_role("seller", rights=Role(reach), by=None)
    assert again(lan).scope_of("account") == "all"
    assert again(lan).scope == "own"
    assert set(reach) == set(KINDS)


def test_the_pages_of_roles_show_every_role(browse, admin):
    page = browse(admin).get(reverse("org:role_list")).content.decode()
    assert page.count('id="role-') == len(ROLES)
    assert browse(admin).get(reverse("org:edit_role", args=["nobody"])).status_code == 404
