"""Whatever is killed at whatever moment: afterwards the state is before or after, never between."""

import itertools
import os
import time
from pathlib import Path
from random import Random

import pytest

from tests.houses import Hand, House, built, csv_of, house, wait_for  # noqa: F401

pytestmark = [pytest.mark.slow, pytest.mark.database]

SOAK = bool(os.environ.get("XIAOLU_SOAK"))
KILLS = 100 if SOAK else 20
ROWS = 3_000 if SOAK else 1_000
PHASES = ("reading", "checking", "writing", "writing", "checking", "writing")  # which a kill is to hit, in turn
CREATE = ("--create-missing", "owners,accounts", "--json")
STATE = "SELECT state FROM exchange_import ORDER BY id DESC LIMIT 1"
chance = Random()


def opportunities(house: House) -> int:
    return house.number("SELECT COUNT(*) FROM pipeline_opportunity")


def assert_whole(house: House, rows: int) -> None:
    """All rows are there, each once, with everything that belongs to it."""
    assert opportunities(house) == rows
    assert house.number("SELECT COUNT(DISTINCT object_id) FROM pipeline_externalkey") == rows
    assert house.number("SELECT COUNT(*) FROM customers_account") == (rows + 4) // 5
    assert house.number("SELECT COUNT(DISTINCT opportunity) FROM pipeline_change") == rows
    assert house.number("SELECT COUNT(*) FROM exchange_import WHERE state = 'done'") >= 1


def state(house: House) -> str:
    return "".join(row[0] for row in house.ask(STATE))


def durations(house: House, path: Path) -> dict[str, float]:
    """How long each phase of a whole load takes, in seconds."""
    begun, load = {"reading": time.monotonic()}, house.start("xiaolu", "load", str(path), *CREATE)
    for phase in ("checking", "writing"):
        wait_for(lambda phase=phase: state(house) in (phase, "done"), phase)
        begun[phase] = time.monotonic()
    assert load.result() == 0
    moments = [*begun.values(), time.monotonic()]
    return dict(zip(begun, (after - before for before, after in itertools.pairwise(moments)), strict=True))


def kill_in(phase: str, house: House, load: Hand, lasts: dict[str, float]) -> None:
    """Wait for a phase of a load, then any part of its time, then kill."""
    if phase != "reading":
        before = house.number("SELECT MAX(id) FROM exchange_import WHERE state <> 'done'")
        wait_for(lambda: load.is_over or state(house) in (phase, "writing", "done"), f"{phase} after {before}")
    time.sleep(chance.random() * lasts[phase] * 1.05)
    load.kill()
    house.settle()


def test_a_killed_load_has_written_all_or_nothing(house, tmp_path):
    path = csv_of(tmp_path / "table.csv", ROWS)
    lasts, hit = durations(house, path), []
    for number in range(KILLS):
        if opportunities(house):
            house.renew()
        house.say("DELETE FROM exchange_stagedrow")  # the moments of this kill, not what earlier ones left
        house.say("DELETE FROM exchange_import")
        kill_in(PHASES[number % len(PHASES)], house, house.start("xiaolu", "load", str(path), *CREATE), lasts)
        found = opportunities(house)
        hit.append(f"{state(house)} {found}")
        assert found in (0, ROWS), hit
        house.verify()
        if found or number == KILLS - 1:
            assert house.do("xiaolu", "load", str(path), *CREATE) == 0
            assert_whole(house, ROWS)
            house.verify()
    assert {"checking 0", "writing 0"} <= set(hit), hit
    print(lasts, hit)
    house.xiaolu("verify")


def worker(house: House) -> Hand:
    return house.start("xiaolu", "worker", *([] if house.url else ["--alone"]))


def kill_worker(house: House, share: float) -> bool:
    """Kill the worker some time after it has taken a job. Whether the job was still running."""
    begun = attempts(house)
    one = worker(house)
    wait_for(lambda: attempts(house) > begun, "a job begun")
    time.sleep(share)
    one.kill()
    house.settle()
    if house.url:  # a minute later
        house.say("UPDATE jobs_job SET beat_at = beat_at - interval '2 minutes' WHERE state = 'running'")
    return house.number("SELECT COUNT(*) FROM jobs_job WHERE state = 'running'") == 1


def attempts(house: House) -> int:
    return house.number("SELECT SUM(attempts) FROM jobs_job")


