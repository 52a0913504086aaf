"""Every change that imports make."""

from xiaolu.exchange.actions.checking import check_import
from xiaolu.exchange.actions.loading import LoadResult, load, result_of
from xiaolu.exchange.actions.saved import forget_mapping, save_mapping, use_mapping
from xiaolu.exchange.actions.tidying import erase_old_copies, tidy_interrupted
from xiaolu.exchange.actions.undoing import keep_done, start_undo, undo_import
from xiaolu.exchange.actions.uploads import cancel_import, keep_upload, look, queue_check, set_mapping, start_import
from xiaolu.exchange.actions.writing import write_import
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.models import Person

__all__ = [
    "LoadResult",
    "cancel_import",
    "check_import",
    "erase_old_copies",
    "forget_mapping",
    "keep_done",
    "keep_upload",
    "load",
    "look",
    "note_export",
    "queue_check",
    "result_of",
    "save_mapping",
    "set_mapping",
    "start_import",
    "start_undo",
    "tidy_interrupted",
    "undo_import",
    "use_mapping",
    "write_import",
]


def note_export(method: Method, count: int, *, by: Person, asked: str) -> None:
    """Keep that somebody took so many opportunities out, and with which filters."""
    audit.record(method, "export_opportunities", by=by, changes={"rows": (None, count), "filters": (None, asked[:200])})
