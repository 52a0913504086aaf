"""Step one: read a file, check every row and stage it, in small transactions. Run again, it begins anew."""

from collections.abc import Callable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from xiaolu.domain.headings import ACTIVITIES, OPPORTUNITIES
from xiaolu.exchange.actions.memory import rarely_collected
from xiaolu.exchange.judging import STAGED, Judge, Numbered
from xiaolu.exchange.limits import Unreadable
from xiaolu.exchange.mapping import Layout, Map
from xiaolu.exchange.models import Import, Likeness
from xiaolu.exchange.own_fields import gone_fields
from xiaolu.exchange.reading import Table
from xiaolu.exchange.records.activity_rows import ActivityJudge, ActivityReader
from xiaolu.exchange.records.judging import RecordJudge, RecordReader
from xiaolu.exchange.rows import RowReader
from xiaolu.jobs.registry import Cancelled
from xiaolu.methods.queries import rules_of
from xiaolu.org.hiding import hidden_names
from xiaolu.org.queries import company, today
from xiaolu.pipeline.bulk import copy_rows

BATCH = 2_000
Progress = Callable[[int, int], None]


def check_import(load: Import, table: Table, *, progress: Progress) -> Import:
    """Stage every row of a table with what is to be done with it. Raises Cancelled; a bad file fails the import."""
    begin(load)
    try:
        with rarely_collected():
            _stage(load, table, progress)
    except Unreadable as error:
        refuse(load, error.code, row=error.row, column=error.column, **error.params)
    except Cancelled:
        empty_stage(load)
        load.state = "cancelled"
        load.save(update_fields=["state"])
        raise
    return load


@transaction.atomic
def begin(load: Import) -> None:
    """The rows go; what was chosen about likenesses is kept until the new ones are found."""
    _take_away("exchange_stagedrow", load)
    load.state, load.error, load.counts = "checking", {}, {}
    load.save(update_fields=["state", "error", "counts"])


def empty_stage(load: Import) -> None:
    """Take the staged rows of an import away, and what was asked about them."""
    for table in ("exchange_likeness", "exchange_stagedrow"):
        _take_away(table, load)


def _take_away(table: str, load: Import) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE load_id = %s", [load.pk])


@transaction.atomic
def refuse(load: Import, code: str, **params: object) -> None:
    """The file as a whole cannot be loaded: keep why."""
    empty_stage(load)
    load.state, load.error = "failed", {"code": code, **params}
    load.save(update_fields=["state", "error"])


def _stage(load: Import, table: Table, progress: Progress) -> None:
    layout = Layout.from_json(load.layout)
    if left_out := (hidden_names(load.created_by) | gone_fields(load.kind, layout.fields)) & layout.fields:
        layout = layout.without(left_out)
        load.layout = layout.as_json()
        load.save(update_fields=["layout"])
    judge, total = _judge(load, layout), max(table.rows_known - layout.row, 0)
    for rows in _batches(table, layout.row):
        staged = judge.judge(rows)
        with transaction.atomic():
            if not Import.objects.filter(pk=load.pk, state="checking").update(beat_at=timezone.now()):
                raise Cancelled  # it was taken for dead meanwhile
            copy_rows("exchange_stagedrow", STAGED, staged)
            Likeness.objects.bulk_create(judge.likenesses.fresh, batch_size=BATCH)
            judge.likenesses.fresh = []
        progress(min(rows[-1][0] - layout.row, total), total)
    progress(total, total)
    Likeness.objects.filter(load=load, number__lte=judge.likenesses.first).delete()
    load.counts = {**judge.counts, "first_day": judge.first_day.isoformat()}
    load.state, load.checked_at = "checked", timezone.now()
    load.save(update_fields=["counts", "state", "checked_at"])


def _judge(load: Import, layout: Layout) -> Judge | RecordJudge:
    """Who judges the rows of this kind."""
    mapping = Map(**load.mapping)
    if load.kind != OPPORTUNITIES:
        if load.kind == ACTIVITIES:
            return ActivityJudge(load, ActivityReader(layout, mapping, today=today()), load.created_by)
        return RecordJudge(load, RecordReader(layout, mapping, today=today()), load.created_by)
    reader = RowReader(rules_of(load.method_id), layout, mapping, digits=company().digits, today=today())
    return Judge(load, reader, load.created_by)


def _batches(table: Table, heading_row: int) -> Iterator[list[Numbered]]:
    """The rows below the headings, two thousand at a time."""
    rows = (row for row in table.rows() if row[0] > heading_row)
    while batch := list(islice(rows, BATCH)):
        yield batch
