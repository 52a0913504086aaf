import tomllib

import pytest
from django.urls import reverse

from xiaolu.domain.method import document_of
from xiaolu.methods.tests.make import NAMES, document, make_draft, make_published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", NAMES)
def test_an_exported_method_says_what_was_loaded(browse, lan, name):
    version = make_published(document(name))
    answer = browse(lan).get(reverse("methods:export_version", args=[version.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}-1.toml"'
    written = tomllib.loads(answer.content.decode())
    assert written == document(name)
    assert list(written) == [key for key in document_of(version.rules) if key in written]


@pytest.mark.parametrize("name", NAMES)
def test_an_exported_method_loaded_again_is_the_published_version(browse, keeper, name):
    version = make_published(document(name))
    text = browse(keeper).get(reverse("methods:export_version", args=[version.pk])).content.decode()
    assert make_draft(tomllib.loads(text)) == version


def test_a_version_that_does_not_exist_is_not_found(browse, lan):
    assert browse(lan).get(reverse("methods:export_version", args=[999])).status_code == 404
