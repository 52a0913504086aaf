"""Lists of 3Ws and of the weekly meeting's agenda, and what was done with one."""

from collections.abc import Mapping

from django.db.models import Case, IntegerField, QuerySet, Value, When

from xiaolu.insight.models import AgendaItem, ThreeW
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import audit


def three_ws(rows: QuerySet[ThreeW], asked: Mapping[str, str]) -> QuerySet[ThreeW]:
    """Of these 3Ws those that an address asks for: `state`, `owner`, `archived`; the open ones first, by due day."""
    rows = rows.filter(archived=asked.get("archived") == "1")
    if asked.get("state") in ThreeW.State.values:
        rows = rows.filter(state=asked["state"])
    if asked.get("owner", "").isdecimal():
        rows = rows.filter(owner=int(asked["owner"][:15]))
    closed_last = Case(When(state="closed", then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by(closed_last, "due", "pk")


def agenda(rows: QuerySet[AgendaItem], team: str, state: str) -> QuerySet[AgendaItem]:
    """What waits (oldest first) or was taken (latest first), of one team or of all of them."""
    rows = rows.filter(state=state)
    if team:
        rows = rows.filter(team__isnull=True) if team == "all" else rows.filter(team__code=team[:40])
    return rows.order_by("created_at", "pk") if state == "waiting" else rows.order_by("-taken_at", "-pk")


def history_of(row: ThreeW) -> list[AuditEntry]:
    return list(audit(kind="threew", object_id=row.pk)[:30])
