import time

import pytest
import tomli_w
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xiaolu.methods.models import Method, MethodVersion
from xiaolu.methods.tests.make import NAMES, changed, document, entries, make_published

pytestmark = pytest.mark.django_db
ADDRESS = reverse("methods:import_method")


def send(client, content: bytes | dict):
    if isinstance(content, dict):
        content = tomli_w.dumps(content).encode()
    return client.post(ADDRESS, {"file": SimpleUploadedFile("method.toml", content)})


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_as_a_draft(browse, keeper, name):
    answer = send(browse(keeper), document(name))
    version = MethodVersion.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("methods:version_detail", args=[version.pk])
    assert (version.state, version.number, version.method.builtin) == ("draft", 1, False)
    assert version.document == document(name)
    assert entries("add_version", keeper) == 1


def test_a_second_file_replaces_the_draft_and_keeps_what_is_published(browse, admin):
    published = make_published()
    client = browse(admin)
    send(client, changed())
    send(client, changed(rots_after="80 days"))
    draft = MethodVersion.objects.get(state="draft")
    assert draft.number == 2
    assert draft.rules.stages[0].rots_after_days == 80
    assert MethodVersion.objects.filter(pk=published.pk).exists()


def test_a_file_that_says_what_is_published_makes_no_draft(browse, keeper):
    published = make_published()
    answer = send(browse(keeper), document())
    assert answer["Location"] == reverse("methods:version_detail", args=[published.pk])
    assert MethodVersion.objects.count() == 1


def test_problems_are_listed_with_place_and_sentence_and_nothing_is_kept(browse, keeper):
    given = document()
    given["stage"][0]["kind"] = "closed"
    given["kpi"][0]["colour"] = "red"
    answer = send(browse(keeper), given)
    assert answer.status_code == 422
    places = [place for place, _ in answer.context["problems"]]
    assert 'stage "S" › kind' in places
    assert "colour" in answer.content.decode()
    assert not Method.objects.exists()


def test_what_would_falsify_the_past_is_refused(browse, keeper):
    make_published()
    given = document()
    given["stage"][4]["kind"] = "paid"
    assert send(browse(keeper), given).status_code == 422
    del given["stage"][4]
    assert send(browse(keeper), given).status_code == 422
    assert MethodVersion.objects.count() == 1


def deep(key: str) -> bytes:
    return ".".join([key] * 200_000).encode() + b" = 1"


HOSTILE = {
    "nothing": b"",
    "only spaces": b" \n",
    "binary": bytes(range(256)) * 40,
    "GB18030": '名 = "中文"'.encode("gb18030"),
    "too large": b"# " + b"x" * (1024 * 1024),
    "not TOML": b"method = {",
    "a method of nothing": b"[method]",
    "wrong types": b"method = 1\nstage = 'x'\nkpi = [1, [2]]\nactivities = [[]]\ndiagnosis = {}\n",
    "a date for a name": b"[method]\ncode = 2026-01-01\nname = {zh = 1979-05-27T07:32:00Z, en = true}\n",
    "NUL in a text": b'[method]\ncode = "a"\nname = {zh = "a\\u0000b", en = "x"}\n',
    "NUL in a key": b'"a\\u0000b" = 1\n',
    "raw NUL": b"[method]\ncode = 'a\0b'\n",
    "deep lists": b"a = " + b"[" * 100_000,
    "deep lists that end": b"a = " + b"[" * 3000 + b"]" * 3000,
    "deep tables": b"a = " + b"{a = " * 20_000,
    "dotted key": deep("a"),
    "dotted head": b"[" + deep("a")[:-4] + b"]",
    "dotted quoted key": deep('" "'),
    "a number of ten thousand digits": b"a = " + b"9" * 10_000,
    "infinite": b"[[kpi]]\ntarget = inf\n[[kpi]]\ntarget = nan\n",
    "many stages": b"[[stage]]\n" * 20_000,
    "many keys": b"\n".join(b"k%d = 1" % number for number in range(50_000)),
    "right to left": '[method]\ncode = "\\u202e"\nname = {zh = "\\u202eabc", en = "🐉"}\n'.encode(),
    "braces": b'[method]\ncode = "{0.__class__}"\nunit = "{value}"\n"{key}" = 1\n',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_quickly(browse, keeper, name):
    began = time.monotonic()
    answer = send(browse(keeper), HOSTILE[name])
    assert answer.status_code == 422
    assert time.monotonic() - began < 5
    assert len(answer.content) < 100_000
    assert not Method.objects.exists()


def test_no_file_at_all_is_said(browse, keeper):
    assert browse(keeper).post(ADDRESS).status_code == 422


def test_who_may(browse, lan, min_, trainer, keeper, admin):
    for person in (lan, min_, trainer):
        client = browse(person)
        assert client.get(ADDRESS).status_code == 403
        assert send(client, document()).status_code == 403
    assert not Method.objects.exists()
    for person in (keeper, admin):
        assert browse(person).get(ADDRESS).status_code == 200
