"""Whose weekly pack a person may look at."""

from django.db.models import QuerySet
from django.http import Http404

from xiaolu.activities.meeting_access import may_run as may_run
from xiaolu.activities.meeting_access import meeting_for as meeting_for
from xiaolu.activities.meeting_access import sees_figures as sees_figures
from xiaolu.activities.models import Meeting
from xiaolu.insight.access import scope_for
from xiaolu.insight.access import teams_of as teams_of
from xiaolu.insight.queries.scopes import Scope
from xiaolu.org.access import owners_seen_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today


def scope_of_pack(user: Person, code: str) -> Scope:
    """The scope that an address names, else the widest: a team, everybody, or a person. Raises Http404."""
    return scope_for(user, code)


def scope_of_meeting(user: Person, meeting: Meeting) -> Scope:
    """The scope of a meeting's figures. Raises Http404 when they are not the reader's to see."""
    if not sees_figures(user, meeting):
        raise Http404
    return scope_of(meeting.team)


def scope_of(team: Team | None) -> Scope:
    return Scope(team=team) if team else Scope()


def people_in(user: Person, scope: Scope) -> QuerySet[Person]:
    """Who works in a scope today, as far as the user sees them; of the whole company those who belong to a team."""
    owners = owners_seen_by(user)
    rows = (Person.objects.all() if owners is None else owners).filter(is_active=True)
    if scope.person:
        return rows.filter(pk=scope.person.pk)
    now = today()
    if scope.spans is not None:
        day = now.toordinal()
        return rows.filter(pk__in=[span.person for span in scope.spans if span.start <= day < span.end]).order_by(
            "name", "pk"
        )
    return rows.filter(memberships__from_day__lte=now, memberships__to_day__gt=now).distinct().order_by("name", "pk")
