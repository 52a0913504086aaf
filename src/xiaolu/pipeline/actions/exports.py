"""Every export is logged."""

from django.db import transaction

from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.models import Person


@transaction.atomic
def note_export(method: Method, *, what: str, scope: str, rows: int, by: Person) -> None:
    """Keep that somebody took rows out: of which page, whose, how many."""
    audit.record(method, f"export_{what}", by=by, changes={"scope": ("", scope), "rows": (0, rows)})
