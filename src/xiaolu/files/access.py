"""Who may see a file: whoever may see the record that it belongs to. Each kind of record brings its own guard."""

from collections.abc import Callable
from typing import Any

from django.http import Http404

from xiaolu.files.models import StoredFile

# Filled by wiring.py: kind of record → function(person, id of the record) that raises Http404 or PermissionDenied.
guards: dict[str, Callable[[Any, int], object]] = {}


def guard_of(kind: str) -> Callable[[Any, int], object]:
    """What guards the files of a kind of record. Raises KeyError for a kind that nobody guards."""
    return guards[kind]


def file_for(user: Any, file_id: int) -> StoredFile:
    """A stored file. Raises Http404, or what the record's own guard raises."""
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None or found.kind not in guards:
        raise Http404
    guards[found.kind](user, found.object_id)
    return found
