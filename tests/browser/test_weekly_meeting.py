"""A manager's weekly meeting, from the last agreements to the slides: the charts hold the numbers of the page."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from pptx import Presentation

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_weekly_meeting_ends_in_slides(visit):
    boss = visit("zhoumin")
    page = boss.go("/activities/meetings/").page
    page.get_by_role("link", name="2", exact=False).filter(
        has_text=re.compile(r"\d{4}-")
    ).first.click()  # the one to come
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("待召开").is_visible()

    # what was agreed on last time
    last = page.locator("#last .agreement")
    before = last.count()
    last.filter(has_text="给客户发总成本对比表").get_by_role("button", name="已兑现").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#last .tag-good").count() >= 1
    assert page.locator("#last .agreement").count() == before

    # the pack
    page.get_by_role("button", name="生成材料").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("所有数字与会上看到的一致").is_visible()
    drawn = page.locator("#changes .chart-number").all_text_contents()
    stands = [
        int(text.replace(",", ""))
        for text in page.locator("#figures tbody").first.locator("a.figure").all_inner_texts()
    ]
    page.locator("#changes a.figure").first.click()
    page.wait_for_selector("dialog.drawer[open]")
    page.keyboard.press("Escape")

    # notes and new agreements, one of them about a deal that is stuck
    page.fill("#notes textarea", "谈判阶段先谈总成本")
    page.locator("#notes form button").click()
    page.wait_for_load_state("networkidle")
    due = (date.today() + timedelta(days=6)).isoformat()
    page.fill("#agreed [name=text]", "带对比表拜访前三家")
    page.select_option("#agreed [name=owner]", label="林岚")
    page.fill("#agreed [name=due]", due)
    page.locator("#agreed form.agree-form button").click()
    page.wait_for_load_state("networkidle")
    stuck = page.locator("#stuck .deal-group").first
    stuck.get_by_role("link", name="约定").first.click()
    page.wait_for_selector("dialog.drawer[open]")
    page.fill("dialog.drawer [name=text]", "本周给出结论")
    page.fill("dialog.drawer [name=due]", due)
    with page.expect_navigation():
        page.locator("dialog.drawer .button-main").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#agreed .agreement").count() == 2
    assert "谈判阶段先谈总成本" in page.locator("#notes").inner_text()

    # slides
    with page.expect_download() as coming:
        page.get_by_role("link", name="PPTX").click()
    check_slides(coming.value.path().read_bytes(), drawn, stands)

    # read back, close
    page.locator("#end .button-main").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("还有 2 条没有打勾").is_visible(), "not read back"
    boss.complaints.clear()  # the browser complains of the refusal
    page.go_back()
    page.wait_for_load_state("networkidle")
    for box in page.locator("#end input[type=checkbox]").all():
        box.check()
    page.locator("#end .button-main").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("#end").get_by_text("已复述并结束会议").is_visible()

    # it stands in her day
    seller = visit("linlan", width=390, height=844)
    seller.go("/")
    assert seller.page.get_by_text("带对比表拜访前三家").is_visible()
    assert seller.fits()


def check_slides(content: bytes, drawn: list[str], stands: list[int]) -> None:
    """The waterfall's and the funnel's data are what the page drew."""
    charts = [
        shape.chart for slide in Presentation(BytesIO(content)).slides for shape in slide.shapes if shape.has_chart
    ]
    waterfall, funnel = charts[0], charts[1]
    columns = zip(*(list(series.values) for series in list(waterfall.plots[0].series)[1:]), strict=True)
    told = [next((abs(value) for value in values if value), 0) for values in columns]
    page = [abs(float(text.replace(",", ""))) for text in drawn]
    assert len(told) == len(page)
    for exact, shown in zip(told, page, strict=True):
        assert abs(exact - shown) <= max(0.5 if shown >= 100 else 0.05, 0.005), (told, page)
    assert list(reversed(list(funnel.plots[0].series)[1].values)) == stands
