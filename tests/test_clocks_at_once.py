"""Many clocks and cards due in the same minute: each is worked on exactly once, also when workers are killed.

One worker on SQLite, four on PostgreSQL. XIAOLU_SOAK=1: ten thousand of each.
"""

import os
import time
from random import Random

import pytest

from tests.houses import House, built, house, wait_for  # noqa: F401

pytestmark = [pytest.mark.slow, pytest.mark.database]

SOAK = bool(os.environ.get("XIAOLU_SOAK"))
MANY, BATCH = (10_000, 500) if SOAK else (250, 25)
KILLS = 25 if SOAK else 6
chance = Random()


def left(house: House) -> int:
    """What is still to be done."""
    return house.number("SELECT COUNT(*) FROM clocks_runningclock WHERE next_at IS NOT NULL") + house.number(
        "SELECT COUNT(*) FROM activities_silencewatch WHERE level = 0"
    )


def assert_each_once(house: House) -> None:
    assert house.number("SELECT COUNT(*) FROM clocks_runningclock WHERE state = 'broken' AND next_at IS NULL") == MANY
    assert house.number("SELECT COUNT(*) FROM clocks_clockstep WHERE done_at IS NOT NULL") == 2 * MANY
    assert house.number("SELECT COUNT(*) FROM clocks_clockstep WHERE spoke AND key = '0:manager'") == MANY
    assert house.number("SELECT COUNT(*) FROM clocks_clockmoment WHERE what = 'broken'") == MANY
    assert house.number("SELECT COUNT(*) FROM clocks_notice WHERE code = 'clock_manager_owner'") == MANY
    assert house.number("SELECT COUNT(*) FROM clocks_notice WHERE code = 'clock_manager_above'") == MANY
    assert house.number("SELECT COUNT(*) FROM clocks_notice WHERE code = 'silence_owner'") == MANY
    assert house.number("SELECT COUNT(DISTINCT key) FROM clocks_notice") == 3 * MANY
    assert house.number("SELECT COUNT(DISTINCT key) FROM outbox_letter") == 3 * MANY
    assert house.number("SELECT COUNT(*) FROM activities_silencewatch WHERE level = 15") == MANY
    house.verify()


def test_each_is_worked_on_once_whoever_is_killed(house):
    laid = house.start("lay_clocks", MANY)
    wait_for(lambda: laid.is_over, "the clocks and cards", 300)
    laid.result()
    crew = 4 if house.url else 1
    workers = [house.start("work_clocks", BATCH).until("ready") for _ in range(crew)]
    killed, begun = 0, time.monotonic()
    while killed < KILLS and left(house):
        time.sleep(chance.random() * (0.6 if SOAK else 0.08))
        victim = chance.randrange(crew)
        workers[victim].kill()
        killed += 1
        workers[victim] = house.start("work_clocks", BATCH).until("ready")
    wait_for(lambda: all(one.is_over for one in workers), "the end of the work", 300)
    seconds = time.monotonic() - begun
    assert killed > 1, "nobody was killed while there was work"
    assert_each_once(house)
    print(f"{MANY} clocks and {MANY} cards, {crew} at work, {killed} killed: {seconds:.1f} s")
