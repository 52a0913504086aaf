"""Excel files: whether opening one is harmless, and the cells of its first sheet with anything in it."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from xiaolu.exchange.limits import MOST_COLUMNS, MOST_ROWS, Unreadable

MOST_UNPACKED = 1024 * 1024 * 1024
MOST_AREA = 30_000_000  # cells: the reader lays out the whole rectangle, also where it is empty
RATIO_FROM, MOST_RATIO = 100 * 1024 * 1024, 300
CHUNK = 1024 * 1024
REFERENCE = re.compile(rb' r="([A-Za-z]{0,4})([0-9]{1,9})"')  # as every program writes it
ODD_FORMS = (b"r='", b" r =", b"r= ", b"\tr", b"\nr", b"\rr")
ODD_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,4})([0-9]{1,9})["']""")
OVERLAP = 40
MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")  # the storage of macros in an OLE file ([MS-OVBA])


def require_harmless(path: Path) -> None:
    """Raises Unreadable for what is no workbook, unpacks into too much, or claims cells at the far end of the sheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename.lower() for member in members}
            if "xl/workbook.bin" in names or any(name.endswith("vbaproject.bin") for name in names):
                raise Unreadable("macro_file")
            if "xl/workbook.xml" not in names:
                raise Unreadable("not_a_table")
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable("encrypted_file")
            unpacked = sum(member.file_size for member in members)
            packed = sum(member.compress_size for member in members) or 1
            if unpacked > MOST_UNPACKED or (unpacked > RATIO_FROM and unpacked / packed > MOST_RATIO):
                raise Unreadable("zip_bomb")
            for member in members:
                if member.filename.lower().startswith("xl/") and member.filename.lower().endswith(".xml"):
                    _require_small_sheet(path, member)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        raise Unreadable("corrupt_file") from None


def require_no_macros(path: Path) -> None:
    """Raises Unreadable for a workbook of the old kind that carries macros."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if MACROS in tail + chunk:
                raise Unreadable("macro_file")
            tail = chunk[-len(MACROS) :]


def _require_small_sheet(path: Path, member: zipfile.ZipInfo) -> None:
    """Unpack one part, not trusting the size that it claims, and look at the cells it names."""
    is_sheet = member.filename.lower().startswith("xl/worksheets/")
    unpacked, right, bottom, tail = 0, b"", b"0", b""
    for chunk in _unpacked(path, member):
        unpacked += len(chunk)
        if unpacked > member.file_size + CHUNK or unpacked > MOST_UNPACKED:
            raise Unreadable("zip_bomb")
        if is_sheet:
            chunk = tail + chunk
            pattern = ODD_REFERENCE if any(form in chunk for form in ODD_FORMS) else REFERENCE
            for column, row in pattern.findall(chunk):
                if len(row) >= len(bottom) and (len(row), row) > (len(bottom), bottom):
                    bottom = row
                if len(column) >= len(right) and (len(column), column) > (len(right), right):
                    right = column
            tail = chunk[-OVERLAP:]
    columns, rows = _place(right), int(bottom)
    if columns > MOST_COLUMNS * 20 or (columns > MOST_COLUMNS and columns * rows > MOST_AREA):
        raise Unreadable("too_many_columns", most=MOST_COLUMNS)
    if rows > MOST_ROWS or rows * max(columns, 1) > MOST_AREA:
        raise Unreadable("too_many_rows", most=min(MOST_ROWS, MOST_AREA // max(columns, 1)))


def _unpacked(path: Path, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member as they really are; zipfile itself would stop at the size that the member claims."""
    with path.open("rb") as file:
        file.seek(member.header_offset)
        header = file.read(30)
        if len(header) < 30:
            raise EOFError
        file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
        left = member.compress_size
        inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
        if inflate is None and member.compress_type != zipfile.ZIP_STORED:
            raise NotImplementedError
        while left > 0 and (packed := file.read(min(CHUNK, left))):
            left -= len(packed)
            if inflate is None:
                yield packed
                continue
            while packed:
                yield inflate.decompress(packed, CHUNK)
                packed = inflate.unconsumed_tail


def _place(column: bytes) -> int:
    place = 0
    for letter in column.upper():
        place = place * 26 + letter - 64
    return place


class Sheet:
    """The first visible sheet with anything in it; a formula counts as the value last computed."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable."""
        with _refusals():
            book = load_workbook(str(path))
            visible = [
                meta.name
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible
            ]
            sheets = (book.get_sheet_by_name(name) for name in visible)
            found = next(
                (one for one in sheets if any(any(cell != "" for cell in row) for row in one.iter_rows())), None
            )
        if found is None or found.end is None:
            raise Unreadable("empty_file")
        self._sheet = found
        self.height = found.end[0] + 1
        self._before: list[object] = [""] * (found.start[1] if found.start else 0)

    def rows(self) -> Iterator[Sequence[object]]:
        """Every row from the first of the sheet on, one after the other."""
        with _refusals():
            for row in self._sheet.iter_rows():
                yield [*self._before, *row] if self._before else row


@contextmanager
def _refusals() -> Iterator[None]:
    """Whatever the reader says about a file, said in our words."""
    try:
        yield
    except PasswordError:
        raise Unreadable("encrypted_file") from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        encrypted = any(word in str(error).lower() for word in ("password", "encrypt"))
        raise Unreadable("encrypted_file" if encrypted else "corrupt_file") from None
    except BaseException as error:  # the reader is a Rust library: a panic is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("corrupt_file") from None
