"""xiaolu flow METHOD --from DAY --to DAY [--closing YYYY-MM..YYYY-MM] [--by …] [--team CODE] [--json]"""

import argparse
import re
from typing import Any

from xiaolu.operate import asked
from xiaolu.pipeline.queries.sums import CHANGES, MOVES, NOTHING, flow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    asked.add_options(parser, at=False, period=True)
    parser.add_argument("--closing", type=months, help="only deals expected to close then: YYYY-MM..YYYY-MM")


def months(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])\.\.(\d{4})-(0[1-9]|1[0-2])", text)
    if not found:
        raise argparse.ArgumentTypeError("write it as 2026-01..2026-03")
    first, last = int(found[1] + found[2]), int(found[3] + found[4])
    if first > last:
        raise argparse.ArgumentTypeError("the first month is after the last")
    return first, last


def run(options: argparse.Namespace) -> int:
    if not (options.start and options.end):
        raise ValueError("flow needs --from and --to")
    frame, period = asked.frame(options, closing=options.closing), asked.period(options, options.end)
    names = asked.labels(options.by)
    rows: list[dict[str, Any]] = [
        {
            "key": key,
            "opening": asked.numbers(one.opening),
            "changes": {name: asked.numbers(one.changes.get(name, NOTHING)) for name in CHANGES},
            "moves": {name: asked.numbers(one.moves.get(name, NOTHING)) for name in MOVES},
            "closing": asked.numbers(one.closing),
        }
        for key, one in sorted(
            ((names.get(k, k), one) for k, one in flow(frame, period).items()), key=lambda row: row[0]
        )
    ]
    if options.json:
        asked.say({"from": period.start.isoformat(), "to": period.end.isoformat(), "rows": rows})
    else:
        for row in rows:
            parts = [
                ["opening", *row["opening"].values()],
                *([name, *n.values()] for name, n in row["changes"].items()),
            ]
            asked.table([str(row["key"]), "count", "amount", "volume"], [*parts, ["closing", *row["closing"].values()]])
    return 0
