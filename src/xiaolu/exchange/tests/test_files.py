"""Every kind of file that people send, and every hostile one: a clear error with its place, and nothing written."""

import random
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
import xlwt

from xiaolu.customers.models import Account
from xiaolu.exchange.tests.make import HEADINGS, codes, csv_file, load_file, load_rows, xlsx_file
from xiaolu.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db
ROWS = [HEADINGS, ["E1", "上海恒力机械有限公司", "王芳", "A", "1,200.50", "2026-01-05", "2026年2月1日"]]


def refused(path, **over) -> str:
    """The code for which a whole file is refused; nothing was written."""
    result = load_file(path, **over)
    assert not result.ok
    assert not Opportunity.objects.exists() and not Account.objects.exists()
    assert all(one["message"] for one in result.errors)
    return result.errors[0]["code"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_csv_is_read_in_the_encodings_of_the_country(tmp_path, encoding):
    assert load_file(csv_file(tmp_path, ROWS, encoding=encoding)).ok
    assert Opportunity.objects.get().account.name == "上海恒力机械有限公司"
    assert Opportunity.objects.get().amount == 120_050


@pytest.mark.parametrize("sign", [";", "\t"])
def test_csv_may_be_divided_by_semicolon_or_tab(tmp_path, sign):
    path = tmp_path / "t.csv"
    path.write_text("\n".join(sign.join(f'"{cell}"' for cell in row) for row in ROWS), encoding="utf-8")
    assert load_file(path).ok


def test_xlsx_with_merged_titles_above_the_headings_is_read(tmp_path):
    rows = [
        ["2026年客户跟踪表"],
        [],
        ["单位：元", "", "制表：王芳"],
        HEADINGS,
        ["E1", "恒力", "王芳", "A", 1200.5, datetime(2026, 1, 5), 46054],
    ]
    assert load_file(xlsx_file(tmp_path, rows)).ok
    assert (Opportunity.objects.get().created_on, Opportunity.objects.get().stage_since) == (
        date(2026, 1, 5),
        date(2026, 2, 1),
    )


def test_xls_is_read(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("客户")
    for number, row in enumerate(ROWS):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.save(tmp_path / "old.xls")
    assert load_file(tmp_path / "old.xls").ok


def test_errors_name_the_row_as_the_spreadsheet_shows_it(tmp_path):
    rows = [["标题"], [], HEADINGS, [], ["E1", "恒力", "", "P", "x", "", ""]]
    assert codes(load_file(xlsx_file(tmp_path, rows))) == [(5, "金额", "not_a_number")]


@pytest.mark.parametrize(
    "cell, code",
    [
        ("2147852 %", "not_a_number"),
        ("-5", "negative"),
        ("1,5", "not_a_number"),
        ("abc", "not_a_number"),
        ("NaN", "not_a_number"),
        ("1e99", "too_large"),
        ("=1+1", "not_a_number"),
        ("９９９９９９９９９９９９９９９９", "too_large"),
    ],
)
def test_an_amount_that_is_none_fails(tmp_path, cell, code):
    assert codes(load_rows(tmp_path, [HEADINGS, ["E1", "恒力", "", "P", cell, "", ""]])) == [(2, "金额", code)]


def test_emoji_and_right_to_left_names_are_kept_and_overrides_taken_out(tmp_path):
    load_rows(
        tmp_path, [HEADINGS, ["E1", "شركة النور 👩‍🔧", "", "P", "", "", ""], ["E2", "恒\u202e力", "", "P", "", "", ""]]
    )
    assert list(Account.objects.order_by("id").values_list("name", flat=True)) == ["شركة النور 👩‍🔧", "恒力"]


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"")
    assert refused(tmp_path / "t.csv") == "empty_file"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "nothing.csv") == "not_found"


