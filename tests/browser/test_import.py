"""An import people love, in a real browser: 40 bad rows → error workbook → corrected → loaded → undone."""

from pathlib import Path

import openpyxl
import pytest

pytestmark = pytest.mark.browser
HEADS = ["外部编号", "客户名称(*)", "负责人", "金额", "阶段", "入P"]
GOOD, BAD = 60, 40


def table(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["2026 年客户状态跟踪表"])
    book.active.append(HEADS)
    for number in range(GOOD + BAD):
        amount = "面议" if number % 5 in (1, 3) else 10_000 + number
        book.active.append([f"L{number}", f"喜爱导入{number:03}有限公司", "林岚", amount, "P", "2026-01-05"])
    book.save(path)
    return path


def step(page, button: str = "main form button.button-main") -> None:
    page.locator(button).first.click()
    page.wait_for_load_state("networkidle")


def up_to_preview(visitor, file: Path) -> None:
    page = visitor.go("/exchange/imports/upload/").page
    page.set_input_files("input[type=file]", str(file))
    step(page)
    step(page)
    page.wait_for_selector("#found", timeout=60_000)


def to_the_result(page) -> None:
    step(page)
    page.wait_for_selector("main a[href$='/undo/']", timeout=60_000)


def undo(page) -> None:
    page.click("main a[href$='/undo/']")
    page.wait_for_load_state("networkidle")
    assert "商机" in page.locator("main table").inner_text()
    step(page, "main button.button-danger")
    page.wait_for_selector("main .lead", timeout=60_000)
    for _ in range(60):
        if "已撤销" in page.locator(".topbar").inner_text():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("body").inner_text())


def found(visitor) -> bool:
    return "喜爱导入" in visitor.go("/pipeline/table/?q=喜爱导入").page.locator("main table").inner_text()


def test_forty_bad_rows_come_back_are_corrected_loaded_and_all_is_undone(visit, tmp_path):
    visitor = visit("admin")
    page = visitor.page
    up_to_preview(visitor, table(tmp_path / "客户.xlsx"))
    page.click("#found .tabs a[href*='show=bad']")
    page.wait_for_selector("#found .tabs a[href*='show=bad'][aria-current]")
    assert page.locator("#found .cell-bad").count() == BAD
    assert visitor.fits()
    page.check("[name=skip_bad]")
    to_the_result(page)
    first = page.url
    with page.expect_download() as saved:
        page.click("main a[href$='/errors/']")
    saved.value.save_as(tmp_path / "errors.xlsx")

    book = openpyxl.load_workbook(tmp_path / "errors.xlsx")
    sheet = book.active
    assert sheet.max_row == BAD + 1
    assert [cell.value for cell in sheet[1]][: len(HEADS)] == HEADS
    for row in range(2, sheet.max_row + 1):
        assert "面议" in sheet.cell(row, sheet.max_column).value
        sheet.cell(row, HEADS.index("金额") + 1).value = 500
    book.save(tmp_path / "corrected.xlsx")
    up_to_preview(visitor, tmp_path / "corrected.xlsx")
    assert page.locator("#found .cell-bad").count() == 0
    to_the_result(page)
    assert str(BAD) in page.locator("main .lead").inner_text()

    undo(page)
    assert found(visitor)
    page.goto(first)
    undo(page)
    assert "有限公司" not in visitor.go("/find/?q=喜爱导入").page.locator("main").inner_text()


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_the_pages_of_an_import_fit_the_window(visit, tmp_path, width, dark):
    visitor = visit("admin", width=width, dark=dark)
    up_to_preview(visitor, table(tmp_path / "客户.xlsx"))
    assert visitor.fits()
    for path in ("/exchange/imports/", "/exchange/imports/upload/"):
        assert visitor.go(path).fits()
