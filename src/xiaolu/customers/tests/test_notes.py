"""Notes on an account, and files that belong to them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xiaolu.customers import access, actions
from xiaolu.customers.models import Account, Note
from xiaolu.customers.tests.make import entries, make_account
from xiaolu.files.models import StoredFile
from xiaolu.org.queries import today

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 100


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


def address(name: str, subject) -> str:
    return reverse(f"customers:{name}", args=[subject.pk])


def given(**over) -> dict:
    return {"text": "换油周期太短，停机多", "day": today().isoformat(), **over}


def pdf(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("名片.pdf", content)


def test_a_note_with_a_file_is_kept_with_one_audit_entry(browse, lan):
    account = make_account(lan)
    assert browse(lan).post(address("create_note", account), given(file=pdf())).status_code == 303
    note, file = Note.objects.get(), StoredFile.objects.get()
    assert (note.text, note.day, note.author) == ("换油周期太短，停机多", today(), lan)
    assert (file.kind, file.object_id, file.name) == ("note", note.pk, "名片.pdf")
    assert entries("create_note", lan) == 1
    shown = browse(lan).get(address("account_detail", account)).content.decode()
    assert "换油周期太短，停机多" in shown and reverse("files:download_file", args=[file.pk]) in shown


@pytest.mark.parametrize(
    "wrong",
    [{"text": " "}, {"day": ""}, {"day": "soon"}, {"day": "2999-01-01"}, {"text": "x" * 10001}],
)
def test_bad_input_is_said_and_nothing_is_kept(browse, lan, wrong):
    account = make_account(lan)
    assert browse(lan).post(address("create_note", account), given(**wrong)).status_code == 422
    assert not Note.objects.exists()


def test_a_file_that_is_not_taken_leaves_no_note_behind(browse, lan):
    account = make_account(lan)
    answer = browse(lan).post(address("create_note", account), given(file=pdf(b"MZ")))
    assert answer.status_code == 422
    assert "换油周期太短" in answer.content.decode()
    assert not Note.objects.exists()


def test_others_write_no_notes(browse, lan, outsider, trainer):
    account = make_account(lan)
    assert browse(outsider).post(address("create_note", account), given()).status_code == 404
    assert browse(trainer).post(address("create_note", account), given()).status_code == 403
    assert not Note.objects.exists()


def test_the_file_of_a_note_follows_the_rights_of_the_account(browse, lan, outsider, trainer):
    actions.create_note(make_account(lan), by=lan, file=pdf())
    file = reverse("files:download_file", args=[StoredFile.objects.get().pk])
    assert [browse(who).get(file).status_code for who in (lan, trainer, outsider)] == [200, 200, 404]


def test_only_the_author_edits_and_archives(browse, lan, min_, admin):
    note = actions.create_note(make_account(lan), by=lan, text="一")
    for who in (min_, admin):
        for name in ("edit_note", "archive_note", "restore_note"):
            assert browse(who).post(address(name, note), given(version=1)).status_code == 403
    client = browse(lan)
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert client.post(address("edit_note", note), given(text="二", day=yesterday, version=1)).status_code == 303
    assert client.post(address("archive_note", note), {"version": 2}).status_code == 303
    note.refresh_from_db()
    assert (note.text, note.day.isoformat(), note.archived, note.version) == ("二", yesterday, True, 3)
    assert entries("edit_note", lan) == entries("archive_note", lan) == 1


def test_an_author_who_may_not_change_the_account_any_more_does_not_change_the_note(browse, lan, lei, monkeypatch):
    account = make_account(lan)
    note = actions.create_note(account, by=lan, text="一")
    actions.hand_over_account(account, to=lei, by=None, seen=1)
    assert browse(lan).get(address("edit_note", note)).status_code == 404
    monkeypatch.setattr(access, "also_visible", [lambda user: Account.objects.values("pk")])
    assert browse(lan).get(address("edit_note", note)).status_code == 403


def test_an_archived_note_leaves_the_timeline_and_comes_back(browse, lan):
    account = make_account(lan)
    note = actions.create_note(account, by=lan, text="写错了")
    actions.archive_note(note, by=lan, seen=1)
    client = browse(lan)
    assert "写错了" not in client.get(address("account_detail", account)).content.decode()
    assert address("restore_note", note) in client.get(address("account_timeline", account)).content.decode()
    assert client.post(address("restore_note", note), {"version": 2}).status_code == 303
    assert "写错了" in client.get(address("account_detail", account)).content.decode()


def test_a_stale_edit_shows_both_and_overwrites_nothing(browse, lan):
    note = actions.create_note(make_account(lan), by=lan, text="一")
    actions.edit_note(note, by=lan, seen=1, text="二", day=today())
    answer = browse(lan).post(address("edit_note", note), given(text="三", version=1))
    assert answer.status_code == 409
    assert "二" in answer.content.decode() and "三" in answer.content.decode()
    assert Note.objects.get().text == "二"


def test_an_edit_cannot_leave_nothing(browse, lan):
    client, account = browse(lan), make_account(lan)
    bare = actions.create_note(account, by=lan, text="一")
    filed = actions.create_note(account, by=lan, text="一", file=pdf())
    assert client.post(address("edit_note", bare), given(text="", version=1)).status_code == 422
    assert client.post(address("edit_note", filed), given(text="", version=1)).status_code == 303


@pytest.mark.parametrize("name", ["archive_note", "restore_note"])
def test_changes_refuse_get(browse, lan, name):
    note = actions.create_note(make_account(lan), by=lan, text="一")
    assert browse(lan).get(address(name, note)).status_code == 405


def test_notes_and_files_follow_a_merge_and_come_back(browse, lan):
    winner, loser = make_account(lan), make_account(lan, name="别家")
    note = actions.create_note(loser, by=lan, text="跟着走", file=pdf())
    merge = actions.merge_accounts(winner, loser, by=None, seen=(1, 1), chosen={})
    note.refresh_from_db()
    assert note.account == winner
    file = reverse("files:download_file", args=[StoredFile.objects.get().pk])
    assert browse(lan).get(file).status_code == 200
    actions.unmerge_accounts(merge, by=None)
    note.refresh_from_db()
    assert note.account == loser
