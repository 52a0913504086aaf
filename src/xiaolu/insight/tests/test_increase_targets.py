import pytest
from django.urls import reverse

from xiaolu.insight.models import IncreaseTarget
from xiaolu.org import actions as org
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today

pytestmark = pytest.mark.django_db
PAGE = "insight:increase_targets"


def volumes():
    return {str(row): row.volume for row in IncreaseTarget.objects.all()}


def test_a_manager_enters_targets_of_the_team_and_its_people(browse, min_, lan, east):
    given = {f"team_{east.pk}": "100", f"person_{lan.pk}": "37.5", f"person_{min_.pk}": ""}
    answer = browse(min_).post(reverse(PAGE), given)
    year = today().year
    assert answer.status_code == 303
    assert volumes() == {f"华东一组 {year}": 100_000, f"林岚 {year}": 37_500}
    entry = AuditEntry.objects.get(action="set_increase_targets")
    assert entry.changes == {"team 华东一组": [0, 100_000], "person 林岚": [0, 37_500]}


def test_an_emptied_field_takes_the_target_away(browse, min_, lan):
    IncreaseTarget.objects.create(person=lan, year=today().year, volume=5_000)
    browse(min_).post(reverse(PAGE), {f"person_{lan.pk}": "", f"person_{lan.pk}_seen": "5000"})
    assert volumes() == {}


def test_a_person_outside_the_subtree_is_left_alone(browse, min_, outsider, north):
    browse(min_).post(reverse(PAGE), {f"person_{outsider.pk}": "9", f"team_{north.pk}": "9"})
    assert volumes() == {}
    assert not AuditEntry.objects.filter(action="set_increase_targets").exists()


@pytest.mark.parametrize("text", ["many", "-3", "1e999", "NaN", "９９９９９９９９９９９９９９９９９", "=1+1"])
def test_what_is_no_increase_is_refused_and_nothing_is_kept(browse, min_, lan, east, text):
    answer = browse(min_).post(reverse(PAGE), {f"team_{east.pk}": "100", f"person_{lan.pk}": text})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert volumes() == {}


def test_somebody_who_was_faster_is_not_overwritten(browse, min_, lan):
    IncreaseTarget.objects.create(person=lan, year=today().year, volume=8_000)
    answer = browse(min_).post(reverse(PAGE), {f"person_{lan.pk}": "5", f"person_{lan.pk}_seen": "2000"})
    assert answer.status_code == 409
    assert list(volumes().values()) == [8_000]


def test_sellers_and_readers_enter_no_targets(browse, lan, trainer):
    for person in (lan, trainer):
        assert browse(person).get(reverse(PAGE)).status_code == 403
        assert browse(person).post(reverse(PAGE), {f"person_{lan.pk}": "9"}).status_code == 403
    assert volumes() == {}


def test_an_administrator_enters_targets_of_everybody(browse, admin, outsider, north):
    browse(admin).post(reverse(PAGE) + "?year=2030", {f"person_{outsider.pk}": "12", f"team_{north.pk}": "24"})
    assert volumes() == {"钱进 2030": 12_000, "华北一组 2030": 24_000}


def test_the_page_needs_as_many_queries_for_twenty_people_as_for_one(
    browse, admin, east, django_assert_max_num_queries
):
    for number in range(20):
        org.create_person(login=f"p{number}", name=f"人{number}", team=east, by=None)
    client = browse(admin)
    with django_assert_max_num_queries(18):
        assert client.get(reverse(PAGE)).status_code == 200
