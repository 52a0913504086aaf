import pytest
from django.urls import reverse

from xiaolu.customers import actions
from xiaolu.customers.models import Account, DuplicatePair
from xiaolu.customers.tests.make import entries, make_account, make_pair

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = reverse("customers:duplicate_list")


def shown(client, **asked) -> list[int]:
    return [pair.pk for pair in client.get(LIST, asked).context["page"]]


def test_a_pair_is_shown_to_those_who_may_edit_both(browse, lan, lei, min_, outsider, admin):
    own, mixed = make_pair(lan), make_pair(lan, other=lei, name="苏州三和机床")
    assert shown(browse(lan)) == [own.pk]
    assert set(shown(browse(min_))) == set(shown(browse(admin))) == {own.pk, mixed.pk}
    assert shown(browse(outsider)) == []


def test_who_only_looks_is_refused(browse, trainer):
    assert browse(trainer).get(LIST).status_code == 403


def test_filters_narrow_the_list(browse, admin, lan):
    sure = make_pair(lan)
    DuplicatePair.objects.filter(pk=make_pair(lan, name="苏州三和机床").pk).update(percent=60)
    client = browse(admin)
    assert shown(client, least=80) == shown(client, q="远洋") == [sure.pk]
    assert len(shown(client, least="x", q="")) == 2


def test_not_the_same_is_kept_and_shown_apart(browse, lan):
    pair = make_pair(lan)
    client = browse(lan)
    set_apart = reverse("customers:set_apart", args=[pair.pk])
    assert client.get(set_apart).status_code == 405
    assert client.post(set_apart).status_code == 303
    pair.refresh_from_db()
    assert (pair.apart, pair.decided_by) == (True, lan)
    assert (shown(client), shown(client, apart=1)) == ([], [pair.pk])
    assert entries("set_accounts_apart", lan) == 1


def test_a_decision_can_be_taken_back(browse, lan):
    pair = actions.set_apart(make_pair(lan), by=lan)
    browse(lan).post(reverse("customers:ask_again", args=[pair.pk]))
    assert shown(browse(lan)) == [pair.pk]
    assert entries("ask_about_accounts_again", lan) == 1


@pytest.mark.parametrize("name", ["set_apart", "ask_again"])
def test_others_decide_nothing(browse, lan, lei, outsider, trainer, name):
    pair = make_pair(lan, other=lei)
    address = reverse(f"customers:{name}", args=[pair.pk])
    assert [browse(person).post(address).status_code for person in (outsider, lan, trainer)] == [404, 404, 403]
    assert browse(lan).post(reverse(f"customers:{name}", args=[0])).status_code == 404
    pair.refresh_from_db()
    assert pair.decided_at is None


def test_only_who_edits_everything_has_all_compared_again(browse, lan, admin):
    make_pair(lan)
    again = reverse("customers:compare_all_again")
    assert browse(lan).post(again).status_code == 403
    assert browse(admin).get(again).status_code == 405
    assert browse(admin).post(again).status_code == 303
    assert Account.objects.filter(unchecked=True).count() == 2
    assert browse(admin).get(LIST).context["waiting"] == 2


def test_the_list_needs_as_many_queries_for_twenty_as_for_one(browse, lan, django_assert_num_queries):
    make_pair(lan)
    client = browse(lan)
    with django_assert_num_queries(11):
        client.get(LIST)
    for number in range(20):
        account = make_account(lan, name=f"客户{number}", region="上海")
        other = make_account(lan, name=f"别的{number}")
        DuplicatePair.objects.create(first=account, second=other, percent=90)
    with django_assert_num_queries(11):
        client.get(LIST)
