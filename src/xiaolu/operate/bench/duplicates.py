"""How well duplicates are found: precision, recall and time, on made-up Chinese companies and on public sets."""

import csv
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import connection

from xiaolu.customers import actions, queries
from xiaolu.customers.actions import NewAccount
from xiaolu.customers.models import DuplicatePair
from xiaolu.customers.queries.duplicates import likely
from xiaolu.domain.duplicates import LIKELY, MOST, SHOWN, Card, compare, keys, pairs, prepare
from xiaolu.exchange.actions import load
from xiaolu.methods.queries import require
from xiaolu.operate.bench.companies import companies
from xiaolu.operate.bench.stopwatch import Measured, milliseconds, once
from xiaolu.operate.bench.stopwatch import show as show_times

Pairs = set[tuple[int, int]]
HEAD = "| set | records | true pairs | compared | blocks keep | from score | precision | recall | F1 | seconds |"


def run(rows: int = 100_000) -> None:
    """The time in the database for so many accounts; quality on a fifth of them and on the public sets."""
    in_database(rows)
    quality(rows // 5)


def in_database(rows: int) -> None:
    """Every account compared with all others by the worker's function, and one search while somebody types."""
    both, _ = companies(2 * rows)
    cards, file = both[::2], both[1::2]
    alone = checked(file)
    actions.create_many(
        (
            NewAccount(
                card.name, phone="".join(card.phones), region=card.region, address=card.address, credit_code=card.number
            )
            for card in cards
        ),
        by=None,
    )
    plain = [prepare(card) for card in cards]
    whole = once(compare_everything)
    floor = once(lambda: [compare(one, other) for one, other in pairwise(plain)])
    typed = [Card(card.name[:-2]) for card in cards[:50]]
    one = milliseconds(lambda: queries.like_this(typed[0]))
    many = milliseconds(lambda: likely(typed), times=3)
    show_times(
        f"duplicates in the database ({connection.vendor}, {len(cards):,} customers, {DuplicatePair.objects.count():,} pairs found)",
        [
            Measured(
                f"all compared, {len(cards) / whole * 1000:,.0f} customers a second",
                whole,
                floor,
                "floor: as many bare comparisons",
            ),
            Measured("one search while typing", one),
            Measured("50 rows of an import at once", many),
            Measured(f"{len(file):,} rows of an import checked over them", checked(file), alone, "floor: over none"),
        ],
    )


def checked(cards: list[Card]) -> float:
    """The time to check a table of these customers; nothing is written. Says how many look like one that is there."""
    heads = ["客户编号", "客户名称", "电话", "区域", "地址"]
    rows = ([f"B{n}", one.name, "".join(one.phones), one.region, one.address] for n, one in enumerate(cards))
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([heads, *rows])
        taken = once(
            lambda: result.update(load(path, method=require("spancop"), kind="accounts", dry_run=True).as_json())
        )
    print(f"{result['read']:,} rows checked, {result['warnings']:,} look like a customer that is there", flush=True)
    return taken


def compare_everything() -> None:
    while actions.compare_new():
        pass


def quality(rows: int) -> None:
    """Prints the table. The public sets are left out, saying so, when XIAOLU_DATA names none."""
    print(f"\n### duplicates, quality ({rows:,} made-up companies)\n\n{HEAD}\n| --- |{' ---: |' * 9}", flush=True)
    show("Chinese companies, made up", *companies(rows))
    show("the same, another seed", *companies(rows, seed=11))
    folder = Path(os.environ.get("XIAOLU_DATA", "")) / "dedupe"
    if not os.environ.get("XIAOLU_DATA") or not folder.is_dir():
        print("\nFEBRL and restaurants were left out: XIAOLU_DATA is not set.")
        return
    for number in (1, 2):
        show(f"FEBRL {number}, name and address", *febrl(folder / f"febrl{number}.csv", identity=False))
        show(f"FEBRL {number}, identity number too", *febrl(folder / f"febrl{number}.csv", identity=True))
    show("restaurants, name and phone", *restaurants(folder))


def show(name: str, cards: list[Card], truth: Pairs) -> None:
    """One line for each of the two scores that pages use."""
    began = time.perf_counter()
    scores, compared = scored(cards)
    seconds = time.perf_counter() - began
    for least in (SHOWN, LIKELY):
        found = {pair for pair, score in scores.items() if score >= least}
        precision, recall = len(found & truth) / max(len(found), 1), len(found & truth) / max(len(truth), 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(
            f"| {name} | {len(cards):,} | {len(truth):,} | {compared:,} | {len(scores.keys() & truth) / max(len(truth), 1):.3f} "
            f"| {least} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {seconds:.1f} |",
            flush=True,
        )


def scored(cards: list[Card]) -> tuple[dict[tuple[int, int], float], int]:
    """The score of every pair that shares a block, and how many those were."""
    prepared = [prepare(card) for card in cards]
    sharing: dict[str, list[int]] = {}
    for place, one in enumerate(prepared):
        for key in keys(one):
            sharing.setdefault(key, []).append(place)
    scores = {(a, b): compare(prepared[a], prepared[b]).score for a, b in pairs(sharing, MOST)}
    return scores, len(scores)


def febrl(path: Path, *, identity: bool) -> tuple[list[Card], Pairs]:
    """People with name and address, misspelt on purpose (Freely Extensible Biomedical Record Linkage)."""
    cards: list[Card] = []
    of_one: dict[str, list[int]] = {}
    with path.open(encoding="utf-8") as file:
        for place, row in enumerate(csv.DictReader(file, skipinitialspace=True)):
            line = [row[name] for name in ("street_number", "address_1", "address_2", "suburb", "postcode", "state")]
            cards.append(
                Card(
                    f"{row['given_name']} {row['surname']}", "person", address=" ".join(filter(None, line)),
                    number=row["soc_sec_id"] if identity else "",
                )
            )  # fmt: skip
            of_one.setdefault(row["rec_id"].split("-")[1], []).append(place)
    return cards, together(of_one.values())


def restaurants(folder: Path) -> tuple[list[Card], Pairs]:
    """Two guides of restaurants; the rows with a name. Pairs inside one guide do not count."""
    cards: list[Card] = []
    places: dict[tuple[int, str], int] = {}
    for guide in (1, 2):
        with (folder / f"rest{guide}.csv").open(encoding="utf-8") as file:
            for row in csv.reader(list(file)[1:], delimiter="|"):
                if row[1] and row[2]:
                    places[guide, row[0]] = len(cards)
                    cards.append(Card(row[1], phones=(row[2],)))
    with (folder / "rest_truth.csv").open(encoding="utf-8") as file:
        told = [(places[1, first], places[2, second]) for first, second in csv.reader(list(file)[1:], delimiter="|")]
    return cards, {(min(pair), max(pair)) for pair in told}


def together(groups: Iterable[list[int]]) -> Pairs:
    return set(_pairs(groups))


def _pairs(groups: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        yield from ((a, b) for a in group for b in group if a < b)
