"""A whole load in one call, as the command line does it; the browser takes the same steps one by one."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from xiaolu.domain.headings import OPPORTUNITIES
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange import queries
from xiaolu.exchange.actions.checking import Progress, check_import, empty_stage, refuse
from xiaolu.exchange.actions.likenesses import decide
from xiaolu.exchange.actions.making import require_creator, require_loader
from xiaolu.exchange.actions.writing import write_import
from xiaolu.exchange.error_workbook import write_errors
from xiaolu.exchange.limits import Unreadable
from xiaolu.exchange.mapping import MapInvalid, lay_out, parse_map
from xiaolu.exchange.models import Import
from xiaolu.exchange.reading import Table, open_table
from xiaolu.exchange.sentences import map_mistakes
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import company

LOOKED_AT = 220  # rows in which headings and samples are sought
COUNTS = ("read", "created", "updated", "unchanged", "failed", "skipped", "warnings")


@dataclass(frozen=True)
class LoadResult:
    """What came of a load."""

    import_id: int | None
    counts: dict[str, int]
    errors: Sequence[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        return {
            "import": self.import_id,
            **{name: self.counts.get(name, 0) for name in COUNTS},
            "errors": list(self.errors),
        }

    @property
    def ok(self) -> bool:
        return not self.errors and not self.counts.get("failed")


def load(
    path: Path, *, method: Method, kind: str = OPPORTUNITIES, mapping: str = "", create_missing: Iterable[str] = (), skip_bad: bool = False, likely: str = "create",
    dry_run: bool = False, by: Person | None = None, on_progress: Progress | None = None, errors_to: Path | None = None,
) -> LoadResult:  # fmt: skip
    """Read, check and write a file of one kind of rows; nothing is written when a row fails, unless `skip_bad`.

    `likely`: what becomes of rows whose new customer looks like one that is there: create, use (the one that is there)
    or skip. `mapping` is the text of a mapping file. `errors_to`: where the rows go that failed or were left out, with their reasons. Never raises
    for what is wrong with file, mapping or rows: the result says it.
    """
    names = sorted(set(create_missing))
    one = Import.objects.create(
        file_name=path.name[:200],
        kind=kind,
        method=method,
        create_missing=names,
        skip_bad=skip_bad,
        created_by=by,
        likely=likely,
    )
    _prepare_and_check(one, path, mapping, on_progress or (lambda done, total: None))
    if one.state == "checked":
        decide(one)
    willing = one.state == "checked" and (skip_bad or not queries.bad(one).exists())
    if willing and not dry_run:
        one = _write(one)
    result = result_of(one)
    left_out = result.counts.get("failed") or result.counts.get("skipped")
    if errors_to and one.state in ("checked", "done") and left_out:
        with errors_to.open("wb") as file:
            write_errors(one, file)
    if dry_run:
        discard(one)
        return LoadResult(None, result.counts, result.errors)
    if one.state == "checked":
        give_up(one, result)
    return result


def _prepare_and_check(one: Import, path: Path, mapping: str, progress: Progress) -> None:
    try:
        require_loader(one.kind, one.created_by)
        require_creator(one.create_missing, one.created_by)
        table = prepare(one, path, mapping)
    except RuleBroken as error:
        refuse(one, "not_allowed" if error.params else error.code, **error.params)
    except Unreadable as error:
        refuse(one, error.code, row=error.row, column=error.column, **error.params)
    except MapInvalid as error:
        refuse(one, "map_invalid", value=map_mistakes(error.problems))
    else:
        check_import(one, table, progress=progress)


def prepare(one: Import, path: Path, mapping: str = "") -> Table:
    """Open the file and find its columns. Raises Unreadable, MapInvalid."""
    rules = rules_of(one.method_id)
    said = parse_map(mapping, rules, currency=company().currency, kind=one.kind)
    table = open_table(path, encoding=said.encoding, name=one.file_name)
    layout = lay_out(table.first(LOOKED_AT), said, rules, one.kind)
    one.mapping, one.layout = said.as_json(), layout.as_json()
    one.file_hash = one.file_hash or hash_of(path)
    one.save(update_fields=["mapping", "layout", "file_hash"])
    return table


def _write(one: Import) -> Import:
    try:
        return write_import(one)
    except RuleBroken as error:
        refuse(one, error.code, **error.params)
        return one
    except Exception as error:
        refuse(one, "interrupted", value=type(error).__name__)
        raise


def result_of(one: Import) -> LoadResult:
    """What has come of an import, or would: before it is written, the plan."""
    if one.state == "failed":
        return LoadResult(one.pk, one.counts, queries.errors(one))
    if one.state == "done":
        return LoadResult(one.pk, one.counts, queries.errors(one) if one.counts.get("failed") else [])
    planned = queries.counts(one)
    counts = {
        "read": one.counts.get("read", 0), "warnings": one.counts.get("warnings", 0), "failed": planned["failed"],
        "created": planned["create"], "updated": planned["update"], "unchanged": planned["unchanged"],
        "skipped": planned["skipped"],
    }  # fmt: skip
    return LoadResult(one.pk, counts, queries.errors(one) if planned["failed"] else [])


@transaction.atomic
def give_up(one: Import, result: LoadResult) -> None:
    """Rows failed and nothing was written: keep the numbers, not the rows."""
    for name in ("created", "updated", "unchanged", "skipped"):
        result.counts[name] = 0
    empty_stage(one)
    one.state, one.counts = "failed", {**one.counts, **result.counts}
    one.error = {"code": "rows_failed", "value": result.counts["failed"]}
    one.save(update_fields=["state", "counts", "error"])


@transaction.atomic
def discard(one: Import) -> None:
    """A dry run leaves nothing behind."""
    empty_stage(one)
    Import.objects.filter(pk=one.pk).delete()


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
