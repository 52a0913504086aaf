import pytest
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.methods import actions, queries
from xiaolu.methods.models import MethodVersion
from xiaolu.methods.tests.make import changed, entries, make_draft, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page(name: str, version: MethodVersion) -> str:
    return reverse(f"methods:{name}", args=[version.pk])


def test_a_draft_is_published(browse, keeper):
    make_published()
    draft = make_draft(changed())
    assert browse(keeper).post(page("publish_version", draft)).status_code == 303
    draft.refresh_from_db()
    assert draft.state == "published"
    assert queries.newest(draft.method) == draft
    assert entries("publish_version", keeper) == 1


def test_a_published_version_is_not_published_again_nor_thrown_away(browse, keeper):
    version = make_published()
    client = browse(keeper)
    for name in ("publish_version", "discard_draft"):
        assert client.post(page(name, version)).status_code == 422
    assert MethodVersion.objects.get().state == "published"
    assert entries("publish_version", keeper) == entries("discard_draft", keeper) == 0


def test_a_draft_is_thrown_away(browse, keeper):
    published = make_published()
    draft = make_draft(changed())
    assert browse(keeper).post(page("discard_draft", draft)).status_code == 303
    assert list(MethodVersion.objects.all()) == [published]
    assert entries("discard_draft", keeper) == 1


def test_two_who_publish_the_same_draft_are_told_so():
    draft = make_draft()
    actions.publish_version(MethodVersion.objects.get(pk=draft.pk), by=None)
    with pytest.raises(RuleBroken, match="already_published"):
        actions.publish_version(draft, by=None)


def test_a_draft_that_another_file_replaced_is_not_published(browse, keeper):
    draft = make_draft()
    make_draft(changed())
    with pytest.raises(Stale):
        actions.publish_version(draft, by=keeper)
    assert browse(keeper).post(page("publish_version", draft)).status_code == 404


@pytest.mark.parametrize("name", ["publish_version", "discard_draft"])
def test_who_may(browse, keeper, lan, trainer, name):
    draft = make_draft()
    assert browse(keeper).get(page(name, draft)).status_code == 405
    for person in (lan, trainer):
        assert browse(person).post(page(name, draft)).status_code == 403
    assert MethodVersion.objects.get().state == "draft"
