"""Figures that are kept by their address: read from one, shown again as they were, and as they are now."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode, urlsplit

from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve, reverse

from xiaolu.domain.method import tells_amounts
from xiaolu.insight import access
from xiaolu.insight.actions import Figure
from xiaolu.insight.models import FigureNamed
from xiaolu.insight.queries import figures
from xiaolu.insight.queries.scopes import Scope
from xiaolu.insight.views.subject import Subject, subject_for
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import today

LENGTH = 500  # of the query that is kept


def subject_at(user: Person, address: str) -> Subject:
    """The figure at an address of this server. Raises Http404 for anything else."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        raise Http404 from None
    if found.view_name != "insight:why" or len(parts.query) > LENGTH:
        raise Http404
    return subject_for(user, found.kwargs["method"], found.kwargs["kpi"], QueryDict(parts.query).dict())


def scope_of(user: Person, subject: Subject) -> Scope:
    """Whose the figure is, named so that it means the same to every reader."""
    scope = subject.it.look.scope
    return access.scope_for(user, "") if scope.code == "seen" else scope


def figure_of(user: Person, subject: Subject) -> Figure:
    """What is kept of a figure."""
    scope, look = scope_of(user, subject), subject.it.look
    asked = QueryDict(subject.it.query).dict() | {"scope": scope.code}
    if look.part:
        asked |= {"by": look.part.by, "key": str(look.part.key)}
    if asked.get("start"):
        asked["end"] = look.period.end.isoformat()
    part = f" · {look.part.name}" if look.part and look.part.name else ""
    return Figure(
        subject.method, subject.code, urlencode(asked)[:LENGTH], f"{subject.title}{part}"[:200], subject.reading.value,
        scope.team, scope.person,
    )  # fmt: skip


def address_then(record: FigureNamed) -> str:
    """The figure as it was on the day on which it was kept."""
    asked = QueryDict(record.query).dict()
    asked.setdefault("at", asked.get("end") or record.day.isoformat())
    return _address(record, asked)


def address_now(record: FigureNamed) -> str:
    return _address(record, moved(QueryDict(record.query).dict(), today()))


def subject_now(user: Person, record: FigureNamed) -> Subject | None:
    """The same figure today, over a period of the same length; None where it cannot be read or seen any more."""
    if not record.kpi or record.method is None:
        return None
    try:
        return subject_for(user, record.method.code, record.kpi, moved(QueryDict(record.query).dict(), today()))
    except Http404:
        return None


def moved(asked: Mapping[str, str], day: date) -> dict[str, str]:
    """What an address asks for, its period moved so that it ends on a day."""
    found = {name: value for name, value in asked.items() if name not in ("at", "start", "end")}
    if "start" in asked and "end" in asked:
        length = date.fromisoformat(asked["end"]) - date.fromisoformat(asked["start"])
        found |= {"start": (day - length).isoformat(), "end": day.isoformat()}
    return found


def hides(user: Person, record: FigureNamed) -> bool:
    """Whether the kept values are amounts that the reader may not see, or of a scope that is not the reader's."""
    if not access.sees_scope(user, record):
        return True
    if not user.hides("amounts") or record.method is None or ":" in record.kpi:
        return False
    try:
        return tells_amounts(figures.figure(rules_of(record.method), record.kpi))
    except KeyError:
        return True


def _address(record: FigureNamed, asked: Mapping[str, str]) -> str:
    if record.method is None:
        return ""
    return f"{reverse('insight:why', args=[record.method.code, record.kpi])}?{urlencode(asked)}"
