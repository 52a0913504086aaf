"""xiaolu backup FILE: the whole system in one file, while it runs."""

import argparse
from pathlib import Path

from xiaolu.operate.backup import backup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(options: argparse.Namespace) -> int:
    counts = backup(options.file)
    print(f"{options.file}: {sum(counts.values()):,} rows of {len(counts)} tables")
    return 0
