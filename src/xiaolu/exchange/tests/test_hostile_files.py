"""Every kind of table meets the same hostile files and values: a clear refusal, and nothing written."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from xiaolu.customers.models import Account, Competitor, Contact
from xiaolu.exchange.tests.make import EVERYTHING, codes, csv_file, load_file, load_rows, xlsx_file
from xiaolu.org.models import Person, Team
from xiaolu.pipeline.models import Change, Opportunity

pytestmark = pytest.mark.django_db
HEADS = {
    "opportunities": ["客户名称", "阶段", "金额"],
    "accounts": ["客户名称", "客户编号"],
    "contacts": ["客户", "联系人", "职务"],
    "competitors": ["竞争对手", "编号"],
    "people": ["登录名", "姓名"],
    "teams": ["团队编码", "团队名称"],
}
ROWS = {
    "opportunities": ["恒力", "P", "1"], "accounts": ["恒力", "C1"], "contacts": ["恒力", "张三", ""],
    "competitors": ["某品牌", "K1"], "people": ["wang", "王芳"], "teams": ["hd", "华东"],
}  # fmt: skip
WRITTEN = (Opportunity, Change, Account, Contact, Competitor, Person, Team)


def written() -> list[int]:
    return [model._default_manager.count() for model in WRITTEN]


def with_part(path: Path, name: str, content: bytes) -> Path:
    """A workbook with one part more, or another one."""
    found = path.with_name(f"made-{name.split('/')[-1]}.xlsx")
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as made:
        for one in good.namelist():
            if one != name:
                made.writestr(one, good.read(one))
        made.writestr(name, content)
    return found


def bytes_in(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def old_workbook(folder: Path, rows: list[list[str]]) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("_VBA_PROJECT_CUR 客户")  # the name stands in the file as that of a storage of macros would
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.save(folder / "old.xls")
    return folder / "old.xls"


Made = Callable[[Path, list[list[str]]], Path]
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
CORPUS: dict[str, tuple[Made, set[str]]] = {
    "0 bytes": (lambda folder, rows: bytes_in(folder, "t.csv", b""), {"empty_file"}),
    "0 bytes, a workbook by name": (lambda folder, rows: bytes_in(folder, "t.xlsx", b""), {"empty_file"}),
    "a macro workbook": (lambda folder, rows: xlsx_file(folder, rows, name="t.xlsm"), {"macro_file"}),
    "a macro workbook with another name": (
        lambda folder, rows: with_part(xlsx_file(folder, rows), "xl/vbaProject.bin", b"macros"), {"macro_file"},
    ),
    "an old macro workbook": (old_workbook, {"macro_file"}),
    "a million columns": (
        lambda folder, rows: bytes_in(folder, "wide.csv", ",".join([*rows[0], *["x"] * 1_000_000]).encode()),
        {"too_many_columns"},
    ),
    "a million columns in a workbook": (
        lambda folder, rows: with_part(
            xlsx_file(folder, rows), "xl/worksheets/sheet1.xml", SHEET % b'<row r="1"><c r="XFD1048576"/></row>'
        ),
        {"too_many_columns", "too_many_rows"},
    ),
    "a cell of 10 MB": (
        lambda folder, rows: csv_file(folder, [rows[0], ["恒" * 3_500_000, *rows[1][1:]]]), {"cell_too_long"},
    ),
    "a NUL": (lambda folder, rows: csv_file(folder, [rows[0], [rows[1][0] + "\0", *rows[1][1:]]]), {"nul_character"}),
    "a web page": (lambda folder, rows: bytes_in(folder, "t.xls", b"<html><table></table></html>"), {"web_page"}),
    "a zip bomb": (lambda folder, rows: bomb(folder, rows), {"zip_bomb"}),
    "some other zip": (lambda folder, rows: other_zip(folder), {"not_a_table"}),
    "headings only of another world": (lambda folder, rows: csv_file(folder, [["1", "2"], ["3", "4"]]), {"no_headings"}),
}  # fmt: skip


def bomb(folder: Path, rows: list[list[str]]) -> Path:
    """Made once for all kinds: it is refused before its headings are looked at."""
    made = folder.parent / "made-sheet1.xml.xlsx"
    plain = xlsx_file(folder.parent, rows)
    return made if made.exists() else with_part(plain, "xl/worksheets/sheet1.xml", SHEET % (b" " * 120_000_000))


def other_zip(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "other.xlsx", "w") as made:
        made.writestr("hello.txt", "hi")
    return folder / "other.xlsx"


@pytest.mark.parametrize("hostile", CORPUS)
def test_every_kind_refuses_the_file_with_its_reason_and_writes_nothing(tmp_path, hostile):
    make, expected = CORPUS[hostile]
    for kind in HEADS:
        folder = tmp_path / kind
        folder.mkdir()
        path, before = make(folder, [HEADS[kind], ROWS[kind]]), written()
        result = load_file(path, kind=kind)
        assert {code for _, _, code in codes(result)} <= expected and result.errors, (kind, codes(result))
        assert result.errors[0]["message"] != result.errors[0]["code"]
        assert written() == before, kind


@pytest.mark.parametrize("kind", HEADS)
def test_an_encoding_that_does_not_fit_is_refused(tmp_path, kind):
    path, before = csv_file(tmp_path, [HEADS[kind], ROWS[kind]], encoding="gb18030"), written()
    for encoding, code in (("utf-8", "wrong_encoding"), ("klingon", "unknown_encoding")):
        assert codes(load_file(path, kind=kind, mapping=f'[options]\nencoding = "{encoding}"'))[0][2] == code
    assert written() == before
    assert load_file(path, kind=kind).ok


@pytest.mark.parametrize("kind", HEADS)
def test_formulas_count_as_what_they_last_gave_and_merged_cells_as_their_first(tmp_path, kind):
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    width = len(HEADS[kind])
    sheet.merge_range(0, 0, 0, width - 1, "一览表")
    for place, (head, cell) in enumerate(zip(HEADS[kind], ROWS[kind], strict=True)):
        sheet.write_string(1, place, head)
        sheet.write_formula(2, place, f'="{cell}"', value=cell)
        sheet.write_formula(3, place, '=HYPERLINK("http://x.example","x")', value="")
    book.close()
    result = load_file(path, kind=kind)
    assert (result.errors, result.counts["created"]) == ([], 1)


DAYS = [datetime(1900, 1, 1), datetime(9999, 12, 31), "1900-01-01", "9999-12-31", "2147852 %", -1, 1e300, "\u202e1202"]


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("opportunities", "创建日期"), ("opportunities", "入P"), ("opportunities", "预计成交日期"),
     ("opportunities", "下次跟进日期"), ("people", "入队日期"), ("teams", "起始日期")],
)  # fmt: skip
def test_days_that_cannot_be_fail_in_their_cell(tmp_path, kind, heading):
    before = written()
    for day in DAYS:
        path = xlsx_file(tmp_path, [[*HEADS[kind], heading], [*ROWS[kind], day]])
        found = codes(load_file(path, kind=kind))
        assert found and found[0][:2] == (2, heading), (day, found)
        assert written() == before, day


@pytest.mark.parametrize("heading", ["金额", "预估年用量"])
@pytest.mark.parametrize("amount", [-5, "-5", "2147852 %", 1e300, "1e99", "½", "😀", True])
def test_amounts_that_cannot_be_fail_in_their_cell(tmp_path, heading, amount):
    before = written()
    result = load_file(xlsx_file(tmp_path, [["客户名称", "阶段", heading], ["恒力", "P", amount]]))
    assert [(row, column) for row, column, _ in codes(result)] == [(2, heading)]
    assert written() == before


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("name", ["👩‍🔧" * 9, "شركة النور", "恒\u202e力", "\ufeff恒力", "a\u0301" * 20, "𠮷野家"])
def test_signs_of_all_scripts_are_kept_and_what_hides_is_taken_out(tmp_path, kind, name):
    row: list[Any] = [name if cell == ROWS[kind][-1 if kind == "teams" else 0] else cell for cell in ROWS[kind]]
    if kind == "people":
        row = [ROWS[kind][0], name]
    result = load_rows(tmp_path, [HEADS[kind], row], kind=kind, create_missing=EVERYTHING)
    assert result.ok, result.errors
    model = {"opportunities": Account, "contacts": Account, "accounts": Account, "competitors": Competitor,
             "people": Person, "teams": Team}[kind]  # fmt: skip
    kept = model._default_manager.get().name
    assert kept and "\u202e" not in kept and "\ufeff" not in kept
