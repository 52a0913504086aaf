"""Targets that people enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from xiaolu.domain.rules import Stale
from xiaolu.insight.models import IncreaseTarget
from xiaolu.org import audit
from xiaolu.org.models import Person, Team


@dataclass(frozen=True)
class Entry:
    """The increase of one person or team as the page showed it and as it is to be; thousandths, 0 for none."""

    holder: Person | Team
    seen: int
    volume: int


@transaction.atomic
def set_increase_targets(entries: Sequence[Entry], *, year: int, by: Person | None) -> int:
    """Keep what changed; one audit entry for all. Gives how many changed.

    Raises Stale, and keeps nothing, when somebody else changed one of them since the page was shown.
    """
    changes: dict[str, tuple[int, int]] = {}
    for entry in entries:
        if entry.volume == entry.seen:
            continue
        name = "team" if isinstance(entry.holder, Team) else "person"
        row = IncreaseTarget.objects.select_for_update().filter(**{name: entry.holder}, year=year).first()
        now = row.volume if row else 0
        if now != entry.seen:
            raise Stale(f"{entry.holder} {year}", entry.seen, now)
        _keep(row or IncreaseTarget(**{name: entry.holder}, year=year), entry.volume, by)
        changes[f"{name} {entry.holder}"] = (now, entry.volume)
    if changes:
        audit.record(IncreaseTarget(year=year), "set_increase_targets", by=by, changes=changes)
    return len(changes)


def _keep(row: IncreaseTarget, volume: int, by: Person | None) -> None:
    if not volume:
        row.delete()
        return
    row.volume, row.entered_by = volume, by
    row.save()
