"""Industries and sources: the lists that customers are sorted by."""

from typing import Any

from django.db import transaction

from xiaolu.customers.actions.change import change, first_values
from xiaolu.customers.models import Industry, Source
from xiaolu.org import audit
from xiaolu.org.models import Person


@transaction.atomic
def create_industry(*, code: str, name: str, by: Person | None, **values: Any) -> Industry:
    given = {"code": code, "name": name, **values}
    industry = Industry.objects.create(**given)
    audit.record(industry, "create_industry", by=by, changes=first_values(given))
    return industry


@transaction.atomic
def edit_industry(industry: Industry, *, by: Person | None, seen: int, **values: Any) -> Industry:
    """Change an industry. Raises Stale."""
    return change(industry, "edit_industry", by=by, seen=seen, values=values)


@transaction.atomic
def archive_industry(industry: Industry, *, by: Person | None, seen: int) -> Industry:
    return change(industry, "archive_industry", by=by, seen=seen, values={"archived": True})


@transaction.atomic
def restore_industry(industry: Industry, *, by: Person | None, seen: int) -> Industry:
    return change(industry, "restore_industry", by=by, seen=seen, values={"archived": False})


@transaction.atomic
def create_source(*, code: str, name: str, by: Person | None) -> Source:
    source = Source.objects.create(code=code, name=name)
    audit.record(source, "create_source", by=by, changes=first_values({"code": code, "name": name}))
    return source


@transaction.atomic
def edit_source(source: Source, *, by: Person | None, seen: int, **values: Any) -> Source:
    """Change a source. Raises Stale."""
    return change(source, "edit_source", by=by, seen=seen, values=values)


@transaction.atomic
def archive_source(source: Source, *, by: Person | None, seen: int) -> Source:
    return change(source, "archive_source", by=by, seen=seen, values={"archived": True})


@transaction.atomic
def restore_source(source: Source, *, by: Person | None, seen: int) -> Source:
    return change(source, "restore_source", by=by, seen=seen, values={"archived": False})
