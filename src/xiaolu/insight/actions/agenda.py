"""The agenda of the weekly meeting: put something there, take it, open it again, remove it."""

from django.db import transaction
from django.utils import timezone

from xiaolu.domain.rules import RuleBroken
from xiaolu.insight.actions.kept_figures import Figure, first_values
from xiaolu.insight.models import AgendaItem
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today


@transaction.atomic
def create_item(
    *, by: Person | None, team: Team | None, figure: Figure | None = None, line: str = "", kind: str = "",
    object_id: int = 0,
) -> AgendaItem:  # fmt: skip
    """Put a figure, a record or a line before the weekly meeting of a team (None: the company's).

    What waits there already is not put twice: that item is given back. Raises RuleBroken (agenda_empty).
    """
    if not (figure or object_id or line.strip()):
        raise RuleBroken("agenda_empty")
    of = {**(figure.values if figure else {}), "team": team}
    known = {name: of.get(name, "") for name in ("kpi", "query")} | {"kind": kind, "object_id": object_id}
    there = AgendaItem.objects.select_for_update().filter(
        **known, team=team, line=line, method=of.get("method"), state="waiting", archived=False
    )
    if found := there.first():
        return found
    made = AgendaItem.objects.create(day=today(), put_by=by, line=line, kind=kind, object_id=object_id, **of)
    audit.record(made, "create_agenda_item", by=by, changes=first_values({**of, "line": line, "kind": kind}))
    return made


@transaction.atomic
def take_item(item: AgendaItem, *, by: Person | None, seen: int) -> AgendaItem:
    """The meeting has spoken of it. Raises Stale."""
    values = {"state": "taken", "taken_by": by, "taken_at": timezone.now()}
    return write(locked(item, seen=seen), "take_agenda_item", by=by, values=values)


@transaction.atomic
def reopen_item(item: AgendaItem, *, by: Person | None, seen: int) -> AgendaItem:
    """It waits again. Raises Stale."""
    values = {"state": "waiting", "taken_by": None, "taken_at": None}
    return write(locked(item, seen=seen), "reopen_agenda_item", by=by, values=values)


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Person | None, seen: int) -> AgendaItem:
    """Take it off the agenda; the audit trail keeps it. Raises Stale."""
    return write(locked(item, seen=seen), "remove_agenda_item", by=by, values={"archived": True})
