"""xiaolu balances METHOD --at DAY [--by …] [--team CODE] [--json]"""

import argparse
from typing import Any

from xiaolu.methods.queries import rules_of
from xiaolu.operate import asked
from xiaolu.pipeline.queries.sums import standing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    asked.add_options(parser, at=True, period=False)


def run(options: argparse.Namespace) -> int:
    frame, at = asked.frame(options), asked.report_day(options)
    names, order = asked.labels(options.by), rules_of(frame.method).codes
    found = sorted(
        ((names.get(key, key), stages) for key, stages in standing(frame, at).items()), key=lambda row: row[0]
    )
    rows: list[dict[str, Any]] = [
        {"key": key, "stages": {code: asked.numbers(stages[code]) for code in order if code in stages}}
        for key, stages in found
    ]
    if options.json:
        asked.say({"at": at.isoformat(), "rows": rows})
    else:
        lines = [[row["key"], code, *sums.values()] for row in rows for code, sums in row["stages"].items()]
        asked.table([options.by, "stage", "count", "amount", "volume"], lines)
    return 0
