import pytest
from django.urls import reverse

from xiaolu.customers.tests.make import entries, make_account, make_contact
from xiaolu.search.models import SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page(account) -> str:
    return reverse("customers:hand_over_account", args=[account.pk])


def test_a_manager_hands_an_account_over(browse, lan, lei, min_):
    account = make_account(lan)
    make_contact(account)
    assert browse(min_).post(page(account), {"owner": lei.pk, "version": 1}).status_code == 303
    account.refresh_from_db()
    assert account.owner == lei
    assert set(SearchEntry.objects.values_list("owner_id", flat=True)) == {lei.pk}
    assert entries("hand_over_account", min_) == 1


def test_not_to_somebody_outside_the_team_and_not_on_a_stale_page(browse, lan, lei, min_, outsider):
    account = make_account(lan)
    client = browse(min_)
    assert client.post(page(account), {"owner": outsider.pk, "version": 1}).status_code == 422
    assert client.post(page(account), {"owner": lei.pk, "version": 5}).status_code == 409
    account.refresh_from_db()
    assert account.owner == lan


def test_who_may(browse, lan, outsider, trainer):
    account = make_account(lan)
    assert browse(outsider).get(page(account)).status_code == 404
    assert browse(trainer).get(page(account)).status_code == 403
