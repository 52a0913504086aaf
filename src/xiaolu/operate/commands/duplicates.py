"""xiaolu duplicates [--least PERCENT] [--all-again] [--json]: customers that may be one, with score and reasons."""

import argparse

from xiaolu.customers import actions, queries
from xiaolu.customers.models import Account, DuplicatePair
from xiaolu.customers.reasons import in_words
from xiaolu.operate import asked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--least", type=int, default=50, metavar="PERCENT", help="only pairs so much alike (50 to 100)")
    parser.add_argument("--all-again", action="store_true", help="compare every customer anew, not only changed ones")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Compares what changed first, so that the list is whole."""
    if options.all_again:
        actions.compare_all_again(by=None)
    compared = 0
    while done := actions.compare_new():
        compared += done
    pairs = queries.duplicate_pairs(None, queries.PairFilters(least=options.least))
    if options.json:
        asked.say({"compared": compared, "pairs": [as_json(pair) for pair in pairs.iterator()]})
        return 0
    lines: list[list[object]] = [
        [f"{pair.percent} %", called(pair.first), called(pair.second), " · ".join(in_words(pair.reasons))]
        for pair in pairs.iterator()
    ]
    asked.table(["alike", "customer", "customer", "because"], lines)
    return 0


def as_json(pair: DuplicatePair) -> dict[str, object]:
    """`score` 0 to 1; `reasons` are codes with what both share, phones and numbers left out."""
    return {
        "score": pair.percent / 100,
        "first": {"id": pair.first_id, "code": pair.first.code, "name": pair.first.name},
        "second": {"id": pair.second_id, "code": pair.second.code, "name": pair.second.name},
        "reasons": [
            {"code": code, **({"value": value} if value else {}), **({"other": other} if other else {})}
            for code, value, other in pair.reasons
        ],
    }


def called(account: Account) -> str:
    return f"{account.name} ({account.code or account.pk})"
