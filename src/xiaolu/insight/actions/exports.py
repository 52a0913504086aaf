"""That rows were taken out is kept in the audit trail."""

from django.db import models, transaction

from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.models import Person


@transaction.atomic
def note_export(method: Method, *, kpi: str, scope: str, rows: int, by: Person) -> None:
    """Every export is logged: which figure's rows, whose, how many."""
    audit.record(method, "export_why", by=by, changes={"kpi": ("", kpi), "scope": ("", scope), "rows": (0, rows)})


@transaction.atomic
def note_list_export(subject: models.Model, action: str, *, rows: int, asked: str, by: Person) -> None:
    """The same of a list or report: which one, how it was filtered, how many rows."""
    audit.record(subject, action, by=by, changes={"asked": ("", asked), "rows": (0, rows)})
