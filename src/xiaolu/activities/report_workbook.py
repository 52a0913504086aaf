"""The report of activities as an Excel file, with what its words mean."""

from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from xiaolu.activities.queries.reports import Line, Span
from xiaolu.activities.week_workbook import meanings
from xiaolu.activities.words import OUTCOME_NAMES
from xiaolu.domain.activities import TIME_KINDS
from xiaolu.web.workbooks import IN_MEMORY, write_sheet


def write_report(lines: Sequence[Line], columns: Sequence[Span], file: BinaryIO) -> int:
    """Write time, counts, plan against done and definitions; how many people."""
    book = xlsxwriter.Workbook(file, IN_MEMORY)
    heads = [_("Who"), "T1", "T2", "T3", "T4", _("Unknown"), _("Minutes logged")]
    shares = [
        [one.person.name, *(one.time.share(kind) for kind in TIME_KINDS), one.time.unknown, one.time.logged]
        for one in lines
    ]
    write_sheet(book, _("Time"), heads, shares)
    write_sheet(
        book,
        _("Activities done"),
        [_("Who"), *(one.head for one in columns)],
        [[one.person.name, *one.counts] for one in lines],
    )
    names = list(OUTCOME_NAMES)
    kept = [[one.person.name, *(one.outcomes.get(name, 0) for name in names), one.kept] for one in lines]
    write_sheet(book, _("Visits"), [_("Who"), *(str(OUTCOME_NAMES[name]) for name in names), _("Share kept")], kept)
    write_sheet(book, _("Definitions"), [_("Word"), _("Meaning")], [*time_meanings(), *meanings()])
    book.close()
    return len(lines)


def time_meanings() -> list[tuple[str, str]]:
    """What the kinds of time are."""
    return [
        ("T1", _("with customers")), ("T2", _("preparing")), ("T3", _("on the road, waiting, chores")), ("T4", _("the rest")),
        (_("Unknown"), _("working days up to today × 8 hours, less what was logged; it is never T4")),
        (_("Share kept"), _("done as planned ÷ (done as planned + moved + left undone)")),
    ]  # fmt: skip
