"""Handing a file out: only to who may see its record, only to be saved or heard, never to be run in the page."""

import re
from io import BytesIO
from typing import IO

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from xiaolu.files import access, store
from xiaolu.files.models import StoredFile

PART = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")


@require_GET
def download_file(request: HttpRequest, file_id: int) -> FileResponse:
    stored = access.file_for(request.user, file_id)
    try:
        file = store.path_of(stored.sha256).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = _sound(request, stored, file) if stored.is_sound else _whole(stored, file)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _whole(stored: StoredFile, file: IO[bytes]) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=stored.name, content_type=stored.type)


def _sound(request: HttpRequest, stored: StoredFile, file: IO[bytes]) -> FileResponse:
    """A sound whole, or the part that a player asks for: some play nothing without."""
    asked = PART.fullmatch(request.headers.get("Range", ""))
    first = int(asked[1]) if asked else 0
    last = min(int(asked[2] or stored.size), stored.size - 1) if asked else -1
    if asked and first <= last:
        file.seek(first)
        response = _whole(stored, BytesIO(file.read(last - first + 1)))
        file.close()
        response.status_code, response["Content-Range"] = 206, f"bytes {first}-{last}/{stored.size}"
    else:
        response = _whole(stored, file)
    response["Accept-Ranges"] = "bytes"
    return response
