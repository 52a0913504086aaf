"""xiaolu restore FILE: fill a new database, of either kind, from a backup; then every invariant is checked."""

import argparse
from pathlib import Path

from xiaolu.operate.backup import restore
from xiaolu.operate.commands.verify import CHECKS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(options: argparse.Namespace) -> int:
    counts = restore(options.file)
    problems = [text for check in CHECKS for text in check()]
    print(f"{sum(counts.values()):,} rows of {len(counts)} tables; {'the ledger holds' if not problems else 'BROKEN:'}")
    print(*problems, sep="\n", end="\n" if problems else "")
    return int(bool(problems))
