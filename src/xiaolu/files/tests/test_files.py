import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken
from xiaolu.files import access, actions, limits, store
from xiaolu.files.models import StoredFile
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 5000


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def deal(lan):
    return make_opportunity(spancop(), owner=lan, stage="P")


def keep(deal, lan, name="报价单.pdf", content=PDF) -> StoredFile:
    return actions.keep_file(SimpleUploadedFile(name, content), kind="opportunity", object_id=deal.pk, by=lan)


def test_a_file_is_kept_once_under_its_hash(deal, lan, folder):
    first, second = keep(deal, lan), keep(deal, lan, name="again.pdf")
    digest = hashlib.sha256(PDF).hexdigest()
    assert (first.sha256, first.size, first.type, first.name) == (digest, len(PDF), "application/pdf", "报价单.pdf")
    assert first.sha256 == second.sha256
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [digest]
    assert store.path_of(digest).read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("virus.exe", b"MZ...", "file_type"),
        ("page.html", b"<html>", "file_type"),
        ("drawing.svg", b"<svg>", "file_type"),
        ("macro.xlsm", b"PK\x03\x04", "file_type"),
        ("none", PDF, "file_type"),
        ("empty.pdf", b"", "file_empty"),
        ("virus.pdf", b"MZ\x90", "file_not_what_it_says"),
        ("page.txt", b"\xef\xbb\xbf  <!doctype html>", "file_not_what_it_says"),
        ("script.csv", b"#!/bin/sh", "file_not_what_it_says"),
        ("zeros.txt", b"a\0b", "file_not_what_it_says"),
        ("picture.png", PDF, "file_not_what_it_says"),
    ],
)
def test_what_is_not_taken_is_refused_and_nothing_is_kept(deal, lan, folder, name, content, code):
    with pytest.raises(RuleBroken) as broken:
        keep(deal, lan, name=name, content=content)
    assert broken.value.code == code
    assert not StoredFile.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_too_large_is_refused():
    with pytest.raises(RuleBroken) as broken:
        limits.type_of("large.pdf", limits.MOST_BYTES + 1, b"%PDF-")
    assert broken.value.code == "file_too_large"


def test_a_name_is_a_name_and_not_a_path(deal, lan):
    assert keep(deal, lan, name="../../etc/报价\r\n.pdf").name == "报价.pdf"
    assert keep(deal, lan, name="C:\\Users\\x\\" + "长" * 300 + ".pdf").name == "长" * 196 + ".pdf"


def test_a_kind_that_nobody_guards_is_refused(deal, lan):
    with pytest.raises(KeyError):
        actions.keep_file(SimpleUploadedFile("a.pdf", PDF), kind="nothing", object_id=1, by=lan)


def test_it_is_handed_out_to_be_saved_never_shown(browse, lan, deal):
    answer = browse(lan).get(reverse("files:download_file", args=[keep(deal, lan).pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"


def test_who_may_not_see_the_record_does_not_find_its_file(browse, lan, outsider, trainer, deal):
    address = reverse("files:download_file", args=[keep(deal, lan).pk])
    assert browse(outsider).get(address).status_code == 404
    assert browse(trainer).get(address).status_code == 200
    assert browse(None).get(address).status_code == 302
    assert browse(lan).post(address).status_code == 405


def test_a_file_whose_bytes_are_gone_is_not_found(browse, lan, deal, folder):
    kept = keep(deal, lan)
    store.path_of(kept.sha256).unlink()
    assert browse(lan).get(reverse("files:download_file", args=[kept.pk])).status_code == 404


def test_a_file_of_a_kind_that_went_away_is_not_found(browse, lan, deal, monkeypatch):
    kept = keep(deal, lan)
    monkeypatch.setattr(access, "guards", {})
    assert browse(lan).get(reverse("files:download_file", args=[kept.pk])).status_code == 404
