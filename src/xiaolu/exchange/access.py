"""Who may load and take out tables: those who edit; of imports everybody sees the own ones, administrators all."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from xiaolu.activities import access as activities
from xiaolu.customers import access as customers
from xiaolu.domain.headings import ACTIVITIES, KINDS
from xiaolu.exchange.models import Export, Import, Likeness, SavedMapping
from xiaolu.exchange.records.fields import HOUSE, KEPT_IN
from xiaolu.exchange.records.fields import KINDS as RECORD_KINDS
from xiaolu.exchange.records.unloading import records
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods
from xiaolu.org.access import require_exporter
from xiaolu.org.access import require_house_keeper as require_house_keeper
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import access, scopes
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import board
from xiaolu.pipeline.queries.methods import in_use
from xiaolu.search.queries import matching_ids


def require_editor(user: Person) -> None:
    """Raises PermissionDenied for those who change nothing."""
    if user.edit_scope is None:
        raise PermissionDenied


def kinds_loaded_by(user: Person) -> list[str]:
    """What a person may load: people, teams and competitors only those who keep the house."""
    return [kind for kind in KINDS if user.keeps_house or kind not in HOUSE]


def visible_to(user: Person) -> QuerySet[Import]:
    rows = Import.objects.select_related("created_by", "method", "job").order_by("-id")
    return rows if user.keeps_house else rows.filter(created_by=user)


def import_for(user: Person, import_id: int) -> Import:
    """An import that a person may see. Raises PermissionDenied, Http404."""
    require_editor(user)
    found = visible_to(user).filter(pk=import_id).first()
    if found is None:
        raise Http404
    return found


def likeness_for(user: Person, import_id: int, number: int) -> Likeness:
    """What an import that a person may see found to look like a customer. Raises PermissionDenied, Http404."""
    load = import_for(user, import_id)
    found = Likeness.objects.filter(load=load, number=number).first()
    if found is None:
        raise Http404
    found.load = load
    return found


def mapping_for(user: Person, mapping_id: int, *, to: str = "use") -> SavedMapping:
    """A kept mapping: everybody who loads uses it, whoever kept it and administrators forget it."""
    require_editor(user)
    found = SavedMapping.objects.filter(pk=mapping_id, kind__in=kinds_loaded_by(user)).first()
    if found is None:
        raise Http404
    if to == "forget" and not (user.keeps_house or found.created_by_id == user.pk):
        raise PermissionDenied
    return found


def template_asked(user: Person, kind: str, code: str) -> Method:
    """The method of a template, the first one when none is named. Raises PermissionDenied, Http404."""
    require_editor(user)
    method = methods().filter(code=code).first() if code else in_use() or methods().first()
    if kind not in kinds_loaded_by(user) or method is None:
        raise Http404
    return method


def creatable_by(user: Person) -> list[str]:
    """What a person may have created that the rows name and Xiaolu does not know."""
    names = ["accounts", "contacts"]
    names += ["industries", "sources", "products"] if user.edit_scope == "all" else []
    return names + (["owners", "teams"] if user.keeps_house else [])


def opportunities_asked(user: Person, asked: Mapping[str, str]) -> tuple[Method, QuerySet[Opportunity]]:
    """What the tracking table shows for the same query string: method and rows that the person sees.

    Raises PermissionDenied for those who take no lists out, Http404.
    """
    require_exporter(user)
    code = asked.get("method", "")
    method = methods().filter(code=code).first() if code else in_use()
    if method is None:
        raise Http404
    scope = scopes.scope_for(user, asked.get("scope", ""))
    rows = access.visible_to(user).filter(scope.rows, board.filters(dict(asked), today()), method=method)
    if text := asked.get("q", "").strip():
        rows = rows.filter(pk__in=matching_ids("opportunity", text, private=user.sees_private))
    return method, rows


def asked_by(query: str) -> dict[str, str]:
    """A query string as views read it."""
    return QueryDict(query).dict()


def export_for(user: Person, export_id: int) -> Export:
    """An export that a person asked for. Raises PermissionDenied, Http404."""
    require_exporter(user)
    found = Export.objects.select_related("job", "method").filter(pk=export_id, created_by=user).first()
    if found is None:
        raise Http404
    return found


def records_asked(user: Person, kind: str) -> QuerySet[Any]:
    """The customers, contacts, activities, competitors, people or teams that a person may take out. Raises PermissionDenied, Http404."""
    require_exporter(user)
    if kind not in RECORD_KINDS or (kind in KEPT_IN and not user.keeps_house):
        raise Http404
    if kind == ACTIVITIES:
        return activities.listed_for(user)
    rows = records(kind)
    if kind == "accounts":
        return rows.filter(pk__in=customers.visible_to(user).values("pk"))
    return rows.filter(pk__in=customers.contacts_visible_to(user).values("pk")) if kind == "contacts" else rows


def kinds_taken_out_by(user: Person) -> list[str]:
    """Of which kinds a person may take the list out."""
    return [kind for kind in RECORD_KINDS if user.exports and (user.keeps_house or kind not in KEPT_IN)]
