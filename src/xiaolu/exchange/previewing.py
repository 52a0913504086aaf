"""The preview of a checked import: its rows as they came, each cell with what stands against it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.cells import text
from xiaolu.exchange import queries
from xiaolu.exchange.mapping import Layout
from xiaolu.exchange.models import Import, Likeness, StagedRow

SHOWN = {
    "": _("All"), "bad": _("With mistakes"), "likely": _("Perhaps there already"), "warning": _("With notes"), "create": _("New"), "update": _("Changed"),
    "unchanged": _("Unchanged"),
}  # fmt: skip
LONGEST = 80  # of a cell on the page


@dataclass
class Cell:
    """One cell: what it says, and each note on it with its tone (bad, new, soon)."""

    said: str
    notes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def tone(self) -> str:
        tones = [note["tone"] for note in self.notes]
        return next((tone for tone in ("bad", "new", "soon") if tone in tones), "")


@dataclass
class PreviewRow:
    """One row: its number in the file, what would happen to it, its cells, and the notes about it as a whole."""

    row: int
    plan: str
    cells: list[Cell]
    notes: list[dict[str, Any]]
    likeness: Likeness | None = None


def rows(load: Import, show: str, allowed: Iterable[str]) -> QuerySet[StagedRow]:
    """Rows of one sort; those with mistakes come first."""
    bad = Q(plan="failed") | ~Q(missing__in=queries.masks(allowed))
    found = StagedRow.objects.filter(load=load)
    if show == "bad":
        found = found.filter(bad)
    elif show == "likely":
        found = found.filter(likeness__gt=0)
    elif show == "warning":
        found = found.filter(warnings__gt=0)
    elif show:
        found = found.filter(~bad, plan=show)
    first = Case(When(bad, then=Value(0)), When(warnings__gt=0, then=Value(1)), default=2, output_field=IntegerField())
    return found.alias(first=first).order_by("first", "row")


def tally(load: Import, allowed: Iterable[str]) -> dict[str, int]:
    """How many rows of each sort there are."""
    bad = Q(plan="failed") | ~Q(missing__in=queries.masks(allowed))
    wanted = {"bad": bad, "warning": Q(warnings__gt=0), "likely": Q(likeness__gt=0)} | {
        plan: ~bad & Q(plan=plan) for plan in queries.PLANNED
    }
    found = StagedRow.objects.filter(load=load)
    return found.aggregate(**{name: Count("row", filter=q) for name, q in wanted.items()}) | {"": found.count()}


def laid_out(load: Import, page: Iterable[StagedRow], allowed: Iterable[str]) -> tuple[list[str], list[PreviewRow]]:
    """The headings that are loaded, and the rows under them."""
    columns = [one for one in Layout.from_json(load.layout).columns if one.field]
    heading_of, found = queries.headings(load), []
    page = list(page)
    asked = Likeness.objects.filter(load=load, number__in=[staged.likeness for staged in page if staged.likeness])
    likenesses = {one.number: one for one in asked}
    for staged in page:
        notes = queries.notes_of(staged, heading_of, allowed)
        cells = [
            Cell(
                text(staged.cells[one.place])[:LONGEST] if one.place < len(staged.cells) else "",
                [note for note in notes if note["column"] == one.heading],
            )
            for one in columns
        ]
        headings = {one.heading for one in columns}
        rest = [note for note in notes if note["column"] not in headings]
        plan = "bad" if any(note["tone"] == "bad" for note in notes) else staged.plan
        found.append(PreviewRow(staged.row, plan, cells, rest, likenesses.get(staged.likeness)))
    return [one.heading for one in columns], found
