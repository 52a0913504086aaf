"""Rows are chosen in the list of customers, a value is said once, looked at, and written."""

import pytest

pytestmark = pytest.mark.browser


def test_chosen_customers_are_changed_after_a_preview(visit):
    visitor = visit("linlan", width=390)
    page = visitor.page
    visitor.go("/customers/?grade=D")
    button = page.locator("#choose button")
    assert button.is_disabled()
    rows = page.locator("input[name=account]")
    rows.nth(0).check()
    rows.nth(2).check()
    assert "(2)" in button.inner_text()
    button.click()
    page.fill("[name=region]", "长三角")
    assert page.locator("[name=change_region]").is_checked(), "what is touched is meant"
    assert not page.locator("[name=change_industry]").is_checked()
    page.click(".form-panel .button-main")
    assert "2" in page.locator(".big-figure").inner_text()
    page.click(".form-panel .button-main")
    page.wait_for_url("**/customers/?grade=D")
    assert "2" in page.locator("#toasts").inner_text()
    assert page.locator("td", has_text="长三角").count() == 2
    assert visitor.fits()
