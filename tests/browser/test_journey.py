"""The main job in a real browser: import a table with Chinese headings, look, move, ask why, go back in time."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

pytestmark = pytest.mark.browser
TODAY = date.today()


def table(path: Path, prefix: str) -> Path:
    """A workbook as people have it: a title row, starred headings, stage dates."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026 年客户状态跟踪表"])
    sheet.append(
        [
            "客户名称(*)",
            "联系人",
            "手机号",
            "负责人",
            "客户行业",
            "客户来源",
            "金额",
            "预估年用量",
            "阶段",
            "入P",
            "入A",
            "入N",
            "下次联系时间",
            "备注",
        ]
    )
    for number in range(24):
        first = TODAY - timedelta(days=90 + number)
        days = [first, first + timedelta(days=10), first + timedelta(days=30)]
        stage = "PAN"[number % 3]
        entered = [day if place <= "PAN".index(stage) else None for place, day in enumerate(days)]
        sheet.append([f"{prefix}{number:02}机械有限公司", "张工", f"1380000{number:04}", "林岚", "机械", "电话开发", 10_000 + number, 12.5, stage,
                      *entered, TODAY + timedelta(days=3), "预算10万左右"])  # fmt: skip
    book.save(path)
    return path


def load(visitor, file: Path) -> str:
    """Upload → columns → preview → result, as the main button of each page leads; gives what the result says."""
    page = visitor.page
    visitor.go("/exchange/imports/upload/")
    page.set_input_files("input[type=file]", str(file))
    page.click("main form button.button-main")
    result = page.locator("main a.button-main[href*='/pipeline/?method=']")
    button = page.locator("main form button.button-main")
    for _ in range(120):
        if result.count():
            return page.locator("main").inner_text()
        if button.count() and "/upload/" not in page.url:
            for box in page.locator("input[name=create_missing]").all():
                box.check()
            button.first.click()
            page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("main").inner_text())


def whole_journey(visitor, file: Path, prefix: str) -> None:
    page = visitor.page
    assert "24" in load(visitor, file)

    visitor.go(f"/pipeline/?q={prefix}00")
    card = page.locator(".card").first
    assert prefix in card.inner_text()
    card.locator(".card-move").click()
    page.wait_for_selector("#drawer form")
    page.select_option("#drawer [name=to]", "A")
    page.click("#drawer button.button-main")
    page.wait_for_selector("#board [data-stage=A] .card")

    visitor.go("/insight/")
    page.locator("main a.figure").first.click()
    page.wait_for_selector("#drawer .big-figure")
    assert "÷" in page.locator("#drawer").inner_text()
    page.keyboard.press("Escape")

    visitor.go(f"/pipeline/as-it-was/?at={TODAY - timedelta(days=1)}&stage=P")
    assert page.locator("main").inner_text()


def test_a_manager_imports_looks_moves_asks_and_goes_back(visit, tmp_path):
    visitor = visit("admin")
    whole_journey(visitor, table(tmp_path / "客户状态跟踪表.xlsx", "电脑甲"), "电脑甲")
    assert "电脑甲00" in visitor.go("/find/?q=电脑甲00").page.locator("main").inner_text()


def test_the_same_on_a_phone(visit, tmp_path):
    visitor = visit("admin", width=390, height=800)
    whole_journey(visitor, table(tmp_path / "跟踪表.xlsx", "手机乙"), "手机乙")


def first_card(page, stage: str) -> tuple[str, str]:
    """The id of the first card of a column, and the version of it that the board shows."""
    card = page.locator(f"[data-stage={stage}] .card").first
    return card.get_attribute("data-id"), card.get_attribute("data-seen")


def wait_until_moved(page, opportunity: str, seen: str) -> None:
    """The board was fetched anew and shows the card in A with its next version."""
    page.wait_for_selector(f"[data-stage=A] .card[data-id='{opportunity}']:not([data-seen='{seen}'])", state="attached")


def test_a_card_is_dragged_and_moved_by_keyboard(visit):
    page = visit("linlan").go("/pipeline/").page
    dragged, seen = first_card(page, "P")
    page.locator(f".card[data-id='{dragged}']").drag_to(page.locator("[data-stage=A]"))
    wait_until_moved(page, dragged, seen)
    pressed, seen = first_card(page, "P")
    page.locator(f".card[data-id='{pressed}']").press("Alt+ArrowRight")
    wait_until_moved(page, pressed, seen)


def test_a_refused_move_puts_the_card_back(visit):
    """Somebody else changed the deal meanwhile."""
    visitor = visit("linlan")
    page = visitor.go("/pipeline/").page
    opportunity, _ = first_card(page, "P")
    page.evaluate("id => { document.querySelector(`.card[data-id='${id}']`).dataset.seen = '999'; }", opportunity)
    page.locator(f".card[data-id='{opportunity}']").press("Alt+ArrowRight")
    page.wait_for_selector(".toast-bad")
    page.wait_for_selector(f"[data-stage=P] .card[data-id='{opportunity}']:not([data-seen='999'])", state="attached")
    assert ["409" in text for text in visitor.complaints] == [True]
    visitor.complaints.clear()


def test_the_diagnosis_finds_what_was_put_in(visit):
    """赵磊 was made weak in discovering needs, 陈静 in negotiating, 王芳 follows too many."""
    text = visit("guwei").go("/insight/").page.locator("main").inner_text()
    for name, weakness in (("赵磊", "需求"), ("陈静", "谈判"), ("王芳", "取舍")):
        row = text[text.rindex(name) :][:120]
        assert weakness in row, (name, row)
