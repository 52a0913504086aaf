"""Keeping files. The audit entry is written by the action that the file is part of."""

from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xiaolu.files import access, limits, store
from xiaolu.files.models import StoredFile
from xiaolu.files.room import require_room


@transaction.atomic
def keep_file(upload: "UploadedFile[Any]", *, kind: str, object_id: int, by: Any) -> StoredFile:
    """Keep an uploaded file for a record of a registered kind.

    Raises RuleBroken for what is not taken (see limits.type_of), KeyError for a kind that nobody guards.
    """
    access.guard_of(kind)
    name = PurePath((upload.name or "").replace("\\", "/")).name
    ending = PurePath(name).suffix
    name = "".join(one for one in name if one.isprintable())[: 200 - len(ending)]
    name = name if name.endswith(ending) else name + ending
    beginning = upload.read(4096)
    type_ = limits.type_of(name, upload.size or 0, beginning)
    upload.seek(0)
    require_room(upload.size or 0)
    return StoredFile.objects.create(
        sha256=store.put(upload.chunks()), size=upload.size or 0, type=type_, name=name, kind=kind, object_id=object_id,
        uploaded_by=by,
    )  # fmt: skip
