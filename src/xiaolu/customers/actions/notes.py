"""Notes on accounts, with or without a file: write, edit, archive, restore."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xiaolu.customers.actions.change import change, first_values
from xiaolu.customers.models import Account, Note
from xiaolu.domain.rules import RuleBroken
from xiaolu.files.actions import keep_file
from xiaolu.files.queries import files_of
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today

FILES = "note"  # the kind under which the files of notes are stored and guarded


@transaction.atomic
def create_note(
    account: Account, *, by: Person | None, text: str = "", day: date | None = None,
    file: "UploadedFile[Any] | None" = None,
) -> Note:  # fmt: skip
    """Write something down about an account, or lay a file to it, on a day up to today (today).

    Raises RuleBroken (note_empty, day_in_future), and as `keep_file` does for a file that is not taken.
    """
    day = day or today()
    _check(text, day, has_file=file is not None)
    note = Note.objects.create(account=account, text=text, day=day, author=by)
    kept = keep_file(file, kind=FILES, object_id=note.pk, by=by) if file else None
    audit.record(note, "create_note", by=by, changes=first_values({"account": account, "file": kept and kept.name}))
    return note


@transaction.atomic
def edit_note(note: Note, *, by: Person | None, seen: int, text: str, day: date) -> Note:
    """Change what was written. Raises Stale, RuleBroken (note_empty, day_in_future)."""
    _check(text, day, has_file=bool(files_of(FILES, note.pk)))
    return change(note, "edit_note", by=by, seen=seen, values={"text": text, "day": day})


@transaction.atomic
def archive_note(note: Note, *, by: Person | None, seen: int) -> Note:
    """Take a note out of the timeline; it can be brought back. Raises Stale."""
    return change(note, "archive_note", by=by, seen=seen, values={"archived": True})


@transaction.atomic
def restore_note(note: Note, *, by: Person | None, seen: int) -> Note:
    return change(note, "restore_note", by=by, seen=seen, values={"archived": False})


def _check(text: str, day: date, *, has_file: bool) -> None:
    if not text.strip() and not has_file:
        raise RuleBroken("note_empty")
    if day > today():
        raise RuleBroken("day_in_future", day=day.isoformat())
