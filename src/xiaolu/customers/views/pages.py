"""What the pages of customers have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from xiaolu.customers.forms import VersionedForm
from xiaolu.domain.method import Text


def whole_number(text: str | None) -> int:
    """A number that an address or a hidden field carries; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0


def form_page(
    request: HttpRequest, form: VersionedForm, *, heading: str, submit: str, back: str, text: Text | None = None
) -> HttpResponse:
    """A form on a page of its own. `text`: what a method says about it."""
    said = text.into(get_language() or "zh-hans") if text else ""
    context = {"form": form, "heading": heading, "submit": submit, "back": back, "text": said}
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)


def conflict(request: HttpRequest, form: VersionedForm, now: Any, *, back: str) -> HttpResponse:
    """Somebody was faster: both versions side by side, and the form with what this person wrote."""
    rows = form.compared(now)
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = now.version  # type: ignore[index]
    context = {"form": form, "heading": str(now), "rows": rows, "back": back}
    return render(request, "web/conflict.html", context, status=409)
