import pytest
from django.urls import reverse

from xiaolu.methods import actions
from xiaolu.methods.models import Method
from xiaolu.methods.queries import lines
from xiaolu.methods.tests.make import changed, document, install_all, make_draft, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIST = reverse("methods:method_list")
IMPORT = reverse("methods:import_method")


def test_everyone_sees_the_methods_with_their_stages(browse, lan):
    install_all()
    page = browse(lan).get(LIST).content.decode()
    assert page.count("method-line") == 5
    assert "疑似客户" in page
    assert IMPORT not in page


def test_a_draft_is_marked_beside_what_is_published(browse, keeper):
    make_published()
    draft = make_draft(changed())
    client = browse(keeper)
    line = client.get(LIST).context["lines"][0]
    assert (line.version.number, line.draft.number) == (1, 2)
    assert reverse("methods:version_detail", args=[draft.pk]) in client.get(LIST).content.decode()


def test_a_method_that_is_a_draft_only_stands_in_the_list(browse, lan):
    draft = make_draft()
    line = browse(lan).get(LIST).context["lines"][0]
    assert line.version == line.draft == draft


def test_an_archived_method_only_when_asked_for(browse, lan):
    actions.archive_method(make_published().method, by=None)
    client = browse(lan)
    assert client.get(LIST).context["lines"] == []
    assert len(client.get(LIST, {"archived": "1"}).context["lines"]) == 1


def test_retired_stages_are_not_in_the_strip():
    given = document()
    given["stage"].insert(1, {"code": "OLD", "name": {"zh": "旧", "en": "Old"}, "kind": "open", "retired": True})
    make_published(given)
    assert "OLD" not in [stage.code for stage, _ in lines(Method.objects.all())[0].strip]


def test_an_empty_list_teaches_and_offers_a_file_to_its_keepers(browse, lan, keeper):
    assert IMPORT in browse(keeper).get(LIST).content.decode()
    assert IMPORT not in browse(lan).get(LIST).content.decode()


def test_the_list_needs_as_many_queries_for_twenty_as_for_one(browse, lan, django_assert_num_queries):
    make_published()
    client = browse(lan)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)
    for number in range(20):
        given = document()
        given["method"]["code"] = f"m{number}"
        make_published(given)
    client.get(LIST)
    with django_assert_num_queries(11):
        assert len(client.get(LIST).context["lines"]) == 21
