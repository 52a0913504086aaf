"""A throw-away Xiaolu of our own on either database, with processes at work in it that a test may kill."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

SERVER = os.environ.get("XIAOLU_DATABASE_URL", "")
HANDS = Path(__file__).with_name("hands.py")
PATIENCE = 60.0
PAUSE = 0.002
_numbers = count(1)


def csv_of(path: Path, rows: int) -> Path:
    """A table of so many opportunities with three stage dates, a fifth as many customers."""
    lines = ["外部编号,客户名称,负责人,阶段,金额,入S,入P,入A"]
    for number in range(rows):
        first = date.today() - timedelta(days=200 + number % 300)
        days = ",".join(str(first + timedelta(days=step)) for step in (0, 30, 90))
        lines.append(f"E{number},客户{number // 5},人{number % 7},A,{100 + number},{days}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


class Hand:
    """One process at work."""

    def __init__(self, pid: int, place: str) -> None:
        self.pid, self.place = pid, place

    @property
    def is_over(self) -> bool:
        if Path(f"{self.place}.code").exists():
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def said(self, word: str) -> bool:
        return Path(f"{self.place}.{word}").exists()

    def tell(self, word: str) -> "Hand":
        Path(f"{self.place}.{word}").touch()
        return self

    def until(self, word: str) -> "Hand":
        """Wait until it has said a word."""
        wait_for(lambda: self.said(word) or self.is_over, f"{word} of {self.place}")
        assert self.said(word), self.complaint
        return self

    def kill(self) -> None:
        """SIGKILL, as when the power goes; returns when it is gone."""
        if not self.is_over:
            os.kill(self.pid, signal.SIGKILL)
        wait_for(lambda: self.is_over, f"end of {self.place}")

    def stop(self) -> None:
        """SIGTERM; returns when it has ended in order."""
        os.kill(self.pid, signal.SIGTERM)
        self.result()

    def result(self):
        """What it came to; a failed one fails the test."""
        wait_for(lambda: self.is_over, f"result of {self.place}")
        code, out = Path(f"{self.place}.code"), Path(f"{self.place}.out")
        wait_for(lambda: code.exists() and bool(code.read_text()), f"status of {self.place}", 5)
        assert code.read_text() == "0", self.complaint
        return json.loads(out.read_text())

    @property
    def complaint(self) -> str:
        return "".join(path.read_text() for end in ("log", "err") if (path := Path(f"{self.place}.{end}")).exists())


class House:
    """A home folder with a migrated database that can be made new in a moment, and hands to work in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"
        self.home.mkdir()
        self.database, self.template = self.home / "xiaolu.sqlite3", folder / "template.sqlite3"
        self.name = f"test_xiaolu_{os.getpid()}_{next(_numbers)}"
        self.url = self._address(self.name) if SERVER else ""
        self.environment = {**os.environ, "XIAOLU_HOME": str(self.home), "XIAOLU_DATABASE_URL": self.url}
        self.environment.pop("XIAOLU_FILES", None)
        if SERVER:
            self._on_server(f"CREATE DATABASE {self.name}")
        self.xiaolu("migrate")
        if SERVER:
            self._on_server(f"CREATE DATABASE {self.name}_as_new TEMPLATE {self.name}")
        else:
            shutil.copy(self.database, self.template)
        self.mother = subprocess.Popen(
            [sys.executable, str(HANDS)], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.mother.stdout.readline() == "ready\n"
        self.hands: list[Hand] = []

    def _address(self, name: str) -> str:
        return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))

    def _on_server(self, sql: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(sql)

    def xiaolu(self, *words: str) -> str:
        """A command in a process of its own, as an administrator types it; it must succeed."""
        command = [sys.executable, "-m", "xiaolu", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def renew(self) -> None:
        """Everything as it was after the migration."""
        self.dismiss()
        if SERVER:
            self._on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            self._on_server(f"CREATE DATABASE {self.name} TEMPLATE {self.name}_as_new")
            return
        for end in ("", "-wal", "-shm"):
            Path(f"{self.database}{end}").unlink(missing_ok=True)
        shutil.copy(self.template, self.database)

    def start(self, function: str, *words: object) -> Hand:
        place = str(self.folder / f"hand{next(_numbers)}")
        self.mother.stdin.write(json.dumps([place, function, words]) + "\n")
        self.mother.stdin.flush()
        self.hands.append(Hand(int(self.mother.stdout.readline()), place))
        return self.hands[-1]

    def do(self, function: str, *words: object):
        return self.start(function, *words).result()

    def ask(self, sql: str) -> list[tuple]:
        """Rows, by a connection of its own that is closed again: the killed one's log is found as it was left."""
        if SERVER:
            with psycopg.connect(self.url) as connection:
                return connection.execute(sql).fetchall()
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection:
            return connection.execute(sql).fetchall()

    def number(self, sql: str) -> int:
        return int(self.ask(sql)[0][0] or 0)

    def say(self, sql: str) -> None:
        """A statement of the test's own."""
        if SERVER:
            with psycopg.connect(self.url) as connection:
                connection.execute(sql)
            return
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as connection, connection:
            connection.execute(sql)

    def settle(self) -> None:
        """Wait until the server has noticed that a killed process is gone; a commit under way is then over."""
        others = f"SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '{self.name}' AND pid <> pg_backend_pid()"
        if SERVER:
            wait_for(lambda: self.number(others) == 0, "the server to let go", 20)

    def verify(self) -> None:
        """Every invariant holds."""
        self.do("xiaolu", "verify")

    def dismiss(self) -> None:
        for hand in self.hands:
            hand.kill()
        self.hands.clear()

    def close(self) -> None:
        self.dismiss()
        self.mother.stdin.close()
        self.mother.wait(timeout=10)
        for name in (self.name, f"{self.name}_as_new") if SERVER else ():
            self._on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def wait_for(happened, what: str, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(PAUSE)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Iterator[House]:
    one = House(tmp_path_factory.mktemp("house"))
    yield one
    one.close()


@pytest.fixture
def house(built) -> Iterator[House]:
    """A house as after its first migration."""
    built.renew()
    yield built
    built.dismiss()
