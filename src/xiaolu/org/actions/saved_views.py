"""Filters of a list, kept under a name."""

from django.db import transaction

from xiaolu.org import audit
from xiaolu.org.models import Person, SavedView


@transaction.atomic
def save_view(*, page: str, name: str, query: str, shared: bool = False, by: Person) -> SavedView:
    """Keep the filters of a page under a name; the same name again replaces it."""
    row, _made = SavedView.objects.update_or_create(
        person=by, page=page, name=name, defaults={"query": query, "shared": shared}
    )
    audit.record(row, "save_view", by=by, changes={"query": ("", query[:200]), "shared": (None, shared)})
    return row


@transaction.atomic
def remove_view(row: SavedView, *, by: Person) -> None:
    audit.record(row, "remove_view", by=by)
    row.delete()
