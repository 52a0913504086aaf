"""The rows that failed, as they came, with the reasons beside them: to be corrected and loaded again."""

from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from xiaolu.exchange import queries
from xiaolu.exchange.mapping import Layout
from xiaolu.exchange.models import Import
from xiaolu.exchange.sentences import message
from xiaolu.web.workbooks import ROW_BY_ROW

LIKE = ("looks_like", "belongs_to_team", "belongs_to_others")


def write_errors(load: Import, file: BinaryIO) -> int:
    """Write the failed rows; how many there were. No cell can become a formula or a link."""
    book = xlsxwriter.Workbook(file, ROW_BY_ROW)
    sheet = book.add_worksheet(_("Failed rows"))
    bold = book.add_format({"bold": True})
    headings = [column.heading for column in Layout.from_json(load.layout).columns]
    width = len(headings)
    for place, heading in enumerate([*headings, _("Row in the file"), _("What is wrong")]):
        sheet.write_string(0, place, heading, bold)
    heading_of, count = queries.headings(load), 0
    for count, row in enumerate(queries.in_batches(queries.returned(load)), 1):
        for place, cell in enumerate(row.cells[:width]):
            _write(sheet, count, place, cell)
        sheet.write_number(count, width, row.row)
        reasons = queries.faults(row, heading_of, load.create_missing)
        if row.plan == "skipped":  # by choice: it looks like a customer that is there
            reasons = [one for one in queries.warnings(row) if one["code"] in LIKE]
        said = [_reason(one) for one in reasons] or [message({"code": "held_back", "value": queries.called(row)})]
        sheet.write_string(count, width + 1, "; ".join(said)[:32_000])
    book.close()
    return count


def _reason(fault: dict[str, str]) -> str:
    return f"{fault['column']}: {fault['message']}" if fault["column"] else fault["message"]


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, cell: object) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell)
    elif cell not in (None, ""):
        sheet.write_string(row, place, str(cell)[:32_767])


def write_mark(sheet: xlsxwriter.worksheet.Worksheet, mark: str) -> int:
    """A line in the first row and the footer that says who took a sheet out; the row in which the headings stand."""
    if not mark:
        return 0
    sheet.write_string(0, 0, mark)
    sheet.set_footer("&L" + mark.replace("&", "&&")[:200])
    return 1
