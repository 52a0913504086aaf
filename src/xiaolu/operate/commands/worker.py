"""xiaolu worker: another worker beside the one that serve starts (PostgreSQL only)."""

import argparse

from django.db import connection

from xiaolu.jobs import worker


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if connection.vendor == "sqlite" and not options.alone:
        raise ValueError("with the embedded database `xiaolu serve` runs the one worker")
    worker.run(alone=options.alone)
    return 0
