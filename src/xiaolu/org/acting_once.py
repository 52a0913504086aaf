"""A change that carries an idempotency key is made once, however often the request arrives (spec 6, "Writing")."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xiaolu.org.actions.kept_answers import begin_answer, keep_answer
from xiaolu.web.middleware import problem

LONGEST_KEY, LONGEST_BODY = 64, 200_000
FIELD, HEADER = "idempotency_key", "Idempotency-Key"
KEPT_HEADERS = ("Location", "Content-Type", "HX-Redirect", "HX-Retarget", "HX-Reswap", "HX-Trigger")
View = Callable[..., HttpResponse]


def acts_once(view: View) -> View:
    """For a view that changes something. A key comes as header or field; the same request gets the answer kept.

    The answer is kept in the transaction of the change. Another request under the same key is refused with 422; what
    was refused itself (4xx) is not kept, so that it can be corrected.
    """

    @wraps(view)
    def acting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER) or request.POST.get(FIELD, "")
        if request.method != "POST" or not key or not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if len(key) > LONGEST_KEY or not key.isprintable():
            return problem(request, _("This request carries a key that makes no sense."), status=422)
        with transaction.atomic():
            row, is_new = begin_answer(request.user, key, hash_of(request))
            if not is_new:
                return _kept(request, row)
            answer = view(request, *args, **kwargs)
            if answer.status_code >= 400 or getattr(answer, "streaming", False):
                transaction.set_rollback(answer.status_code >= 400)
                return answer
            headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
            body = answer.content.decode()
            if len(body) > LONGEST_BODY:  # that it was done is kept, not the whole page
                keep_answer(row, status=204, body="", headers={})
            else:
                keep_answer(row, status=answer.status_code, body=body, headers=headers)
            return answer

    return acting


def _kept(request: HttpRequest, row: Any) -> HttpResponse:
    if row.request_hash != hash_of(request):
        return problem(request, _("This was sent before with other contents. Nothing was changed."), status=422)
    answer = HttpResponse(row.body, status=row.status or 204)
    for name, value in row.headers.items():
        answer[name] = value
    return answer


def hash_of(request: HttpRequest) -> str:
    """What a request asks for: address, fields and files, without the tokens that differ from page to page."""
    digest = hashlib.sha256(request.path.encode())
    for name, values in sorted(request.POST.lists()):
        if name not in ("csrfmiddlewaretoken", FIELD):
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    if request.content_type == "application/json":
        digest.update(request.body)
    return digest.hexdigest()
