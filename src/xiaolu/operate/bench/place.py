"""A throw-away database for a bench: a folder for SQLite, a database test_xiaolu_<pid> in a PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg


@contextmanager
def throw_away(server: str) -> Iterator[dict[str, str]]:
    """The environment of a child process that works there. `server`: a PostgreSQL's address, '' for SQLite."""
    with tempfile.TemporaryDirectory(prefix="xiaolu-bench-") as folder:
        environment = {**os.environ, "XIAOLU_HOME": folder}
        environment.pop("XIAOLU_DATABASE_URL", None)
        if not server:
            yield environment
            return
        name = f"test_xiaolu_{os.getpid()}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {**environment, "XIAOLU_DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        finally:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run_there(environment: dict[str, str], *words: str) -> int:
    """One xiaolu command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "xiaolu", *words], env=environment, check=False).returncode
