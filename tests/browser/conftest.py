"""A running `xiaolu serve` with the small demo company, and headless Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]  # fmt: skip
PASSWORD = "xiaolu-demo"
ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The address of a server of our own; it ends with the tests."""
    home = tmp_path_factory.mktemp("home")
    environment = {**os.environ, "XIAOLU_HOME": str(home), "XIAOLU_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "xiaolu"]
    subprocess.run([*command, "demo", "--size", "small"], env=environment, check=True, timeout=120)
    port = free_port()
    with (home / "serve.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port), "--workers", "1"], env=environment, stdout=log, stderr=log
        )
    here = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(here, server)
        yield here
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_up(here: str, server: subprocess.Popen) -> None:
    for _ in range(120):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(f"{here}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def chromium():
    """The machine's browser. Under CI it must be there."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        assert not os.environ.get("CI"), "no Chromium or Chrome on this machine"
        pytest.skip("no Chromium or Chrome: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser: signs in, goes to pages, and remembers everything that the browser complained of."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address, self.complaints = page, address, []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, login: str) -> "Visitor":
        self.go("/house/sign-in/")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form.form-stack button")
        self.page.wait_for_load_state("networkidle")
        return self

    def go(self, path: str) -> "Visitor":
        answer = self.page.goto(self.address + path)
        assert answer is None or answer.status < 400, (path, answer.status)
        self.page.wait_for_load_state("networkidle")
        return self

    def fits(self) -> bool:
        """Whether the page is no wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def visit(chromium, address):
    """visit(login, width=1440, language="zh-CN", dark=False) → a Visitor; nothing may be complained of in the end."""
    opened = []

    def start(
        login: str, *, width: int = 1440, height: int = 900, language: str = "zh-hans", dark: bool = False
    ) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN" if language == "zh-hans" else "en-GB",
            color_scheme="dark" if dark else "light", has_touch=width < 600, is_mobile=width < 600,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        visitor = Visitor(context.new_page(), address)
        opened.append((context, visitor))
        visitor.sign_in(login)
        visitor.go("/house/profile/")
        visitor.page.select_option("[name=language]", language)
        visitor.page.click("form.form-panel button")
        visitor.page.wait_for_load_state("networkidle")
        return visitor

    yield start
    for context, visitor in opened:
        context.close()
        assert visitor.complaints == []
