"""Answers kept under a person's key, so that the same request sent twice acts once."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from xiaolu.org.models import KeptAnswer, Person

KEPT_FOR = timedelta(days=30)


def begin_answer(person: Person, key: str, request_hash: str) -> tuple[KeptAnswer, bool]:
    """The row of a key, and whether it is new; inside the transaction of what the request does.

    Whoever comes second with a key waits here until the first one is done.
    """
    return KeptAnswer.objects.get_or_create(person=person, key=key, defaults={"request_hash": request_hash})


def keep_answer(row: KeptAnswer, *, status: int, body: str, headers: Mapping[str, str]) -> None:
    """Keep what was answered."""
    row.status, row.body, row.headers = status, body, dict(headers)
    row.save(update_fields=["status", "body", "headers"])


def drop_old_answers() -> int:
    """Forget what is older than thirty days. Gives how many."""
    return KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
