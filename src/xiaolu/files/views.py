"""Handing a file out: only to who may see its record, only to be saved, never to be run in the page."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from xiaolu.files import access, store


@require_GET
def download_file(request: HttpRequest, file_id: int) -> FileResponse:
    stored = access.file_for(request.user, file_id)
    try:
        file = store.path_of(stored.sha256).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=stored.name, content_type=stored.type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