def work_off(house: House) -> None:
    """A worker that lives until nothing waits or runs."""
    one = worker(house)
    time.sleep(1)  # it listens to SIGTERM by then
    wait_for(
        lambda: not house.number("SELECT COUNT(*) FROM jobs_job WHERE state IN ('waiting', 'running')"), "the queue"
    )
    one.stop()


def test_an_import_whose_worker_is_killed_is_done_once(house, tmp_path):
    interrupted, rounds = 0, 10 if SOAK else 3
    for number in range(rounds):
        late = (
            chance.random() * number / rounds
        )  # the first at once, however fast the machine; the others at any moment
        house.renew()
        path = csv_of(tmp_path / "table.csv", ROWS)
        load = house.do("queue_import", str(path))
        interrupted += kill_worker(house, late * 0.5)
        work_off(house)
        assert state(house) == "checked"
        assert opportunities(house) == 0
        house.do("start_import", load)
        interrupted += kill_worker(house, late * 0.8)
        assert opportunities(house) in (0, ROWS)
        house.verify()
        work_off(house)
        assert_whole(house, ROWS)
        assert house.ask("SELECT DISTINCT state, error FROM jobs_job") == [("done", "")]
        assert house.number("SELECT COUNT(*) FROM org_auditentry WHERE action = 'import'") == 1
        house.verify()
    assert interrupted, "no kill met a running job"


def test_an_import_that_kills_its_worker_three_times_says_that_it_failed(house, tmp_path):
    house.do("queue_import", str(csv_of(tmp_path / "table.csv", ROWS)))
    for _ in range(3):
        assert kill_worker(house, 0)
    work_off(house)
    assert house.ask("SELECT state, attempts FROM jobs_job") == [("failed", 3)]
    assert state(house) == "failed"


def test_a_killed_undo_has_undone_all_or_nothing(house, tmp_path):
    path, hit = csv_of(tmp_path / "table.csv", ROWS), []
    assert house.do("xiaolu", "load", str(path), *CREATE) == 0
    begun = time.monotonic()
    assert house.do("xiaolu", "undo", str(newest(house)), "--json") == 0
    lasts = time.monotonic() - begun
    assert_as_before(house)
    for _ in range(KILLS // 4):
        assert house.do("xiaolu", "load", str(path), *CREATE) == 0
        undo = house.start("xiaolu", "undo", str(newest(house)), "--json")
        time.sleep(chance.random() * lasts * 1.05)
        undo.kill()
        house.settle()
        found = opportunities(house)
        hit.append(f"{state(house)} {found}")
        assert hit[-1] in (f"done {ROWS}", "undone 0"), hit
        house.verify()
        if found:
            assert house.do("xiaolu", "undo", str(newest(house)), "--json") == 0
        assert_as_before(house)
    assert f"done {ROWS}" in hit, hit


def newest(house: House) -> int:
    return house.number("SELECT MAX(id) FROM exchange_import")


def assert_as_before(house: House) -> None:
    """Nothing that an import brings is left, and the ledger adds up to nothing."""
    for table in ("pipeline_opportunity", "pipeline_passage", "pipeline_externalkey", "customers_account", "org_person",
                  "search_searchentry"):  # fmt: skip
        assert house.number(f"SELECT COUNT(*) FROM {table}") == 0, table
    house.verify()


def test_a_load_that_was_killed_says_so_later(house, tmp_path):
    load = house.start("xiaolu", "load", str(csv_of(tmp_path / "table.csv", ROWS)), *CREATE)
    wait_for(lambda: state(house) in ("checking", "writing"), "the check")
    load.kill()
    house.settle()
    house.say("UPDATE exchange_import SET beat_at = NULL, created_at = '2026-01-01 00:00:00'")
    assert house.do("xiaolu", "imports", "--json") == 0
    assert state(house) == "failed"
    assert house.number("SELECT COUNT(*) FROM exchange_stagedrow") == 0


def test_a_killed_folder_leaves_the_sums_whole(house):
    ids = house.do("prepare", 40)
    for round_ in range(10 if SOAK else 3):
        writers = [house.start("move_many", ids, 60, seed) for seed in (2 * round_, 2 * round_ + 1)]
        for one in writers:
            one.until("ready").tell("go")
        kills = 0
        while not all(one.is_over for one in writers) or kills < 7:
            folder = house.start("fold").until("ready")
            time.sleep(chance.random() * 0.06)
            folder.kill()
            kills += 1
        assert [one.result()["moved"] for one in writers] == [60, 60]
        house.settle()
        house.verify()
    house.do("fold_once")
    assert house.number("SELECT COUNT(*) FROM pipeline_unfolded") == 0
    house.xiaolu("verify")
