"""A second record is noticed while it is typed; two become one, and two again."""

import pytest

pytestmark = pytest.mark.browser


def create(visitor, name: str, phone: str) -> str:
    """Type a new customer, saying that it is another one when asked; gives its address."""
    page = visitor.go("/customers/create/").page
    page.fill("[name=name]", name)
    page.fill("[name=phone]", phone)
    page.wait_for_timeout(1200)  # typing is over, and the panel had its time
    if page.locator("[name=not_same]").count():
        page.check("[name=not_same]")
    page.click("form.form-panel button.button-main")
    page.wait_for_url("**/customers/*/")
    return page.url.removeprefix(visitor.address)


@pytest.mark.parametrize(("width", "core"), [(1440, "皓月"), (390, "朗星")])
def test_two_customers_are_merged_and_taken_apart_again(visit, width, core):
    visitor = visit("linlan", width=width)
    page = visitor.page
    first = create(visitor, f"苏州{core}润滑油有限公司", "0512-66668888")
    visitor.go("/customers/create/")
    page.fill("[name=name]", f"{core}（苏州）润滑油")
    page.wait_for_selector(f"#likely a[href='{first}']")
    second = create(visitor, f"{core}（苏州）润滑油", "66668888")

    visitor.go("/customers/duplicates/?apart=1")
    page.locator("section.panel", has_text=core).locator("button").click()
    page.wait_for_load_state("networkidle")
    page.locator("section.panel", has_text=core).locator("a.button-main").click()
    page.wait_for_selector("[name=phone][value=loser]")
    page.check("[name=phone][value=loser]")
    assert visitor.fits()
    page.click("form.panel button.button-main")
    page.wait_for_url(f"**{first}")
    assert "66668888" in page.locator("main dl.facts").first.inner_text()
    assert visitor.go(second).page.url.endswith(first)

    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("form[action$='take-back/'] button").click()
    page.wait_for_url(f"**{second}")
    assert "66668888" in page.locator("main dl.facts").first.inner_text()
    assert "0512-66668888" in visitor.go(first).page.locator("main dl.facts").first.inner_text()
