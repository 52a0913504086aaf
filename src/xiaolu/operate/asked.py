"""What the figure commands have in common: their options, and how they name keys."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from xiaolu.customers.models import Industry, Source
from xiaolu.domain.periods import Period, twelve_months_to
from xiaolu.methods.queries import require
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today
from xiaolu.pipeline.queries.frames import Frame, of_team
from xiaolu.pipeline.queries.sums import Sums
from xiaolu.products.models import Product

SPLITS = ("total", "person", "team", "industry", "source", "product", "growth")


def add_options(parser: argparse.ArgumentParser, *, at: bool, period: bool) -> None:
    """METHOD, --by, --team, --json and the days that a command needs."""
    parser.add_argument("method", help="code of the method")
    parser.add_argument("--by", choices=SPLITS, default="total")
    parser.add_argument("--team", default="", help="only this team and all below it, by its code")
    parser.add_argument("--json", action="store_true")
    if at:
        parser.add_argument("--at", type=day, help="the report's date, today when left out (YYYY-MM-DD)")
    if period:
        parser.add_argument("--from", dest="start", type=day)
        parser.add_argument("--to", dest="end", type=day)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write YYYY-MM-DD") from None


def frame(options: argparse.Namespace, **more: object) -> Frame:
    """What the options ask about. Raises ValueError for a method or team that there is not."""
    spans = of_team(team(options)) if options.team else None
    return Frame(require(options.method), options.by, spans, **more)  # type: ignore[arg-type]


def team(options: argparse.Namespace) -> Team:
    """The team of --team. Raises ValueError."""
    found = Team.objects.filter(code=options.team).first()
    if found is None:
        raise ValueError(f"no team has the code {options.team}")
    return found


def period(options: argparse.Namespace, at: date) -> Period:
    """From–to, else the twelve months that end at the report's date. Raises ValueError when only half is given."""
    if bool(options.start) != bool(options.end):
        raise ValueError("--from and --to go together")
    return Period(options.start, options.end) if options.start else twelve_months_to(at)


def report_day(options: argparse.Namespace) -> date:
    return options.at or today()


def labels(by: str) -> dict[object, str]:
    """How a split's keys are named outside: login, code, growth; '' for none."""
    if by == "person":
        return {0: "", **dict(Person.objects.values_list("pk", "login"))}
    table: Any = {"team": Team, "industry": Industry, "source": Source, "product": Product}.get(by)
    return {0: "", **dict(table.objects.values_list("pk", "code"))} if table else {}


def numbers(sums: Sums) -> dict[str, int]:
    return {"count": sums.count, "amount": sums.amount, "volume": sums.volume}


def say(document: Mapping[str, object]) -> None:
    """One JSON document on stdout."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def table(heads: list[str], rows: list[list[object]]) -> None:
    """Rows as columns that line up, for people."""
    texts = [heads, *[["" if cell is None else str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[place]) for row in texts) for place in range(len(heads))]
    for row in texts:
        print(
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
        )
