"""xiaolu serve: web server and worker, until stopped. Prints the address, and on the first start how to begin."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from xiaolu import __version__
from xiaolu.operate.demo.logins import demo_logins
from xiaolu.org import actions, queries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="web processes")


def run(options: argparse.Namespace) -> int:
    collect_assets()
    here = settings.URL or f"http://{options.host}:{options.port}"
    say_how_to_begin(here)
    connection.close()
    children = start(options)
    return supervise(children)


def collect_assets() -> None:
    """Hashed and compressed copies of the front-end files, made once per version."""
    mark = Path(settings.STATIC_ROOT) / ".version"
    newest = max((path.stat().st_mtime for path in settings.PACKAGE.glob("*/static/**/*")), default=0.0)
    version = f"{__version__} {newest}"
    if not mark.exists() or mark.read_text() != version:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        mark.write_text(version)


def say_how_to_begin(here: str) -> None:
    print(f"\nXiaolu 销路 {__version__}  →  {here}\n", flush=True)
    if not queries.is_set_up():
        token = actions.make_link(None, by=None)
        print(
            f"First start. Open this address once and become the administrator:\n  {here}{reverse('org:set_up', args=[token])}\n",
            flush=True,
        )
    for login, password, who in demo_logins():
        print(f"  {login:<10} {password:<14} {who}", flush=True)


def start(options: argparse.Namespace) -> list[subprocess.Popen[bytes]]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "xiaolu.settings"}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port),
           "--workers", str(options.workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
           "--workers-kill-timeout", "10", "xiaolu.wsgi:application"]  # fmt: skip
    worker = [sys.executable, "-m", "xiaolu", "worker", *(["--alone"] if connection.vendor == "sqlite" else [])]
    return [subprocess.Popen(command, env=environment) for command in (web, worker)]


def supervise(children: list[subprocess.Popen[bytes]]) -> int:
    """Pass a stop on to both; when one of them ends by itself, end the other."""
    stopping: list[bool] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.append(True))
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.terminate()
    codes = [child.wait() for child in children]
    return 0 if stopping else max(abs(code) for code in codes) or 1
