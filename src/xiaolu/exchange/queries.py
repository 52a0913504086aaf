"""Reading imports: their rows, what stands against them, and what came of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from xiaolu.domain.headings import plain
from xiaolu.exchange.mapping import Layout
from xiaolu.exchange.models import LACKS, ExportRules, Import, SavedMapping, StagedRow
from xiaolu.exchange.sentences import message
from xiaolu.org.models import Person
from xiaolu.org.queries import company, zone

LACKING_FIELD = {
    "owners": "owner", "teams": "team", "accounts": "account", "contacts": "contact", "industries": "industry",
    "sources": "source", "products": "product",
}  # fmt: skip
PLANNED = ("create", "update", "unchanged")
MOST_ERRORS = 10_000


def masks(allowed: Iterable[str]) -> list[int]:
    """Every set of lacks in which all may be created."""
    mask = sum(LACKS[name] for name in set(allowed) & LACKS.keys())
    return [bits for bits in range(2 ** len(LACKS)) if not bits & ~mask]


def good(load: Import) -> QuerySet[StagedRow]:
    """The rows that can be written with what may be created."""
    return StagedRow.objects.filter(load=load, plan__in=PLANNED, missing__in=masks(load.create_missing))


def bad(load: Import) -> QuerySet[StagedRow]:
    """The rows that cannot."""
    rows = StagedRow.objects.filter(load=load)
    wrong = Q(plan="failed") | (~Q(plan="skipped") & ~Q(missing__in=masks(load.create_missing)))
    return rows.filter(wrong).order_by("row")


def counts(load: Import) -> dict[str, int]:
    """How many rows would be created, updated, left unchanged, and failed."""
    found = dict(good(load).values_list("plan").annotate(rows=Count("row")))
    skipped = StagedRow.objects.filter(load=load, plan="skipped").count()
    return {name: found.get(name, 0) for name in PLANNED} | {"failed": bad(load).count(), "skipped": skipped}


def lacking(load: Import) -> dict[str, int]:
    """What rows name and Xiaolu does not know: kind → in how many rows."""
    bits = StagedRow.objects.filter(load=load, missing__gt=0).exclude(plan="failed").values_list("missing")
    found = list(bits.annotate(rows=Count("row")))
    sums = {name: sum(rows for mask, rows in found if mask & bit) for name, bit in LACKS.items()}
    return {name: rows for name, rows in sums.items() if rows}


def likely_rows(load: Import) -> int:
    """In how many rows a new customer looks like one that is there."""
    return StagedRow.objects.filter(load=load, likeness__gt=0).count()


def headings(load: Import) -> dict[str, str]:
    """Field → the heading of its column."""
    if not load.layout:
        return {}
    return {column.field: column.heading for column in reversed(Layout.from_json(load.layout).filled())}


def faults(row: StagedRow, heading_of: dict[str, str], allowed: Iterable[str]) -> list[dict[str, Any]]:
    """What stands against one row: the mistakes in its cells, then what it names and Xiaolu does not know."""
    found = [note for note in row.problems if not note.get("warning")]
    for name, bit in LACKS.items():
        if row.missing & bit and name not in allowed:
            field = LACKING_FIELD[name]
            found.append(
                {"column": heading_of.get(field, ""), "code": f"unknown_{field}", "value": row.values.get(field, "")}
            )
    return [
        {"row": row.row, "column": note["column"], "code": note["code"], "message": message(note)} for note in found
    ]


def warnings(row: StagedRow) -> list[dict[str, Any]]:
    notes = [note for note in row.problems if note.get("warning")]
    return [
        {"row": row.row, "column": note["column"], "code": note["code"], "message": message(note)} for note in notes
    ]


def errors(load: Import, most: int = MOST_ERRORS) -> list[dict[str, Any]]:
    """What stands against an import, in the order of the file: about the file as a whole, else row by row."""
    if load.error and load.state == "failed":
        note = {"row": 0, "column": "", **load.error}
        return [{"row": note["row"], "column": note["column"], "code": note["code"], "message": message(note)}]
    found: list[dict[str, Any]] = []
    heading_of = headings(load)
    for row in in_batches(bad(load)):
        found += faults(row, heading_of, load.create_missing)
        if len(found) >= most:
            return found[:most]
    return found


def in_batches(rows: QuerySet[StagedRow], size: int = 2_000) -> Iterator[StagedRow]:
    """Rows of one import in their order, fetched batch by batch, so that writing meanwhile does no harm."""
    after = 0
    while batch := list(rows.filter(row__gt=after).order_by("row")[:size]):
        yield from batch
        after = batch[-1].row


def names_lacking(load: Import, field: str, lack: str) -> list[str]:
    """The different names of one kind that rows to be written name and Xiaolu does not know."""
    rows = good(load).exclude(plan="unchanged")
    rows = rows.filter(missing__in=[bits for bits in range(2 ** len(LACKS)) if bits & LACKS[lack]])
    return sorted({name for name in rows.values_list(KT(f"values__{field}"), flat=True).distinct() if name})


def held_back(load: Import) -> QuerySet[StagedRow]:
    """Rows that a person wanted to decide about one by one: known ones that differ."""
    rows = StagedRow.objects.filter(load=load, plan="update") if load.existing == "ask" else StagedRow.objects.none()
    return rows.order_by("row")


def returned(load: Import) -> QuerySet[StagedRow]:
    """The rows of the error workbook: those with mistakes, and those held back."""
    wanted = Q(plan__in=["failed", "skipped"]) | ~Q(missing__in=masks(load.create_missing))
    if load.existing == "ask":
        wanted |= Q(plan="update")
    return StagedRow.objects.filter(wanted, load=load).order_by("row")


def notes_of(row: StagedRow, heading_of: dict[str, str], allowed: Iterable[str]) -> list[dict[str, Any]]:
    """What there is to say about a row, each note with its tone: bad, new (would be created), soon (a warning)."""
    hard = faults(row, heading_of, allowed)
    new = [one for one in faults(row, heading_of, ()) if one not in hard]
    tones = (("bad", hard), ("new", new), ("soon", warnings(row)))
    return [{**one, "tone": tone} for tone, notes in tones for one in notes]


def called(row: StagedRow) -> str:
    """What a row speaks of, in its own words."""
    values = row.values
    return next(
        (str(values[name]) for name in ("account", "name", "external_id") if values.get(name)),
        f"OP{values.get('number', '')}",
    )


def fitting_mappings(load: Import) -> list[SavedMapping]:
    """Kept mappings whose headings all stand in the file."""
    there = {plain(one.heading) for one in Layout.from_json(load.layout).columns}
    return [one for one in SavedMapping.objects.filter(kind=load.kind) if one.columns.keys() <= there]


def watermark(person: Person) -> str:
    """The line that marks what a person takes out; '' when the company does not want it."""
    if not is_watermarked():
        return ""
    at = timezone.now().astimezone(zone())
    return f"{company().name} · {person.name} ({person.login}) · {at:%Y-%m-%d %H:%M}"


def is_watermarked() -> bool:
    return ExportRules.objects.filter(watermark=True).exists()
