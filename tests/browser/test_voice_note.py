"""A voice note: recorded into the form, heard before it is saved, played on the activity's page."""

import pytest

pytestmark = pytest.mark.browser


def record(page, seconds: float = 1.5) -> None:
    page.click("[data-record]")
    page.wait_for_selector("[data-stop]")
    page.wait_for_timeout(int(seconds * 1000))
    page.click("[data-stop]")
    page.wait_for_selector("[data-play]")


def in_the_form(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelector('[name=attached]').files].map((one) => one.name.split('.').pop() + one.size)"
    )


def open_form(visitor, more: str = ""):
    visitor.go(f"/activities/record/?kind=task{more}")
    visitor.page.fill("textarea[name=result]", "口述的记录")
    return visitor.page


def heard(page, selector: str) -> bool:
    """Whether the browser could read the sound."""
    for _ in range(100):
        if page.evaluate(f"document.querySelector('{selector}').readyState >= 1"):
            return True
        page.wait_for_timeout(100)
    return False


def test_recorded_heard_saved_and_played_on_the_page(visit):
    visitor = visit("linlan", width=390)
    page = open_form(visitor)
    record(page)
    assert heard(page, ".voice-note [data-play]")
    assert len(in_the_form(page)) == 1
    page.click("[data-discard]")
    assert in_the_form(page) == []
    record(page)
    page.set_input_files("[name=attached]", files=[{"name": "a.txt", "mimeType": "text/plain", "buffer": b"abc"}])
    assert sorted(one[:3] for one in in_the_form(page)) == ["txt", "web"]
    assert visitor.fits()
    page.click(".record-form .button-main")
    page.wait_for_selector("audio.voice-player")  # the activity's own page
    assert heard(page, "audio.voice-player")
    assert page.evaluate("document.querySelector('audio.voice-player').error") is None
    assert visitor.fits()


def test_a_note_survives_a_form_that_comes_back_and_saving_while_it_runs(visit):
    visitor = visit("linlan")
    page = open_form(visitor)
    page.click("[data-record]")
    page.wait_for_selector("[data-stop]")
    page.wait_for_timeout(1200)
    page.evaluate("document.querySelector('[name=result]').removeAttribute('required')")
    page.fill("textarea[name=result]", "")
    page.click(".record-form .button-main")
    page.wait_for_selector(".field-error:not([hidden])")
    page.wait_for_selector("[data-play]")
    assert len(in_the_form(page)) == 1
    visitor.complaints.clear()  # the browser reports the 422
    page.fill("textarea[name=result]", "第二次口述")
    with page.expect_navigation():
        page.click(".record-form .button-main")
    visitor.go("/activities/?state=done&q=第二次口述")
    page.click(".activity-row a")
    page.wait_for_selector("audio.voice-player")


def test_a_refused_microphone_and_no_signal_are_said(visit):
    visitor = visit("linlan", language="en")
    page = open_form(visitor)
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
    )
    page.click("[data-record]")
    page.wait_for_selector("[data-said]:not([hidden])")
    assert "Allow it in the settings" in page.inner_text("[data-said]")
    page.context.set_offline(True)
    page.click("[data-record]")
    page.wait_for_timeout(300)
    assert "No signal" in page.inner_text("[data-said]")
    page.context.set_offline(False)
    visitor.complaints.clear()


def test_where_the_browser_cannot_record_there_is_no_button(visit):
    visitor = visit("linlan")
    visitor.page.add_init_script("delete window.MediaRecorder")
    page = open_form(visitor)
    assert not page.locator("[data-record]").is_visible()
