"""An import from the browser, step by step: keep the file, confirm its columns, choose, let the worker do it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xiaolu.domain.cells import text
from xiaolu.domain.headings import KINDS, OPPORTUNITIES, heading_row, kind_of, stage_aliases
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange import queries
from xiaolu.exchange.actions.checking import begin, empty_stage, refuse
from xiaolu.exchange.actions.likenesses import decide
from xiaolu.exchange.actions.loading import LOOKED_AT
from xiaolu.exchange.actions.making import require_creator, require_loader
from xiaolu.exchange.limits import Unreadable
from xiaolu.exchange.mapping import Layout, Map, lay_out
from xiaolu.exchange.models import RUNNING, Import
from xiaolu.exchange.reading import Table, open_table
from xiaolu.exchange.records.fields import HOUSE
from xiaolu.files.room import require_room
from xiaolu.jobs import actions as jobs
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import company

LOOKED_AT_ONCE = 3 * 1024 * 1024  # bytes of a workbook that are read while the person waits; longer ones in the worker
SAMPLES, MOST_WORDS = 3, 60


def keep_upload(upload: "UploadedFile[Any]", *, method: Method, by: Person, kind: str = "") -> Import:
    """Keep an uploaded file under its hash, and look at it: at once when it is small, else in the worker.

    `kind`: what its rows are; left empty, the headings say. Raises RuleBroken when the person may not load these, or the disk is nearly full.
    """
    require_loader(kind, by)
    name = Path(upload.name or "table").name[:200]
    require_room(upload.size or 0)
    digest = _keep(upload)
    with transaction.atomic():
        load = Import.objects.create(
            file_name=name, file_hash=digest, method=method, kind=kind, created_by=by, state="looking"
        )
        audit.record(load, "upload_import", by=by)
    if name.lower().endswith(".csv") or path_of(load).stat().st_size <= LOOKED_AT_ONCE:
        look(load)
    else:
        _queue(load, "exchange.look")
    return load


def _keep(upload: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    kept = kept_file(digest.hexdigest())
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(".part")
        with half.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        half.rename(kept)
    return digest.hexdigest()


def kept_file(digest: str) -> Path:
    """Where a file with this hash lies."""
    return Path(settings.FILES_FOLDER) / digest[:2] / digest


def path_of(load: Import) -> Path:
    """Where the uploaded file lies."""
    return kept_file(load.file_hash)


def table_of(load: Import) -> Table:
    """The uploaded file as rows. Raises Unreadable."""
    return open_table(path_of(load), encoding=load.mapping.get("encoding", ""), name=load.file_name)


def look(load: Import) -> None:
    """Find headings, columns and samples of an uploaded file. A file that cannot be read fails the import."""
    if load.state != "looking":
        return
    mapping = Map(**{"currency": company().currency, **load.mapping})
    try:
        rows, rules = table_of(load).first(LOOKED_AT), rules_of(load.method_id)
        load.kind = load.kind or _guess([cells for _, cells in rows], rules, load.created_by)
        layout = lay_out(rows, mapping, rules, load.kind)
    except Unreadable as error:
        refuse(load, error.code, row=error.row, column=error.column, **error.params)
        return
    below = [cells for number, cells in rows if number > layout.row]
    load.mapping = mapping.as_json()
    load.layout = {**layout.as_json(), "samples": _samples(layout, below), "words": _words(layout, below)}
    load.state = "uploaded"
    load.save(update_fields=["kind", "mapping", "layout", "state"])


def _guess(rows: Sequence[Sequence[object]], rules: MethodRules, by: Person | None) -> str:
    """What the rows are, by the headings that fit best to any kind."""
    aliases = stage_aliases(rules)
    kinds = [kind_of(rows[at], aliases) for kind in KINDS if (at := heading_row(rows, aliases, kind=kind)) >= 0]
    found = kinds[0] if kinds else OPPORTUNITIES
    return OPPORTUNITIES if found in HOUSE and by and not by.keeps_house else found


def _below(rows: Sequence[Sequence[object]], place: int) -> list[str]:
    return [said for row in rows if place < len(row) and (said := text(row[place]))]


def _samples(layout: Layout, rows: Sequence[Sequence[object]]) -> dict[str, list[str]]:
    return {str(one.place): [said[:60] for said in _below(rows, one.place)[:SAMPLES]] for one in layout.columns}


def _words(layout: Layout, rows: Sequence[Sequence[object]]) -> dict[str, list[str]]:
    """The different words of each column that has few: what a stage column may hold."""
    words = {str(one.place): list(dict.fromkeys(_below(rows, one.place))) for one in layout.columns}
    return {place: [word[:60] for word in found] for place, found in words.items() if len(found) <= MOST_WORDS}


@transaction.atomic
def set_mapping(load: Import, *, columns: Mapping[int, str], stages: Mapping[str, str], **options: Any) -> Import:
    """Keep what the person said about columns, stages and options. Raises RuleBroken when the import is past that."""
    load = _waiting(load)
    layout = Layout.from_json(load.layout)
    chosen = [replace(one, field=columns.get(one.place, "")) for one in layout.columns]
    load.layout = {**load.layout, **Layout(layout.row, chosen, layout.kind).as_json()}
    load.mapping = {**load.mapping, "stages": {**load.mapping["stages"], **stages}, **options}
    load.save(update_fields=["layout", "mapping"])
    return load


@transaction.atomic
def queue_check(load: Import) -> Import:
    """Have the worker check every row. Raises RuleBroken when that is done or running."""
    load = _waiting(load)
    begin(load)
    _queue(load, "exchange.check")
    return load


@transaction.atomic
def start_import(
    load: Import,
    *,
    by: Person,
    create_missing: Sequence[str],
    skip_bad: bool,
    existing: str = "update",
    likely: str = "create",
) -> Import:
    """Have the worker write what was checked, with the choices made after the preview. Raises RuleBroken."""
    load = _waiting(load)
    if load.state != "checked":
        raise RuleBroken("import_not_checked")
    load.create_missing, load.likely = list(create_missing), likely
    decide(load)
    if not skip_bad and queries.bad(load).exists():
        raise RuleBroken("bad_rows")
    require_creator(create_missing, by)
    load.create_missing, load.skip_bad, load.existing = list(create_missing), skip_bad, existing
    load.state = "writing"
    load.save(update_fields=["create_missing", "skip_bad", "existing", "likely", "state"])
    _queue(load, "exchange.write")
    audit.record(
        load,
        "start_import",
        by=by,
        changes={
            "create_missing": (None, list(create_missing)),
            "skip_bad": (None, skip_bad),
            "likely": (None, likely),
        },
    )
    return load


@transaction.atomic
def cancel_import(load: Import, *, by: Person) -> Import:
    """Stop an import that is not written yet. Raises RuleBroken when it is over or just being written."""
    load = Import.objects.select_for_update(of=("self",)).select_related("job").get(pk=load.pk)
    if load.state in ("done", "failed", "cancelled", "writing"):
        raise RuleBroken("import_over")
    if load.job:
        jobs.ask_to_stop(load.job)
    if load.state not in RUNNING or load.job is None or load.job.state == "waiting":
        empty_stage(load)
        load.state = "cancelled"
        load.save(update_fields=["state"])
    audit.record(load, "cancel_import", by=by)
    return load


def _waiting(load: Import) -> Import:
    """The import, locked, when it waits for a person. Raises RuleBroken."""
    load = Import.objects.select_for_update(of=("self",)).select_related("created_by", "method").get(pk=load.pk)
    if load.state not in ("uploaded", "checked"):
        raise RuleBroken("import_not_waiting")
    return load


def _queue(load: Import, kind: str) -> None:
    load.job = jobs.enqueue(kind, import_id=load.pk)
    load.save(update_fields=["job"])
