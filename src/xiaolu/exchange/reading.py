"""Opening a table file: xlsx, xls or csv become numbered rows. What cannot be read is refused by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xiaolu.domain.headings import is_example
from xiaolu.exchange import csv_files, workbooks
from xiaolu.exchange.limits import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Unreadable
from xiaolu.exchange.workbooks import Sheet

OFFICE_OLD, ZIPPED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
Row = tuple[int, Sequence[object]]


@dataclass
class Table:
    """The rows of a file, numbered as a spreadsheet shows them. `rows` may be asked for again and again."""

    path: Path
    encoding: str = ""
    delimiter: str = ","
    rows_known: int = 0  # 0: not counted
    sheet: Sheet | None = field(default=None, repr=False)

    def rows(self) -> Iterator[Row]:
        """Every row that is not empty and not the example of a template. Raises Unreadable."""
        cells = self.sheet.rows() if self.sheet else csv_files.records(self.path, self.encoding, self.delimiter)
        for number, row in enumerate(cells, 1):
            if number > MOST_ROWS:
                raise Unreadable("too_many_rows", row=number, most=MOST_ROWS)
            if any(cell not in ("", None) for cell in row) and not is_example(row):
                yield number, _checked(row, number)

    def first(self, how_many: int) -> list[Row]:
        """The first rows that are not empty."""
        found: list[Row] = []
        for row in self.rows():
            found.append(row)
            if len(found) == how_many:
                break
        return found


def open_table(path: Path, *, encoding: str = "", name: str = "") -> Table:
    """A table by what its bytes are, whatever its name says. `name`: what the person called it. Raises Unreadable."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        code = "not_found" if isinstance(error, FileNotFoundError) else "not_readable"
        raise Unreadable(code, name=path.name) from None
    suffix = Path(name or path.name).suffix.lower()
    if size == 0:
        raise Unreadable("empty_file")
    if size > MOST_BYTES:
        raise Unreadable("file_too_large", most=MOST_BYTES // 1024 // 1024)
    if suffix in (".xlsm", ".xlsb", ".xltm", ".xlam"):
        raise Unreadable("macro_file")
    if head.startswith(ZIPPED):
        workbooks.require_harmless(path)
        return _sheet(path)
    if head.startswith(OFFICE_OLD):
        workbooks.require_no_macros(path)
        return _sheet(path)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml")):
        raise Unreadable("web_page")
    if suffix in (".xlsx", ".xls"):
        raise Unreadable("corrupt_file")
    found = csv_files.encoding_of(path, encoding)
    return Table(path, found, csv_files.delimiter_of(path, found), csv_files.lines(path))


def _sheet(path: Path) -> Table:
    sheet = workbooks.Sheet(path)
    return Table(path, rows_known=sheet.height, sheet=sheet)


def _checked(row: Sequence[object], number: int) -> Sequence[object]:
    """A row within the limits. Raises Unreadable with the place."""
    if len(row) > MOST_COLUMNS:
        last = next((place for place in range(len(row) - 1, -1, -1) if row[place] not in ("", None)), 0)
        if last >= MOST_COLUMNS:
            raise Unreadable("too_many_columns", row=number, most=MOST_COLUMNS)
        row = row[:MOST_COLUMNS]
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            if len(cell) > LONGEST_CELL:
                raise Unreadable("cell_too_long", row=number, column=letters(place), most=LONGEST_CELL)
            if "\0" in cell:
                raise Unreadable("nul_character", row=number, column=letters(place))
    return row


def letters(place: int) -> str:
    """The letters over a column in a spreadsheet: 0 → A, 26 → AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
