"""A list of activities as an Excel file."""

from collections.abc import Iterable
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from xiaolu.activities.models import Activity
from xiaolu.web.workbooks import ROW_BY_ROW, Cell, write_sheet


def write_activities(rows: Iterable[Activity], file: BinaryIO) -> int:
    """Write the activities in the reader's language; how many."""
    book, count = xlsxwriter.Workbook(file, ROW_BY_ROW), 0
    heads = [_("Customer"), _("Day"), _("Time"), _("Minutes"), _("Kind"), _("State"), _("Who"), _("Opportunity"), _("What for"),
             _("What happened"), _("Reached"), _("Kind of time"), _("Planned for")]  # fmt: skip

    def cells() -> Iterable[list[Cell]]:
        nonlocal count
        for count, one in enumerate(rows, 1):  # noqa: B007 — counted for the caller
            deal = one.opportunity
            yield [
                one.account.name if one.account else "", one.day, one.start.strftime("%H:%M") if one.start else "",
                one.minutes, str(one.get_kind_display()), str(one.get_state_display()), one.owner.name,
                (deal.name or deal.number) if deal else "", one.subject, one.result or one.cancelled_because,
                {None: "", True: _("yes"), False: _("no")}[one.reached], str(one.get_time_kind_display() or ""), one.planned_for,
            ]  # fmt: skip

    write_sheet(book, _("Activities"), heads, cells())
    book.close()
    return count
