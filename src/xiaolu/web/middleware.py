"""Turns what the kernel raises into pages, once for all views."""

import logging
import sys
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import get_language, gettext

from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.web.failures import SENTENCES, failure
from xiaolu.web.rules import sentence

TO_TOASTS = {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend", "HX-Trigger": "refused"}  # what was moved goes back
log = logging.getLogger("xiaolu.web")


class RulesAsPages:
    """RuleBroken becomes a 422 with its sentence, Stale a 409; anything else a 500 with a request id."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = uuid.uuid4().hex[:12]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RuleBroken):
            return problem(request, sentence(error), status=422)
        if isinstance(error, Stale):
            return problem(request, sentence(error), status=409)
        return None


def problem(request: HttpRequest, text: str, status: int) -> HttpResponse:
    """One sentence: a toast for HTMX, a page for a browser."""
    if request.headers.get("HX-Request"):
        response = render(request, "web/toast.html", {"text": text, "tone": "bad"}, status=status)
        for name, value in TO_TOASTS.items():
            response[name] = value
        return response
    return render(request, "web/problem.html", {"text": text}, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page, for HTMX a toast, that asks nothing of the database, which may be what broke. 503 when the machine failed."""
    number, kind = getattr(request, "number", ""), failure(sys.exc_info()[1])
    log.error("request %s failed%s", number, f": {kind}" if kind else "")
    said, status = gettext(SENTENCES[kind]) if kind else "", 503 if kind else 500
    if request.headers.get("HX-Request"):
        text = said or gettext("Something broke on our side. Nothing was half-saved.")
        toast = get_template("web/toast.html").render({"text": f"{text} ({number})", "tone": "bad"})
        return HttpResponse(toast, status=status, headers=TO_TOASTS)
    house = {"language": get_language(), "theme": "auto"}
    page = get_template("web/server_error.html").render({"number": number, "house": house, "said": said})
    return HttpResponse(page, status=status, headers={"Retry-After": "60"} if kind else {})


def token_missing(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the page was open too long, or the form is somebody else's."""
    return problem(request, gettext("This page was open too long. Load it again, then repeat."), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/forbidden.html", status=403)
