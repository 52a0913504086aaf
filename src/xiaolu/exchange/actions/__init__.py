"""Every change that imports make."""

from django.db import transaction

from xiaolu.exchange.actions.checking import check_import
from xiaolu.exchange.actions.exporting import drop_old_exports, queue_export, write_export
from xiaolu.exchange.actions.likenesses import choose_likeness
from xiaolu.exchange.actions.loading import LoadResult, load, result_of
from xiaolu.exchange.actions.saved import forget_mapping, save_mapping, use_mapping
from xiaolu.exchange.actions.tidying import erase_old_copies, tidy_interrupted
from xiaolu.exchange.actions.undoing import keep_done, start_undo, undo_import
from xiaolu.exchange.actions.uploads import cancel_import, keep_upload, look, queue_check, set_mapping, start_import
from xiaolu.exchange.actions.writing import write_import
from xiaolu.exchange.models import ExportRules, Import
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.models import Person

__all__ = [
    "LoadResult",
    "cancel_import",
    "check_import",
    "choose_likeness",
    "drop_old_exports",
    "edit_export_rules",
    "erase_old_copies",
    "forget_mapping",
    "keep_done",
    "keep_upload",
    "load",
    "look",
    "note_export",
    "note_records_export",
    "queue_check",
    "queue_export",
    "result_of",
    "save_mapping",
    "set_mapping",
    "start_import",
    "start_undo",
    "tidy_interrupted",
    "undo_import",
    "use_mapping",
    "write_export",
    "write_import",
]


def note_export(method: Method, count: int, *, by: Person, asked: str) -> None:
    """Keep that somebody took so many opportunities out, and with which filters."""
    audit.record(method, "export_opportunities", by=by, changes={"rows": (None, count), "filters": (None, asked[:200])})


@transaction.atomic
def note_records_export(kind: str, count: int, *, by: Person) -> None:
    """Keep that somebody took so many customers, contacts, people or teams out."""
    audit.record(Import(file_name=kind), "export_records", by=by, changes={"kind": (None, kind), "rows": (None, count)})


@transaction.atomic
def edit_export_rules(*, by: Person, watermark: bool) -> None:
    """What holds for every list that is taken out."""
    before = ExportRules.objects.filter(watermark=True).exists()
    rules, _ = ExportRules.objects.update_or_create(pk=1, defaults={"watermark": watermark})
    audit.record(rules, "edit_export_rules", by=by, changes={"watermark": (before, watermark)})
