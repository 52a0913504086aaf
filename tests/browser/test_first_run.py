"""From an empty folder to the first figure, in a real browser."""

import os
import re
import subprocess
import sys
import time

import pytest

from .conftest import Visitor, free_port, wait_until_up

pytestmark = pytest.mark.browser


@pytest.fixture
def empty_house(tmp_path):
    """A server over an empty folder, and the one-time address that it prints."""
    environment = {**os.environ, "XIAOLU_HOME": str(tmp_path / "home"), "XIAOLU_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    port, log = free_port(), tmp_path / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "xiaolu", "serve", "--port", str(port), "--workers", "1"],
            env=environment, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        wait_until_up(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", set_up_path(log)
    finally:
        server.terminate()
        server.wait(timeout=30)


def set_up_path(log) -> str:
    for _ in range(40):
        if found := re.search(r"/house/set-up/[\w-]+/", log.read_text()):
            return found.group()
        time.sleep(0.25)
    raise AssertionError(log.read_text())


@pytest.mark.parametrize("width", [1440, 390])
def test_from_an_empty_folder_to_the_first_figure(chromium, empty_house, width):
    address, path = empty_house
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    context.set_default_timeout(15_000)
    visitor = Visitor(context.new_page(), address)
    page = visitor.go(path).page
    for name, value in {
        "login": "laoban",
        "name": "老板",
        "password": "苏州-2026-hao",
        "again": "苏州-2026-hao",
    }.items():
        page.fill(f"[name={name}]", value)
    page.click("form.form-stack button.button-main")
    page.wait_for_url("**/welcome/company/")
    page.fill("[name=name]", "苏州恒力润滑")
    page.click("main form button.button-main")
    page.wait_for_url("**/welcome/method/")
    page.click("main form button.button-main")
    page.wait_for_url("**/welcome/data/")
    assert visitor.fits()
    page.click("main form[action*='/welcome/demo/'] button")
    page.wait_for_url("**/insight/**", timeout=60_000)
    assert page.locator("main a.figure").first.is_visible()
    assert "苏州恒力润滑" in visitor.go("/house/settings/").page.locator("main").inner_text()
    assert visitor.complaints == []
    context.close()
