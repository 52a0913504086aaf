from datetime import timedelta

import pytest
from django.urls import reverse

from xiaolu.customers.access import visible_to as customers_of
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import actions
from xiaolu.org.access import who_sees
from xiaolu.org.models import AuditEntry, Deputy, Person
from xiaolu.org.queries import today
from xiaolu.pipeline.access import editable_by, visible_to
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def deal(lan):
    return make_opportunity(spancop(), owner=lan, account=make_account(lan), stage="P")


def test_a_deputy_sees_and_changes_the_same_on_the_days_of_the_absence(outsider, lan, deal):
    assert not visible_to(again(outsider)).exists()
    actions.stand_in(lan, deputy=outsider, first=today(), last=today(), by=lan)
    assert editable_by(again(outsider)).get() == deal
    assert customers_of(again(outsider)).get() == deal.account


@pytest.mark.parametrize("days", [(1, 3), (-3, -1)])
def test_before_and_after_the_absence_a_deputy_sees_nothing_of_it(outsider, lan, deal, days):
    first, last = (today() + timedelta(days=number) for number in days)
    Deputy.objects.create(absent=lan, deputy=outsider, from_day=first, to_day=last + timedelta(days=1))
    assert not visible_to(again(outsider)).exists()


def test_the_deputy_of_a_manager_sees_the_team_and_its_figures(browse, outsider, min_, lan, deal):
    actions.stand_in(min_, deputy=outsider, first=today(), last=today(), by=min_)
    assert visible_to(again(outsider)).get() == deal
    assert browse(outsider).get(reverse("pipeline:opportunity_board") + "?scope=team:east").status_code == 200


def test_standing_in_gives_no_abilities(admin, outsider):
    actions.stand_in(admin, deputy=outsider, first=today(), last=today(), by=admin)
    assert not again(outsider).keeps_house


def test_one_names_ones_own_deputy_and_a_colleague_may_not(browse, lan, lei, outsider):
    said = {"deputy": lei.pk, "first": today().isoformat(), "last": today().isoformat()}
    assert browse(lei).post(reverse("org:stand_in", args=[lan.pk]), said).status_code == 404
    assert browse(lan).post(reverse("org:stand_in", args=[lan.pk]), said).status_code == 303
    assert AuditEntry.objects.filter(action="stand_in", person=lan).count() == 1
    row = Deputy.objects.get()
    assert browse(outsider).post(reverse("org:end_stand_in", args=[row.pk])).status_code == 404
    assert browse(lan).post(reverse("org:end_stand_in", args=[row.pk])).status_code == 303
    assert not Deputy.objects.exists()


def test_an_absence_that_makes_no_sense_is_refused(lan, lei):
    for words, given in {
        "deputy_is_oneself": {"deputy": lan, "first": today(), "last": today()},
        "days_reversed": {"deputy": lei, "first": today(), "last": today() - timedelta(days=1)},
        "absence_over": {"deputy": lei, "first": today() - timedelta(days=2), "last": today() - timedelta(days=1)},
    }.items():
        with pytest.raises(RuleBroken, match=words):
            actions.stand_in(lan, by=None, **given)


def test_who_sees_a_record_names_each_with_the_reason(browse, lan, lei, min_, admin, outsider, deal):
    actions.stand_in(lan, deputy=outsider, first=today(), last=today(), by=lan)
    assert [(person.login, why) for person, why in who_sees([lan.pk], "opportunity")] == [
        ("linlan", "owner"),
        ("zhoumin", "leads"),
        ("admin", "everything"),
        ("qianjin", "stands_in"),
    ]
    for person in (lan, min_, admin, outsider):
        assert visible_to(again(person)).filter(pk=deal.pk).exists()
    page = browse(min_).get(reverse("pipeline:who_sees_opportunity", args=[deal.pk])).content.decode()
    assert "林岚" in page and "赵磊" not in page
