"""What nobody comes back to: loads whose process was killed, and the copies of old imports."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from xiaolu.exchange.actions.checking import refuse
from xiaolu.exchange.actions.uploads import kept_file
from xiaolu.exchange.models import Import, Likeness, StagedRow, Trace
from xiaolu.exchange.obstacles import UNDO_FOR

SILENT = timedelta(minutes=5)  # a check shows a sign of life with every batch of rows


@transaction.atomic
def tidy_interrupted() -> int:
    """Loads from the command line that were killed: nothing was written, and they say so. Gives how many.

    One that is being written holds its row, or the write lock of SQLite: whoever gets here then finds it done, or dead.
    """
    quiet = timezone.now() - SILENT
    dead = Q(beat_at__lt=quiet) | Q(beat_at=None, created_at__lt=quiet)
    found = Import.objects.filter(dead, job=None, state__in=["checking", "writing"])
    if not found.exists():
        return 0
    waiting = list(found.select_for_update(of=("self",), skip_locked=True))
    for load in waiting:
        refuse(load, "interrupted", value="kill")
    return len(waiting)


@transaction.atomic
def erase_old_copies() -> int:
    """After ninety days the copies of rows, former values and files are erased, and undo is off. Gives how many imports.

    What nobody has written by then is dropped.
    """
    old = timezone.now() - UNDO_FOR
    Import.objects.filter(state__in=["uploaded", "checked"], created_at__lt=old).update(state="cancelled")
    over = Import.objects.filter(Q(done_at__lt=old) | Q(state="cancelled", created_at__lt=old), copies_kept=True)
    loads = list(over.values_list("pk", "file_hash"))
    ids = [pk for pk, _ in loads]
    StagedRow.objects.filter(load__in=ids).delete()
    Trace.objects.filter(load__in=ids).delete()
    Likeness.objects.filter(load__in=ids).delete()
    Import.objects.filter(pk__in=ids).update(copies_kept=False)
    for digest in {digest for _, digest in loads if digest}:
        if not Import.objects.filter(file_hash=digest, copies_kept=True).exists():
            transaction.on_commit(partial(kept_file(digest).unlink, missing_ok=True))
    return len(loads)
