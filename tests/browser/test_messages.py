"""After a visit on a phone: the message that is due is filled in, bettered, noted as sent; how one is told is chosen."""

import pytest

pytestmark = pytest.mark.browser


def test_a_visit_asks_for_a_message_that_is_written_and_noted(visit):
    visitor = visit("linlan", width=390, height=844)
    page = visitor.page
    visitor.go("/")
    card = page.locator(".tickler-card").first
    customer = card.locator("b").first.inner_text()
    card.locator("[data-work]").click()
    page.wait_for_selector("#drawer textarea[name=result]")
    page.locator("#drawer [name=kind][value=visit]").check(force=True)
    page.fill("#drawer textarea[name=result]", "看了三台设备；科长同意试用一桶；下周四看化验结果")
    page.click("#drawer .button-main")
    page.wait_for_selector(".toast")

    visitor.go("/")
    line = page.locator("li.clock-row-act", has_text=customer).first
    assert "分钟" in line.inner_text()
    line.locator(".button").click()
    page.wait_for_selector("#drawer textarea[name=text]")
    text = page.input_value("#drawer textarea[name=text]")
    assert "1、看了三台设备\n2、科长同意试用一桶" in text
    page.select_option("#drawer [name=language]", "en")
    page.locator("#drawer textarea", has_text="Dear").wait_for()
    page.select_option("#drawer [name=language]", "zh-hans")
    page.locator("#drawer textarea", has_text="您好").wait_for()
    page.fill("#drawer textarea[name=text]", "好…")
    page.press("#drawer textarea[name=text]", "End")
    page.locator("#drawer .message-advice li", has_text="空白").wait_for()
    page.locator("#drawer [name=way][value=copied]").check(force=True)
    page.fill("#drawer textarea[name=text]", text.replace("…", "下周四"))
    assert visitor.fits()
    page.click("#drawer .button-main")
    page.wait_for_selector(".toast")
    visitor.go("/activities/?kind=message&state=done&q=科长同意试用一桶")
    assert page.locator(".activity-row").count() == 1


def test_one_chooses_how_one_is_told(visit):
    visitor = visit("zhoumin", width=390, height=844)
    page = visitor.page
    visitor.go("/clocks/notices/choices/")
    assert visitor.fits()
    page.select_option("[name=email_escalation]", "digest")
    page.fill("[name=digest_at]", "08:30")
    page.click("form.panel .button-main")
    page.wait_for_selector(".toast")
    assert page.input_value("[name=email_escalation]") == "digest" and page.input_value("[name=digest_at]") == "08:30"
