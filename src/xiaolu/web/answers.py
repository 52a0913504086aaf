"""What a view answers after it acted."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme


def see(request: HttpRequest, url: str, toast: str = "") -> HttpResponse:
    """Send the person on to a page, with one short message there. 303, or HX-Redirect for HTMX."""
    if toast:
        messages.success(request, toast)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    response = redirect(url)
    response.status_code = 303
    return response


def done(request: HttpRequest, url: str, toast: str, *, event: str) -> HttpResponse:
    """For HTMX a toast, and an event by which the parts that show it refresh themselves; else `see`."""
    if not request.headers.get("HX-Request"):
        return see(request, url, toast)
    response = render(request, "web/toast.html", {"text": toast, "tone": "good"})
    response["HX-Retarget"], response["HX-Reswap"], response["HX-Trigger"] = "#toasts", "beforeend", event
    return response


def back_to(request: HttpRequest, fallback: str) -> str:
    """The address in `next` when it is on this server, else the fallback."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return fallback


def page_of(request: HttpRequest, rows, size: int = 50) -> Page:
    """The page that `?page=` asks for; a number that makes no sense shows the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def with_query(request: HttpRequest, **changes: object) -> str:
    """The current query string with some values changed; None or '' takes one out."""
    query = {key: values for key, values in request.GET.lists()}
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = [str(value)]
    return "?" + urlencode(query, doseq=True)
