"""xiaolu kpis METHOD [--at DAY] [--from DAY --to DAY] [--by …] [--team CODE] [--entered-since DAY] [--json]"""

import argparse

from xiaolu.insight.queries import Scope, lens
from xiaolu.insight.queries.readings import report
from xiaolu.methods.queries import require
from xiaolu.operate import asked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    asked.add_options(parser, at=True, period=True)
    parser.add_argument("--entered-since", type=asked.day, help="only rows that entered the table since this day")


def run(options: argparse.Namespace) -> int:
    at = asked.report_day(options)
    period = asked.period(options, at)
    team = asked.team(options) if options.team else None
    look = lens(
        require(options.method), at=at, period=period, scope=Scope(team=team), entered_since=options.entered_since
    )
    document = report(look, options.by)
    if options.json:
        asked.say(document)
        return 0
    lines = [
        [
            row["key"],
            code,
            figure["value"],
            figure["numerator"],
            figure["denominator"],
            figure["target"],
            figure["status"],
        ]
        for row in document["rows"]
        for code, figure in row["kpis"].items()
    ]
    asked.table([options.by, "kpi", "value", "numerator", "denominator", "target", "status"], lines)
    return 0
