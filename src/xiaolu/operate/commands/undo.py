"""xiaolu undo IMPORT: take an import back; exit 1 and the reasons when something stands against it."""

import argparse
import sys

from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange.actions import undo_import
from xiaolu.exchange.models import Import
from xiaolu.exchange.obstacles import obstacles, summary
from xiaolu.exchange.sentences import message
from xiaolu.operate import asked
from xiaolu.web.rules import sentence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="IMPORT", help="its number, as `xiaolu imports` lists it")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    load = Import.objects.filter(pk=options.number).first()
    if load is None:
        raise ValueError(f"there is no import {options.number}")
    counts, reasons = summary(load), []
    try:
        load = undo_import(load, by=None)
    except RuleBroken as error:
        found = obstacles(load) if load.state == "done" else []
        reasons = [{**one, "message": message(one)} for one in found] or [
            {"code": error.code, "what": load.file_name, "value": "", "message": sentence(error)}
        ]
    document = {"import": load.pk, "state": load.state, "undone": not reasons, "taken_back": counts, "reasons": reasons}
    if options.json:
        asked.say(document)
    elif not reasons:
        asked.table(
            ["what", "removed", "as before"], [[kind, one["made"], one["changed"]] for kind, one in counts.items()]
        )
    else:
        print("\n".join(str(one["message"]) for one in reasons), file=sys.stderr)
    return int(bool(reasons))
