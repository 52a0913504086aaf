"""Pages as PDF, made in a process of their own: what a library needs in memory ends with it.

`python -m xiaolu.web.pdf` reads HTML from its input and writes the PDF to its output; it fetches nothing from anywhere.
"""

import subprocess
import sys

from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string

from xiaolu.domain.rules import RuleBroken

PATIENCE = 90  # seconds
NEEDS = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk"
LACKS = 3  # the exit code when the machine lacks what NEEDS installs


def pdf_of(request: HttpRequest, template: str, context: dict[str, object], *, styles: list[str]) -> bytes:
    """A template with its stylesheets (static names, after the tokens) as PDF. Raises RuleBroken (pdf_needs, pdf_failed)."""
    sheets = [_text_of(name) for name in ("web/tokens.css", *styles)]
    return printed(render_to_string(template, {**context, "sheets": sheets}, request=request))


def _text_of(static_name: str) -> str:
    found = finders.find(static_name)
    if not isinstance(found, str):
        raise FileNotFoundError(static_name)
    with open(found, encoding="utf-8") as file:  # noqa: PTH123 — finders give a text
        return file.read()


def printed(html: str) -> bytes:
    """HTML as PDF. Raises RuleBroken (pdf_needs, pdf_failed)."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "xiaolu.web.pdf"], input=html.encode(), capture_output=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise RuleBroken("pdf_failed") from None
    if done.returncode == LACKS:
        raise RuleBroken("pdf_needs", value=NEEDS)
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise RuleBroken("pdf_failed")
    return done.stdout


def refuse(url: str, *args: object, **kwargs: object) -> object:
    """Nothing is fetched while a page is printed."""
    raise ValueError(f"not fetched: {url}")


def main() -> int:
    try:
        from weasyprint import HTML
    except OSError:
        return LACKS
    sys.stdout.buffer.write(HTML(string=sys.stdin.read(), url_fetcher=refuse).write_pdf() or b"")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
