"""Lists of 3Ws and of the weekly meeting's agenda, and what was done with one."""

from collections.abc import Iterable, Mapping

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from xiaolu.insight.models import AgendaItem, ThreeW
from xiaolu.org.models import AuditEntry, Team
from xiaolu.org.queries import audit, members, subtree, today


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


def open_three_ws(rows: QuerySet[ThreeW], team: Team | None, most: int = 30) -> QuerySet[ThreeW]:
    """The open ones of a team and its members (None: of everybody), by due day: what the weekly meeting follows up."""
    rows = rows.filter(archived=False).exclude(state="closed").select_related("owner")
    if team is not None:
        people = members(subtree(team, today()), today()).values("person")
        rows = rows.filter(Q(team=team) | Q(person__in=people) | Q(owner__in=people))
    return rows.order_by("due", "pk")[:most]


def names_of(rows: QuerySet[ThreeW], ids: Iterable[int]) -> dict[int, str]:
    """What some 3Ws are about, by id."""
    return dict(rows.filter(pk__in=list(ids)).values_list("pk", "bottleneck"))
