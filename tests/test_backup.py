"""A backup taken while others write, restored on an empty machine and into the other database."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import psycopg
import pytest

from tests.houses import SERVER, House, built, csv_of, house  # noqa: F401

pytestmark = pytest.mark.slow
SAME = (["balances", "spancop", "--at", "{day}", "--by", "person", "--json"], ["verify", "--json"])


def xiaolu(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "xiaolu", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def elsewhere(tmp_path):
    """An empty folder on another machine."""
    return {**os.environ, "XIAOLU_HOME": str(tmp_path / "elsewhere"), "XIAOLU_DATABASE_URL": ""}


@pytest.fixture
def new_database(tmp_path):
    """An empty PostgreSQL database."""
    name = f"test_xiaolu_{os.getpid()}_restored"
    address = SERVER.rsplit("/", 1)[0]
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield {**os.environ, "XIAOLU_HOME": str(tmp_path / "there"), "XIAOLU_DATABASE_URL": f"{address}/{name}"}
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def says(environment: dict[str, str], words: list[str]) -> object:
    done = xiaolu(environment, *[word.format(day="2026-06-30") for word in words])
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.database
def test_a_backup_taken_while_a_load_runs_is_whole(house, elsewhere, tmp_path):
    house.xiaolu("load", str(csv_of(tmp_path / "first.csv", 400)), "--create-missing", "owners,accounts")
    second = csv_of(tmp_path / "second.csv", 3_000)
    second.write_text(second.read_text(encoding="utf-8").replace("E", "F"), encoding="utf-8")
    hand = house.start("xiaolu", "load", str(second), "--create-missing", "owners,accounts")
    files = []
    while not hand.is_over or not files:
        files.append(tmp_path / f"{len(files)}.zip")
        house.xiaolu("backup", str(files[-1]))
    hand.result()
    for number, file in enumerate((files[0], files[-1])):
        environment = {**elsewhere, "XIAOLU_HOME": str(tmp_path / f"restored{number}")}
        done = xiaolu(environment, "restore", str(file))
        assert done.returncode == 0, done.stdout + done.stderr
        rows = says(environment, ["verify", "--json"])["size"]["opportunities"]
        assert rows in (400, 3_400), "before or after the load, never between"


@pytest.mark.database
def test_what_was_restored_says_the_same_in_either_database(house, elsewhere, tmp_path, request):
    house.xiaolu("load", str(csv_of(tmp_path / "rows.csv", 500)), "--create-missing", "owners,accounts")
    house.xiaolu("backup", str(tmp_path / "one.zip"))
    targets = [elsewhere, *([request.getfixturevalue("new_database")] if SERVER else [])]
    for environment in targets:
        done = xiaolu(environment, "restore", str(tmp_path / "one.zip"))
        assert done.returncode == 0, done.stdout + done.stderr
        assert [says(environment, words) for words in SAME] == [says(house.environment, words) for words in SAME]
        again = xiaolu(environment, "load", str(csv_of(tmp_path / "rows.csv", 500)), "--json")
        assert json.loads(again.stdout)["unchanged"] == 500, "keys and imports came along"
        refused = xiaolu(environment, "restore", str(tmp_path / "one.zip"))
        assert refused.returncode == 1 and "in use" in refused.stderr


@pytest.mark.parametrize("damage", ["no zip", "no manifest", "a row less", "another version"])
def test_a_damaged_backup_is_refused_and_nothing_is_left(house, elsewhere, tmp_path, damage):
    house.xiaolu("load", str(csv_of(tmp_path / "rows.csv", 20)), "--create-missing", "owners,accounts")
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    house.xiaolu("backup", str(good))
    spoil(good, bad, damage)
    done = xiaolu(elsewhere, "restore", str(bad))
    assert done.returncode == 1 and "xiaolu:" in done.stderr and "Traceback" not in done.stderr
    assert says(elsewhere, ["verify", "--json"])["size"]["opportunities"] == 0


def spoil(good: Path, bad: Path, damage: str) -> None:
    if damage == "no zip":
        bad.write_bytes(b"PK nothing")
        return
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "manifest.json" and damage == "no manifest":
                continue
            if name == "manifest.json" and damage == "another version":
                content = content.replace(b"org.0001", b"org.9999")
            if name.endswith("pipeline_posting.jsonl") and damage == "a row less":
                content = content[: content.rstrip().rindex(b"\n") + 1]
            out.writestr(name, content)
