"""xiaolu demo: a fictitious company with two years of history."""

import argparse
import sys
import time

from xiaolu.methods.queries import require
from xiaolu.operate import asked
from xiaolu.operate.demo.make import SIZES, make
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import caches


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--until", type=asked.day, help="the last day of the history, today when left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unless-there", action="store_true", help="do nothing when there are people already")


def run(options: argparse.Namespace) -> int:
    if Person.objects.exists():
        if options.unless_there:
            return 0
        raise ValueError("there are people in this database; the demo is made only in an empty one")
    began = time.monotonic()
    count = make(require("spancop"), size=options.size, seed=options.seed, until=options.until or today())
    caches.fold()
    print(f"Demo company: {count:,} opportunities in {time.monotonic() - began:.1f} s", file=sys.stderr)
    return 0
