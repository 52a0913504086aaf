"""The kinds of queued work. Each may be run again from its start: it then begins anew, or sees that all is done."""

from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange.actions import uploads
from xiaolu.exchange.actions.checking import check_import, refuse
from xiaolu.exchange.actions.exporting import write_export
from xiaolu.exchange.actions.undoing import keep_done, undo_import
from xiaolu.exchange.actions.writing import write_import
from xiaolu.exchange.limits import Unreadable
from xiaolu.exchange.models import Export, Import
from xiaolu.jobs.registry import Progress, job, when_given_up
from xiaolu.org.models import Person


@job("exchange.look")
def look(progress: Progress, import_id: int) -> None:
    """Find the columns of an uploaded file."""
    load = Import.objects.select_related("method").get(pk=import_id)
    with _failing(load):
        uploads.look(load)


@job("exchange.check")
def check(progress: Progress, import_id: int) -> None:
    """Check and stage every row."""
    load = Import.objects.select_related("method", "created_by").get(pk=import_id)
    if load.state != "checking":
        return
    with _failing(load):
        try:
            table = uploads.table_of(load)
        except Unreadable as error:
            refuse(load, error.code, row=error.row, column=error.column, **error.params)
            return
        check_import(load, table, progress=progress)


@job("exchange.write")
def write(progress: Progress, import_id: int) -> None:
    """Write what was checked; checked again first when another import was written meanwhile."""
    load = Import.objects.select_related("method", "created_by").get(pk=import_id)
    if load.state != "writing":
        return
    with _failing(load):
        if Import.objects.filter(done_at__gt=load.checked_at).exists():
            check_import(load, uploads.table_of(load), progress=progress)
        try:
            write_import(load)
        except RuleBroken as error:
            refuse(load, error.code, **error.params)


@job("exchange.export")
def export(progress: Progress, export_id: int) -> None:
    """Write a long list."""
    write_export(Export.objects.select_related("created_by", "method").get(pk=export_id))


@job("exchange.undo")
def undo(progress: Progress, import_id: int, person_id: int) -> None:
    """Take an import back; refused, it stays as it is."""
    load = Import.objects.get(pk=import_id)
    try:
        undo_import(load, by=Person.objects.get(pk=person_id))
    except RuleBroken as error:
        keep_done(load, error.code, **error.params)
    except Exception as error:
        keep_done(load, "interrupted", value=type(error).__name__)
        raise


@when_given_up("exchange.undo")
def give_up_undo(import_id: int, person_id: int) -> None:
    """The worker was killed over it three times: nothing was undone, and the import says so."""
    keep_done(Import.objects.get(pk=import_id), "interrupted", value="3 ×")


@when_given_up("exchange.look")
@when_given_up("exchange.check")
@when_given_up("exchange.write")
def give_up(import_id: int) -> None:
    """The worker was killed over it three times: the import says so."""
    refuse(Import.objects.get(pk=import_id), "interrupted", value="3 ×")


class _failing:
    """An error that nobody foresaw fails the import too, and then the job."""

    def __init__(self, load: Import) -> None:
        self.load = load

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and kind and kind.__name__ != "Cancelled":
            refuse(self.load, "interrupted", value=kind.__name__)
