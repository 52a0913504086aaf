"""A deal is held up at its gate, and passes with evidence: on the board, with a manager's word, on a phone."""

import pytest

pytestmark = pytest.mark.browser


def held_up(page) -> str:
    """The id of a card in negotiation whose gate lacks something."""
    return page.locator("[data-stage=N] .card[data-lacks]").first.get_attribute("data-id")


def wait_until_won(page, opportunity: str) -> None:
    page.wait_for_selector(f"[data-stage=C] .card[data-id='{opportunity}']", state="attached")


def test_a_gate_refuses_on_the_board_and_opens_with_evidence(visit, tmp_path):
    offer = tmp_path / "回签报价单.pdf"
    offer.write_bytes(b"%PDF-1.7\n")
    page = visit("linlan").go("/pipeline/").page
    opportunity = held_up(page)
    page.locator(f".card[data-id='{opportunity}']").press("Alt+ArrowRight")
    page.wait_for_selector("#drawer .gate-closed")
    assert page.locator("#drawer button.button-main").count() == 0
    assert page.locator(f"[data-stage=N] .card[data-id='{opportunity}']").count() == 1
    page.locator("#drawer .gate-line .button").first.click()
    page.wait_for_selector("#drawer [name=file]")
    page.set_input_files("#drawer [name=file]", str(offer))
    page.click("#drawer button.button-main")
    page.wait_for_selector("#drawer .tag-good")
    assert page.locator("#drawer .gate-closed").count() == 0
    page.click("#drawer button.button-main")
    wait_until_won(page, opportunity)
    assert "回签报价单.pdf" in page.goto(f"{page.url.split('/pipeline')[0]}/pipeline/{opportunity}/").text()


def test_what_was_supplied_shows_on_the_card_when_the_drawer_is_closed(visit):
    page = visit("linlan").go("/pipeline/").page
    opportunity = held_up(page)
    page.locator(f".card[data-id='{opportunity}']").press("Alt+ArrowRight")
    page.wait_for_selector("#drawer .gate-closed")
    page.locator("#drawer .gate-line .button").first.click()
    page.set_input_files("#drawer [name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.click("#drawer button.button-main")
    page.wait_for_selector("#drawer .tag-good")
    page.click("#drawer [data-close]")
    page.wait_for_selector(f"[data-stage=N] .card[data-id='{opportunity}']:not([data-lacks])", state="attached")


def test_a_manager_lets_a_deal_through_with_a_reason(visit):
    page = visit("zhoumin", width=390, height=800).go("/pipeline/").page
    opportunity = held_up(page)
    page.locator(f".card[data-id='{opportunity}'] .card-move").click()
    page.wait_for_selector("#drawer .gate-closed")
    page.select_option("#drawer [name=override]", "evidence_follows")
    page.click("#drawer button.button-main")
    wait_until_won(page, opportunity)


def test_what_a_move_asks_follows_the_stage_that_is_chosen(visit):
    page = visit("linlan").go("/pipeline/").page
    page.locator("[data-stage=P] .card-move").first.click()
    page.wait_for_selector("#drawer [name=to]")
    assert page.locator("#drawer [name=reason]").count() == 0
    page.select_option("#drawer [name=to]", "X")
    page.wait_for_selector("#drawer [name=competitor]")
    page.select_option("#drawer [name=reason]", "price")
    page.check("#drawer [name=no_competitor]")
    page.click("#drawer button.button-main")
    page.wait_for_selector("#toasts .toast-good")


def test_a_request_is_answered_and_the_count_goes_down(visit):
    visitor = visit("zhoumin")
    page = visitor.go("/pipeline/requests/").page
    count = int(page.locator(".sidebar a[href*='/requests/'] .nav-count").inner_text())
    page.locator(".request button.button-main").first.click()
    page.wait_for_load_state("networkidle")
    left = page.locator(".sidebar a[href*='/requests/'] .nav-count")
    assert (int(left.inner_text()) if left.count() else 0) == count - 1
