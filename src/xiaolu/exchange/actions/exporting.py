"""Lists too long to wait for: asked for, written by the worker, kept for some days."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from xiaolu.exchange import access, queries
from xiaolu.exchange.actions.loading import hash_of
from xiaolu.exchange.actions.uploads import kept_file
from xiaolu.exchange.models import Export, Import
from xiaolu.exchange.unloading import write_opportunities
from xiaolu.jobs import actions as jobs
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.hiding import hidden_names
from xiaolu.org.models import Person

LARGE = 50_000  # rows from which on the worker writes the file
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def queue_export(method: Method, asked: str, *, by: Person) -> Export:
    """Have the worker write the opportunities that a query string of the table shows to a person."""
    export = Export.objects.create(method=method, asked=asked[:1000], created_by=by)
    export.job = jobs.enqueue("exchange.export", export_id=export.pk)
    export.save(update_fields=["job"])
    audit.record(export, "queue_export", by=by)
    return export


def write_export(export: Export) -> Export:
    """Write the file with what the person may see now. Run again, it is written anew."""
    by = export.created_by
    _, rows = access.opportunities_asked(by, access.asked_by(export.asked) | {"method": export.method.code})
    folder = Path(settings.FILES_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"export-{export.pk}.part"
    with half.open("wb") as file, translation.override(by.language):
        hidden, mark = hidden_names(by), queries.watermark(by)
        count = write_opportunities(rows, export.method, file, hidden=hidden, mark=mark)
    digest = hash_of(half)
    kept_file(digest).parent.mkdir(parents=True, exist_ok=True)
    half.rename(kept_file(digest))
    with transaction.atomic():
        export.file_hash, export.rows = digest, count
        export.save(update_fields=["file_hash", "rows"])
        changes = {"rows": (None, count), "filters": (None, export.asked[:200])}
        audit.record(export.method, "export_opportunities", by=by, changes=changes)
    return export


@transaction.atomic
def drop_old_exports() -> int:
    """Take files away that nobody has to fetch any more. Gives how many."""
    old = list(Export.objects.filter(created_at__lt=timezone.now() - KEPT_FOR))
    for export in old:
        used = Export.objects.filter(file_hash=export.file_hash).exclude(pk=export.pk).exists()
        if export.file_hash and not used and not Import.objects.filter(file_hash=export.file_hash).exists():
            kept_file(export.file_hash).unlink(missing_ok=True)
        export.delete()
    return len(old)
