"""A seller's day on a phone: one line, cards worked with a thumb, half of it without signal; nothing lost, nothing twice."""

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def until(page, true: str) -> None:
    """Wait until a sentence of JavaScript is true; the strict policy lets no other way."""
    for _ in range(150):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(true)


def phone(visit, login: str = "linlan"):
    visitor = visit(login, **PHONE)
    visitor.go("/")
    visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.go("/")  # the second time it is kept
    until(visitor.page, "caches.open('pages').then((cache) => cache.match('/')).then(Boolean)")
    return visitor


def waiting(page) -> int:
    return page.evaluate(
        """new Promise((done) => { const asked = indexedDB.open('xiaolu', 1); asked.onsuccess = () => {
        const all = asked.result.transaction('waiting').objectStore('waiting').getAll(); all.onsuccess = () => done(all.result.length); }; })"""
    )


def test_a_day_with_and_without_signal(visit):
    visitor = phone(visit)
    page = visitor.page
    due = int(page.locator("nav.tabbar .nav-count").first.inner_text())

    page.locator(".tickler-card [data-missed]").first.click()  # one thumb: not reached, back on the next working day
    page.wait_for_selector(".toast")
    visitor.go("/")
    assert int(page.locator("nav.tabbar .nav-count").first.inner_text()) == due - 1

    card = page.locator(".tickler-card").first
    name = card.locator("b").first.inner_text()
    card.locator("[data-work]").click()
    page.fill("#drawer textarea[name=result]", "谈了年度协议")
    page.click("#drawer .button-main")
    page.wait_for_selector(".toast")

    page.context.set_offline(True)
    visitor.go("/")
    assert page.locator("#offline-badge").is_visible()
    cards = page.locator(".tickler-card")
    assert cards.count() > 1, "the day is there without signal"
    kept = [cards.nth(place).get_attribute("data-card") for place in range(2)]
    page.locator(f"[data-card='{kept[0]}'] [data-work]").click()
    page.fill("#drawer textarea[name=result]", "没有信号时谈的")
    page.evaluate(
        "document.querySelector('#drawer [name=next_day]').value = new Date(Date.now() + 4 * 864e5).toISOString().slice(0, 10)"
    )
    page.click("#drawer .button-main")
    page.wait_for_selector(f"[data-card='{kept[0]}'].is-waiting")
    page.locator(f"[data-card='{kept[1]}'] [data-missed]").click()
    page.wait_for_selector(f"[data-card='{kept[1]}'].is-waiting")
    assert waiting(page) == 2
    visitor.go("/")
    assert waiting(page) == 2, "closing the page loses nothing"
    visitor.complaints.clear()  # without signal a browser complains

    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, "document.getElementById('offline-badge').hidden")
    assert waiting(page) == 0
    visitor.go("/activities/?state=done&q=没有信号时谈的")
    assert page.locator(".activity-row").count() == 1
    visitor.go("/")
    assert not page.locator(f"[data-card='{kept[0]}'], [data-card='{kept[1]}']").count()
    assert name


def test_one_line_is_read_and_recorded_from_anywhere(visit):
    visitor = phone(visit)
    page = visitor.page
    visitor.go("/customers/")
    name = page.locator("main table tbody tr td a b").first.inner_text().rstrip("…")
    page.click(".quick-add")
    page.fill("#drawer [name=line]", f"{name} 拜访 看了车间，明天再打")
    page.click("#drawer .quick-line button")
    until(page, "document.querySelector('#drawer [name=account_name]').value.length > 1")
    assert page.locator("#drawer [name=kind]:checked").get_attribute("value") == "visit"
    assert page.input_value("#drawer [name=next_day]")
    page.click("#drawer .record-form .button-main")
    page.wait_for_selector(".toast")
    visitor.go("/activities/?q=看了车间&state=done")
    assert page.locator(".activity-row").count() >= 1


def test_what_the_server_refuses_is_shown_and_signing_out_asks(visit):
    visitor = phone(visit)
    page = visitor.page
    page.context.set_offline(True)
    visitor.go("/")
    page.locator(".tickler-card [data-work]").first.click()
    page.fill("#drawer textarea[name=result]", "客户名写错了")
    page.fill("#drawer [name=account_name]", "没有这家公司")
    page.click("#drawer .button-main")
    page.wait_for_selector(".is-waiting")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_selector("#offline-badge.tag-bad")
    visitor.complaints.clear()
    visitor.go("/offline/")
    page.wait_for_selector("#waiting [data-refused]:not([hidden])")
    assert "客户名写错了" in page.locator("#waiting").inner_text()
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    page.wait_for_url("**/sign-in/**")
    assert asked and waiting(page) == 0