def test_nul_characters_are_refused_with_their_place(tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒力\0", "", "P", "", "", ""]])
    result = load_file(path)
    assert codes(result) == [(2, "B", "nul_character")]


def test_an_encoding_that_does_not_fit_is_refused(tmp_path):
    path = csv_file(tmp_path, ROWS, encoding="gb18030")
    assert refused(path, mapping='[options]\nencoding = "utf-8"') == "wrong_encoding"
    assert refused(path, mapping='[options]\nencoding = "klingon"') == "unknown_encoding"


def test_macros_are_refused(tmp_path):
    path = xlsx_file(tmp_path, ROWS, name="t.xlsx")
    assert refused(path.rename(tmp_path / "t.xlsm")) == "macro_file"


def test_a_web_page_called_xls_is_refused(tmp_path):
    (tmp_path / "t.xls").write_text("<html><table><tr><td>客户名称</td></tr></table></html>", encoding="utf-8")
    assert refused(tmp_path / "t.xls") == "web_page"


@pytest.mark.parametrize("keep", [30, 500, 3000])
def test_a_cut_workbook_is_refused(tmp_path, keep):
    path = xlsx_file(tmp_path, ROWS)
    path.write_bytes(path.read_bytes()[:keep])
    assert refused(path) in {"corrupt_file", "not_a_table"}


def test_a_damaged_workbook_never_crashes(tmp_path):
    good, luck = xlsx_file(tmp_path, ROWS).read_bytes(), random.Random(7)
    for _ in range(30):
        harmed = bytearray(good)
        for _ in range(40):
            harmed[luck.randrange(len(harmed))] = luck.randrange(256)
        (tmp_path / "harmed.xlsx").write_bytes(harmed)
        load_file(tmp_path / "harmed.xlsx", dry_run=True)


def with_sheet(tmp_path, xml: bytes):
    """A workbook with another sheet1.xml."""
    good = zipfile.ZipFile(xlsx_file(tmp_path, ROWS))
    path = tmp_path / "made.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, xml if name.endswith("sheet1.xml") else good.read(name))
    return path


SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    "cells, code",
    [
        (
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            "too_many_columns",
        ),
        (
            b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='ZZ1048576'><v>1</v></c></row>",
            "too_many_columns",
        ),
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "too_many_rows"),
    ],
)
def test_cells_at_the_far_end_of_the_sheet_are_refused_before_they_are_laid_out(tmp_path, cells, code):
    assert refused(with_sheet(tmp_path, SHEET % cells)) == code


def test_a_zip_bomb_is_refused(tmp_path):
    assert refused(with_sheet(tmp_path, SHEET % (b" " * 150_000_000))) == "zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = with_sheet(tmp_path, SHEET % (b" " * 30_000_000))
    harmed, real = path.read_bytes(), (30_000_000 + len(SHEET) - 2).to_bytes(4, "little")
    path.write_bytes(harmed.replace(real, (1000).to_bytes(4, "little")))
    assert refused(path) in {"zip_bomb", "corrupt_file"}


def test_a_million_columns_are_refused(tmp_path):
    (tmp_path / "t.csv").write_text(",".join(["客户名称", "阶段"] + ["x"] * 1_000_000), encoding="utf-8")
    assert refused(tmp_path / "t.csv") == "too_many_columns"
    assert refused(csv_file(tmp_path, [HEADINGS + ["x"] * 300])) == "too_many_columns"


def test_a_cell_of_ten_megabytes_is_refused_with_its_row(tmp_path):
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒" * 10_000_000, "", "P", "", "", ""]])
    assert codes(load_file(path)) == [(2, "", "cell_too_long")]
    path = csv_file(tmp_path, [HEADINGS, ["E1", "恒" * 40_000, "", "P", "", "", ""]])
    assert codes(load_file(path)) == [(2, "B", "cell_too_long")]


def test_a_name_that_is_too_long_fails_in_its_row(tmp_path):
    assert codes(load_rows(tmp_path, [HEADINGS, ["E1", "恒" * 300, "", "P", "", "", ""]])) == [
        (2, "客户名称", "too_long")
    ]


def test_a_file_without_headings_is_refused(tmp_path):
    assert refused(csv_file(tmp_path, [["1", "2"], ["3", "4"]])) == "no_headings"


def test_any_zip_is_no_table(tmp_path):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("hello.txt", "hi")
    (tmp_path / "t.xlsx").write_bytes(buffer.getvalue())
    assert refused(tmp_path / "t.xlsx") == "not_a_table"


def test_random_bytes_never_crash(tmp_path):
    luck = random.Random(3)
    for number in range(30):
        (tmp_path / "t.csv").write_bytes(luck.randbytes(200 + 50 * number))
        assert not load_file(tmp_path / "t.csv", dry_run=True).counts.get("created")
