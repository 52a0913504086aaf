"""Making a letter: whatever is not said stands as usual."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from xiaolu.outbox.models import Letter
from xiaolu.outbox.sending_rules import LASTS


def letter(
    *, key: str, way: str, about: str, subject: str, text: str = "", not_before: datetime | None = None,
    lasts: timedelta = LASTS, **values: Any,
) -> Letter:  # fmt: skip
    """A letter that is to go from a moment on (now), and no later than `lasts` after it. Not kept yet."""
    now = timezone.now()
    first = max(not_before or now, now)
    return Letter(
        key=key, way=way, about=about, subject=" ".join(subject.split())[:200], text=text, at=now, not_before=first,
        until=first + lasts, **values,
    )  # fmt: skip
