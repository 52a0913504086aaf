"""The colours of the stylesheet for what is no page: slides and sheets."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

TOKEN = re.compile(r"--([\w-]+):\s*#([0-9a-fA-F]{6})\b")


@cache
def _light() -> dict[str, str]:
    found = finders.find("web/tokens.css")
    if not isinstance(found, str):
        raise FileNotFoundError("web/tokens.css")
    light, _dark, _rest = Path(found).read_text(encoding="utf-8").partition('[data-mode="dark"]')
    return dict(TOKEN.findall(light))


def colour(name: str) -> str:
    """A colour of the light theme by its token, six hexadecimal digits. Raises KeyError."""
    return _light()[name].upper()
