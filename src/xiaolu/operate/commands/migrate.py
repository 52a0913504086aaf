"""xiaolu migrate"""

import argparse

from xiaolu.operate.database import migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(options: argparse.Namespace) -> int:
    migrate()
    print("The database is of this version.")
    return 0
