"""Two people, or four, or a job and a person, at the same moment."""

import time

import pytest

from tests.houses import Hand, House, built, csv_of, house, wait_for  # noqa: F401

pytestmark = pytest.mark.database

PROCESSES, MOVES, DEALS, IMPORTED = 4, 50, 20, 500
NEVER_LATER = 0.6  # seconds in which the second one either waits for the first, or has gone past it


def meet(house: House, first: list, second: list) -> list[str]:
    """The second begins while the first one's transaction is still open. What came of both."""
    one = house.start("once", True, *first).until("ready").tell("go")
    wait_for(lambda: one.said("acted") or one.is_over, "the first to act or to be refused")
    other = house.start("once", False, *second).until("ready").tell("go")
    linger(other)
    one.tell("commit")
    return [one.result(), other.result()]


def linger(other: Hand) -> None:
    """Give the second one time to come as far as it can."""
    end = time.monotonic() + NEVER_LATER
    while time.monotonic() < end and not other.is_over:
        time.sleep(0.01)


def race(house: House, *acts: list) -> list[str]:
    """All at the same moment. What came of each, sorted."""
    runners = [house.start("once", False, *act) for act in acts]
    for one in runners:
        one.until("ready")
    for one in runners:
        one.tell("go")
    return sorted(one.result() for one in runners)


def test_of_two_moves_of_one_opportunity_one_wins(house):
    (deal,) = house.do("prepare", 1)
    assert meet(house, ["move", deal, 1, "P"], ["move", deal, 1, "A"]) == ["won", "stale"]
    assert house.ask("SELECT stage, version FROM pipeline_opportunity") == [("P", 2)]
    for version in range(2, 8):
        to = ("N", "C") if version % 2 else ("P", "A")
        assert race(house, *(["move", deal, version, stage] for stage in to)) == ["stale", "won"]
    assert house.number("SELECT version FROM pipeline_opportunity") == 8
    assert house.number("SELECT COUNT(*) FROM org_auditentry WHERE action = 'move_opportunity'") == 7
    house.verify()


def test_of_two_merges_of_one_pair_one_wins_in_whatever_direction(house):
    one, other = house.do("make_account"), house.do("make_account")
    assert meet(house, ["merge", one, other], ["merge", other, one]) == ["won", "stale"]
    assert house.ask("SELECT id, merged_into_id FROM customers_account ORDER BY id") == [(one, None), (other, one)]
    assert house.number("SELECT COUNT(*) FROM customers_merge") == 1


def worth(house: House, table: str) -> tuple[int, int]:
    """How many opportunities a table says are standing, and their amount together."""
    return house.ask(
        f"SELECT CAST(SUM(count) AS INTEGER), CAST(SUM(amount) AS INTEGER) FROM {table} WHERE stage <> ''"
    )[0]


def move_together(house: House, deals: list[int]) -> list[Hand]:
    movers = [house.start("move_many", deals, MOVES, seed) for seed in range(PROCESSES)]
    for one in movers:
        one.until("ready")
    return [one.tell("go") for one in movers]


def assert_all_moved(house: House, movers: list[Hand]) -> None:
    """Every move is there once: in the versions, the ledger and the audit trail."""
    did = [one.result() for one in movers]
    assert [one["moved"] for one in did] == [MOVES] * PROCESSES
    assert sum(one["stale"] for one in did) > 0, "they never met"
    moved = PROCESSES * MOVES
    assert house.number("SELECT SUM(version - 1) FROM pipeline_opportunity") == moved
    assert house.number("SELECT COUNT(*) FROM org_auditentry WHERE action = 'move_opportunity'") == moved
    of_moves = "SELECT COUNT(*) FROM pipeline_change WHERE import_id = 0"
    assert house.number(of_moves) == DEALS + moved


def test_four_move_twenty_opportunities_two_hundred_times(house):
    assert_all_moved(house, move_together(house, house.do("prepare", DEALS)))
    assert worth(house, "pipeline_posting") == worth(house, "pipeline_unfolded") == (DEALS, DEALS * 100)
    house.verify()
    house.do("fold_once")
    house.verify()


def test_four_move_while_sums_are_folded_and_a_file_is_loaded(house, tmp_path):
    deals = house.do("prepare", DEALS)
    folder = house.start("fold").until("ready")
    movers = move_together(house, deals)
    load = house.start(
        "xiaolu", "load", str(csv_of(tmp_path / "t.csv", IMPORTED)), "--create-missing", "owners,accounts"
    )
    assert load.result() == 0
    assert_all_moved(house, movers)
    assert folder.tell("stop").result() > 1
    house.do("fold_once")
    amount = DEALS * 100 + 100 * sum(100 + number for number in range(IMPORTED))  # a file has yuan, the ledger fen
    assert worth(house, "pipeline_posting") == worth(house, "pipeline_daysum") == (DEALS + IMPORTED, amount)
    assert house.number("SELECT COUNT(*) FROM pipeline_unfolded") == 0
    house.verify()


def two_addresses(house: House) -> list[str]:
    """Two servers that start at once each make an address; the embedded database lets them do so in turn."""
    files = [house.folder / "first", house.folder / "second"]
    meet(house, ["make_link", str(files[0])], ["make_link", str(files[1])])
    return [one.read_text() for one in files]


def test_two_set_up_addresses_make_one_administrator(house):
    first, second = two_addresses(house)
    said = meet(house, ["set_up", first, "zhang"], ["set_up", second, "wang"])
    assert said.count("won") == 1, said
    assert set(said) <= {"won", "already_set_up", "link_not_valid"}
    assert house.number("SELECT COUNT(*) FROM org_person") == 1
    assert house.number("SELECT COUNT(*) FROM org_rolegrant WHERE role = 'administrator'") == 1


def test_one_set_up_address_used_twice_makes_one_administrator(house):
    _, token = two_addresses(house)
    said = meet(house, ["set_up", token, "zhang"], ["set_up", token, "wang"])
    assert said[0] == "won"
    assert said[1] in ("already_set_up", "link_not_valid")
    assert house.ask("SELECT login FROM org_person") == [("zhang",)]


def test_of_two_who_edit_one_account_one_gets_a_conflict(house):
    account = house.do("make_account")
    assert meet(house, ["edit_account", account, 1, "恒力石化"], ["edit_account", account, 1, "恒力集团"]) == [
        "won",
        "stale",
    ]
    assert house.ask("SELECT name, version FROM customers_account") == [("恒力石化", 2)]
    assert race(house, ["edit_account", account, 2, "恒力"], ["edit_account", account, 2, "恒逸"]) == ["stale", "won"]
    assert house.number("SELECT COUNT(*) FROM org_auditentry WHERE action = 'edit_account'") == 2


def test_one_record_sent_by_two_at_once_is_made_once(house):
    house.do("make_seller", "lan")
    same = ["record", "lan", "phone-1", "谈了年度协议"]
    assert meet(house, same, same) == ["won", "won"]
    assert race(house, same, same, same) == ["won"] * 3
    assert house.number("SELECT COUNT(*) FROM activities_activity") == 1
    assert meet(house, ["record", "lan", "phone-2", "一"], ["record", "lan", "phone-2", "二"]) == ["won", "422"]
    assert house.number("SELECT COUNT(*) FROM activities_activity") == 2
