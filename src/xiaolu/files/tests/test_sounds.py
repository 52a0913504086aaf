"""Sounds are handed out as what they are, whole or in the parts that players ask for; to nobody else, and nothing else in parts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xiaolu.domain.rules import RuleBroken
from xiaolu.files import actions, limits
from xiaolu.files.models import StoredFile
from xiaolu.pipeline.tests.make import make_opportunity, spancop

pytestmark = pytest.mark.django_db
WEBM = b"\x1aE\xdf\xa3" + bytes(range(96))
SOUNDS = {"a.webm": WEBM, "a.ogg": b"OggS" + b"x" * 96, "a.m4a": b"\0\0\0\x1cftypisom" + b"x" * 88}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def deal(lan):
    return make_opportunity(spancop(), owner=lan)


def keep(deal, lan, name: str, content: bytes) -> StoredFile:
    return actions.keep_file(SimpleUploadedFile(name, content), kind="opportunity", object_id=deal.pk, by=lan)


def test_a_recording_of_any_browser_is_taken_and_handed_out_as_a_sound(browse, deal, lan):
    for name, content in SOUNDS.items():
        file = keep(deal, lan, name, content)
        answer = browse(lan).get(reverse("files:download_file", args=[file.pk]))
        assert file.is_sound and b"".join(answer.streaming_content) == content
        assert answer["Content-Type"] == limits.TYPES[name[2:]][0]
        assert (answer["X-Content-Type-Options"], answer["Accept-Ranges"]) == ("nosniff", "bytes")
        assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", SOUNDS)
def test_what_only_calls_itself_a_sound_is_refused(deal, lan, name):
    for content in (b"\0\0\0\x20<html>", b"\0\0\0\0\0\0\0\0", b"<script>", b"MZ"):
        with pytest.raises(RuleBroken, match="file_not_what_it_says"):
            keep(deal, lan, name, content)


@pytest.mark.parametrize(
    ("asked", "said"),
    [("bytes=0-1", (0, 1)), ("bytes=10-", (10, 99)), ("bytes=90-500", (90, 99)), ("bytes=0-0", (0, 0))],
)
def test_a_player_gets_the_part_that_it_asks_for(browse, deal, lan, asked, said):
    file = keep(deal, lan, "a.webm", WEBM)
    answer = browse(lan).get(reverse("files:download_file", args=[file.pk]), headers={"Range": asked})
    first, last = said
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes {first}-{last}/100")
    assert b"".join(answer.streaming_content) == WEBM[first : last + 1]
    assert answer["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize(
    "asked", ["bytes=100-", "bytes=5-2", "bytes=-5", "bytes=0-1,3-4", "lines=0-1", "bytes=" + "9" * 400 + "-"]
)
def test_a_part_that_makes_no_sense_is_answered_with_the_whole(browse, deal, lan, asked):
    file = keep(deal, lan, "a.webm", WEBM)
    answer = browse(lan).get(reverse("files:download_file", args=[file.pk]), headers={"Range": asked})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, WEBM)


def test_no_part_of_anything_else_and_none_for_strangers(browse, deal, lan, outsider):
    paper, sound = keep(deal, lan, "a.pdf", b"%PDF-1.7 text"), keep(deal, lan, "a.webm", WEBM)
    whole = browse(lan).get(reverse("files:download_file", args=[paper.pk]), headers={"Range": "bytes=0-1"})
    assert (whole.status_code, "Accept-Ranges" in whole) == (200, False)
    stranger = browse(outsider).get(reverse("files:download_file", args=[sound.pk]), headers={"Range": "bytes=0-1"})
    assert stranger.status_code == 404
