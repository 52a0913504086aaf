"""A list of clocks as an Excel file."""

from collections.abc import Iterable
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiaolu.clocks.models import RunningClock
from xiaolu.org.queries import zone
from xiaolu.web.workbooks import ROW_BY_ROW, Cell, write_sheet


def write_clocks(rows: Iterable[RunningClock], file: BinaryIO) -> int:
    """Write the clocks in the reader's language, times in the company's zone; how many."""
    book, count, place = xlsxwriter.Workbook(file, ROW_BY_ROW), 0, zone()
    heads = [
        _("Clock"),
        _("Customer or opportunity"),
        _("Customer"),
        _("Owner"),
        _("State"),
        _("Started"),
        _("Due"),
        _("Ended"),
    ]
    language = get_language() or "zh-hans"

    def cells() -> Iterable[list[Cell]]:
        nonlocal count
        for count, one in enumerate(rows, 1):  # noqa: B007 — counted for the caller
            moments = [
                f"{at.astimezone(place):%Y-%m-%d %H:%M}" if at else ""
                for at in (one.started_at, one.due_at, one.ended_at)
            ]
            yield [
                one.name.into(language),
                one.title,
                one.account,
                one.owner.name,
                str(one.get_state_display()),
                *moments,
            ]

    write_sheet(book, _("Clocks"), heads, cells())
    book.close()
    return count
