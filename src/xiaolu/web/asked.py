"""Numbers that a page sent: whatever is none counts as 0."""

from django.http import HttpRequest


def whole(text: str) -> int:
    """A whole number as it was sent; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def seen_version(request: HttpRequest) -> int:
    """The version of a record that the page showed whose button was pressed; 0 when it said none."""
    return whole(request.POST.get("version", ""))
