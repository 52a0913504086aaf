import pytest
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken
from xiaolu.org import access, actions, queries
from xiaolu.org.models import Team, TeamClosure

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_team_cannot_lie_inside_itself(east):
    below = actions.create_team(code="east-1", name="一组", parent=east, by=None)
    with pytest.raises(RuleBroken, match="team_in_itself"):
        actions.edit_team(east, parent=below, by=None)


def test_the_closure_holds_every_team_with_all_above_it(east):
    below = actions.create_team(code="east-1", name="一组", parent=east, by=None)
    actions.create_team(code="east-1-1", name="小组", parent=below, by=None)
    assert TeamClosure.objects.count() == 1 + 2 + 3
    assert queries.subtree(east, queries.today()) == set(Team.objects.values_list("pk", flat=True))


def test_a_manager_sees_people_of_teams_below(min_, east, outsider):
    below = actions.create_team(code="east-1", name="一组", parent=east, by=None)
    deep = actions.create_person(login="deep", name="深", team=below, by=None)
    seen = access.owners_seen_by(min_)
    assert deep in seen
    assert outsider not in seen


def test_a_team_with_people_is_not_archived(browse, admin, east, lan):
    assert browse(admin).post(reverse("org:archive_team", args=[east.pk])).status_code == 422
    assert not Team.objects.get(pk=east.pk).archived


def test_the_list_of_teams_needs_as_many_queries_for_twenty_as_for_one(browse, admin, django_assert_max_num_queries):
    for number in range(20):
        actions.create_team(code=f"t{number}", name=f"组{number}", by=None)
    client = browse(admin)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("org:team_list")).status_code == 200
