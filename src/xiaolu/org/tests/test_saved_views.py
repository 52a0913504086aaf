import pytest
from django.urls import reverse

from xiaolu.org.models import AuditEntry, SavedView

pytestmark = pytest.mark.django_db
PAGE = "pipeline:opportunity_table"
SAID = {"of": PAGE, "name": "大单", "query": "sort=-amount&page=3&due=1"}


def listed(browse, person) -> str:
    return browse(person).get(reverse("org:saved_views"), {"of": PAGE}).content.decode()


def test_a_view_is_saved_without_the_page_that_was_open_and_replaced_under_the_same_name(browse, lan):
    client = browse(lan)
    assert client.post(reverse("org:save_view"), SAID)["Location"] == "/pipeline/table/?sort=-amount&due=1"
    client.post(reverse("org:save_view"), {**SAID, "query": "due=1"})
    assert SavedView.objects.get().query == "due=1"
    assert AuditEntry.objects.filter(action="save_view", person=lan).count() == 2
    assert "大单" in listed(browse, lan)


def test_others_find_only_what_is_shared_and_a_seller_shares_nothing(browse, lan, lei, min_):
    browse(lan).post(reverse("org:save_view"), {**SAID, "shared": "on"})
    browse(min_).post(reverse("org:save_view"), {**SAID, "name": "本周", "shared": "on"})
    assert "大单" not in listed(browse, lei)
    assert "本周" in listed(browse, lei)


def test_only_whose_it_is_removes_a_view(browse, lan, lei, admin):
    browse(lan).post(reverse("org:save_view"), SAID)
    address = reverse("org:remove_view", args=[SavedView.objects.get().pk])
    assert browse(lei).post(address).status_code == 404
    assert browse(admin).post(address).status_code == 404
    assert browse(lan).get(address).status_code == 405
    assert browse(lan).post(address).status_code == 303
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("of", ["", "nowhere", "org:person_detail", "//evil.example"])
def test_a_page_that_does_not_exist_is_404(browse, lan, of):
    assert browse(lan).get(reverse("org:saved_views"), {"of": of}).status_code == 404
    assert browse(lan).post(reverse("org:save_view"), {**SAID, "of": of}).status_code == 404


def test_a_view_without_a_name_is_not_saved(browse, lan):
    browse(lan).post(reverse("org:save_view"), {**SAID, "name": " "})
    assert not SavedView.objects.exists()
