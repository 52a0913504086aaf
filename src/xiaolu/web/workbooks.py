"""Excel files that the pages give out. Cells hold text, numbers or days, never a formula or a link."""

from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
IN_MEMORY = {"in_memory": True, **PLAIN}
ROW_BY_ROW = {"constant_memory": True, **PLAIN}  # for long lists: a row is out of memory when the next begins
Cell = str | float | int | date | None


def write_sheet(book: xlsxwriter.Workbook, name: str, heads: Sequence[str], rows: Iterable[Iterable[Cell]]) -> None:
    """A sheet with bold headings, the first column wide; days as days, numbers as numbers, empty cells left out."""
    sheet = book.add_worksheet(name[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(len(heads) - 1, 1), 14)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for line, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(line, column, cell, day)
            elif isinstance(cell, int | float):
                sheet.write_number(line, column, cell)
            elif cell:
                sheet.write_string(line, column, cell)
