"""The tracking table edited like a spreadsheet: keys, a pasted block, undo, a second person, a lost connection."""

import pytest

pytestmark = pytest.mark.browser

PASTE = """text => { const given = new DataTransfer(); given.setData("text/plain", text);
document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: given, bubbles: true, cancelable: true})); }"""
COLUMN = "field => [...document.querySelectorAll('#tracking col')].findIndex(one => one.dataset.field === field)"
VALUES = """place => [...document.querySelectorAll('#tracking tr[data-id]')]
.map(row => row.cells[place].dataset.value ?? row.cells[place].textContent.trim())"""

SCROLL = "share => { const box = document.querySelector('.grid-scroll'); box.scrollTop = share * box.scrollHeight; }"


def table(visit, login: str = "zhoumin", **how):
    page = visit(login, **how).go("/pipeline/table/").page
    page.wait_for_selector("#tracking.is-grid")
    return page


def cell(page, row: int, field: str):
    place = page.evaluate(COLUMN, field)
    return page.locator("#tracking tr[data-id]").nth(row).locator("td").nth(place)


def values(page, field: str) -> list[str]:
    return page.evaluate(VALUES, page.evaluate(COLUMN, field))


def settled(page) -> None:
    page.wait_for_selector("#tracking .is-waiting, #tracking .is-sent", state="detached", timeout=60_000)


def kept(page, field: str, rows: int) -> list[str]:
    """What the server holds, read on a page that was loaded again."""
    page.reload()
    page.wait_for_selector("#tracking.is-grid")
    return values(page, field)[:rows]


def test_a_block_of_two_hundred_rows_is_pasted_and_taken_back(visit):
    page = table(visit)
    cell(page, 0, "competitor").click()
    before = values(page, "competitor")[0]
    page.evaluate(PASTE, "\r\n".join(f"对手{number}\t备注 {number}" for number in range(200)) + "\r\n")
    page.locator("#tracking td", has_text="对手199").wait_for(state="attached")
    settled(page)
    assert page.locator("#tracking .is-refused").count() == 0
    assert values(page, "competitor")[:200] == [f"对手{number}" for number in range(200)]
    assert values(page, "note")[199] == "备注 199"
    page.keyboard.press("Control+z")
    page.locator("#tracking td", has_text="对手199").wait_for(state="detached")
    settled(page)
    assert kept(page, "competitor", 1) == [before]


def test_keys_type_fill_down_and_redo(visit):
    page = table(visit)
    cell(page, 1, "current_supplier").click()
    page.keyboard.type("jia")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Control+d"):
        page.keyboard.press(key)
    settled(page)
    assert values(page, "current_supplier")[1:4] == ["jia"] * 3
    page.keyboard.press("Control+z")
    settled(page)
    assert values(page, "current_supplier")[2] != "jia"
    page.keyboard.press("Control+y")
    settled(page)
    assert kept(page, "current_supplier", 4)[1:4] == ["jia"] * 3


def test_what_cannot_be_read_is_marked_with_its_reason(visit):
    page = table(visit)
    cell(page, 0, "volume").click()
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    marked = page.locator("#tracking td[aria-invalid]")
    marked.wait_for()
    assert "abc" in marked.get_attribute("title")
    assert marked.get_attribute("title") in page.locator("#grid-said").inner_text()
    page.keyboard.press("Control+z")
    page.wait_for_selector("#tracking td[aria-invalid]", state="detached")


def test_two_people_write_one_cell_and_the_second_chooses(visit):
    one, other = table(visit), table(visit, "linlan")
    id_ = other.locator("#tracking tr[data-id]").first.get_attribute("data-id")
    row = [one.get_attribute for one in one.locator("#tracking tr[data-id]").all()]
    at = [get("data-id") for get in row].index(id_)
    cell(one, at, "competitor").click()
    one.keyboard.type("first")
    one.keyboard.press("Enter")
    settled(one)
    cell(other, 0, "competitor").click()
    other.keyboard.type("second")
    other.keyboard.press("Enter")
    asked = other.locator("#tracking .grid-conflict")
    asked.wait_for()
    assert "first" in asked.inner_text()
    assert "周敏" in asked.inner_text()
    asked.locator("[data-settle=mine]").click()
    asked.wait_for(state="detached")
    settled(other)
    assert kept(other, "competitor", 1) == ["second"]


def test_nothing_is_lost_without_a_connection(visit):
    page = table(visit)
    page.route("**/table/cells/", lambda route: route.fulfill(status=200, body="<html>"))
    cell(page, 5, "next_action").click()
    page.keyboard.type("call back")
    page.keyboard.press("Enter")
    page.wait_for_selector("#tracking .is-unsent")
    page.unroute("**/table/cells/")
    page.click("#grid-again")
    page.wait_for_selector("#tracking .is-unsent", state="detached")
    settled(page)
    assert kept(page, "next_action", 6)[5] == "call back"


def test_ten_pages_scroll_in_a_bounded_table(visit):
    page = table(visit, "admin")
    count = int(page.get_attribute("#tracking", "data-count"))
    height = page.evaluate("document.querySelector('.grid-scroll').scrollHeight")
    assert height > count * 30, "the scrollbar knows every row"
    for share in (0.3, 0.6, 1):
        page.evaluate(SCROLL, share)
        page.wait_for_timeout(600)
    assert page.locator("#tracking tr[data-id]").count() < 600
    last = page.get_attribute("#tracking", "data-pages")
    page.wait_for_selector(f"#tracking tbody[data-page='{last}'] tr[data-id]")


def test_the_keyboard_goes_to_the_last_row_of_all(visit):
    page = table(visit, "admin")
    cell(page, 0, "industry").click()
    page.keyboard.press("Control+End")
    last = page.get_attribute("#tracking", "data-pages")
    page.wait_for_selector(f"#tracking tbody[data-page='{last}'] tr[data-id]:last-child td.is-active")
    page.keyboard.press("Control+Home")
    page.wait_for_selector("#tracking tbody[data-page='1'] tr[data-id]:first-child td.is-active")


def test_columns_are_chosen_and_stay_when_a_cell_is_written(visit):
    page = table(visit)
    page.click("summary[aria-label='列']")
    for box in page.locator(".column-menu input").all()[2:]:
        box.uncheck()
    page.click(".column-menu .button-main")
    page.wait_for_load_state("networkidle")
    assert page.locator("#tracking thead th").count() == 3
    cell(page, 0, "name").click()
    page.keyboard.type("renamed")
    page.keyboard.press("Enter")
    page.wait_for_selector("#tracking td:has-text('renamed')")
    assert page.locator("#tracking tbody tr[data-id]").first.locator("td").count() == 3


def test_on_a_phone_a_tap_opens_the_form(visit):
    page = table(visit, width=390, height=800)
    cell(page, 0, "industry").tap()
    page.wait_for_url("**/edit/")
