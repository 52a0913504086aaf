"""The five minutes at the end of a day."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from xiaolu.activities.models import DayReview
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today

LATEST = timedelta(days=7)  # so long a day can still be looked back on


@transaction.atomic
def review_day(*, by: Person, day: date, answers: Mapping[str, str], seen: int = 0) -> DayReview:
    """Keep one's own answers about a day, at most a week later; `seen` 0: nothing was there.

    Raises Stale, RuleBroken (day_not_to_review).
    """
    if not today() - LATEST <= day <= today():
        raise RuleBroken("day_not_to_review")
    row = DayReview.objects.select_for_update().filter(person=by, day=day.toordinal()).first()
    if (row.version if row else 0) != seen:
        raise Stale(str(day), seen, row.version if row else 0)
    before = row.answers if row else {}
    if row is None:
        row = DayReview.objects.create(person=by, day=day, answers=dict(answers))
    else:
        row.answers, row.version, row.written_at = dict(answers), row.version + 1, timezone.now()
        row.save(update_fields=["answers", "version", "written_at"])
    audit.record(row, "review_day", by=by, changes={"answers": (before, dict(answers))})
    return row
