"""3W: open one, work on it, measure the figure again, close it, open it again."""

from datetime import date
from typing import Any

from django.db import transaction

from xiaolu.domain.rules import RuleBroken
from xiaolu.insight.actions.kept_figures import Figure, first_values
from xiaolu.insight.models import ThreeW
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today

OPEN, MEASURED, CLOSED = ThreeW.State


@transaction.atomic
def create_three_w(
    *, by: Person | None, bottleneck: str, problem: str, owner: Person, due: date, figure: Figure | None = None,
    team: Team | None = None, person: Person | None = None, **texts: str,
) -> ThreeW:  # fmt: skip
    """Open a 3W, on a figure or without one; then `team` or `person` say whose it is (neither: everybody's)."""
    of = figure.values if figure else {"team": team, "person": person}
    given: dict[str, Any] = {"bottleneck": bottleneck, "problem": problem, "owner": owner, "due": due, **texts}
    made = ThreeW.objects.create(day=today(), opened_by=by, **of, **given)
    audit.record(made, "create_three_w", by=by, changes=first_values({**of, **given}))
    return made


@transaction.atomic
def edit_three_w(three_w: ThreeW, *, by: Person | None, seen: int, **values: Any) -> ThreeW:
    """Change what was written. Raises Stale, RuleBroken (three_w_closed)."""
    now = _standing(three_w, seen)
    return write(now, "edit_three_w", by=by, values=values)


@transaction.atomic
def measure_three_w(three_w: ThreeW, *, by: Person | None, seen: int, value: float | None) -> ThreeW:
    """Keep what the figure is today beside what it was. Raises Stale, RuleBroken (three_w_closed, three_w_no_figure)."""
    now = _standing(three_w, seen)
    if not now.kpi or value is None:
        raise RuleBroken("three_w_no_figure")
    values = {"measured": value, "measured_on": today(), "state": MEASURED}
    return write(now, "measure_three_w", by=by, values=values)


@transaction.atomic
def close_three_w(three_w: ThreeW, *, by: Person | None, seen: int, result: str) -> ThreeW:
    """It is over: what came of it is written down. Raises Stale, RuleBroken (three_w_closed, three_w_unfinished)."""
    now = _standing(three_w, seen)
    if not (now.why1 and now.solution and result.strip()):
        raise RuleBroken("three_w_unfinished")
    return write(now, "close_three_w", by=by, values={"state": CLOSED, "result": result})


@transaction.atomic
def reopen_three_w(three_w: ThreeW, *, by: Person | None, seen: int) -> ThreeW:
    """Work on it again; what was measured stays. Raises Stale."""
    now = locked(three_w, seen=seen)
    return write(now, "reopen_three_w", by=by, values={"state": MEASURED if now.measured_on else OPEN})


@transaction.atomic
def archive_three_w(three_w: ThreeW, *, by: Person | None, seen: int) -> ThreeW:
    """Take it out of the list; it can be brought back. Raises Stale."""
    return write(locked(three_w, seen=seen), "archive_three_w", by=by, values={"archived": True})


@transaction.atomic
def restore_three_w(three_w: ThreeW, *, by: Person | None, seen: int) -> ThreeW:
    return write(locked(three_w, seen=seen), "restore_three_w", by=by, values={"archived": False})


def _standing(three_w: ThreeW, seen: int) -> ThreeW:
    now = locked(three_w, seen=seen)
    if now.state == CLOSED:
        raise RuleBroken("three_w_closed")
    return now
