"""xiaolu verify: all invariants; exit 1 and the rows when one is broken."""

import argparse
import json

from xiaolu.clocks import checks as clocks
from xiaolu.pipeline import checks

CHECKS = (*checks.CHECKS, *clocks.CHECKS)  # what each app promises


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    found = {(check.__doc__ or "").rstrip("."): list(check()) for check in CHECKS}
    broken = any(found.values())
    if options.json:
        print(json.dumps({"ok": not broken, "size": checks.size(), "problems": found}, ensure_ascii=False, indent=2))
        return int(broken)
    for says, problems in found.items():
        print(f"{'BROKEN' if problems else 'holds '}  {says}")
        for problem in problems:
            print(f"        {problem}")
    print(", ".join(f"{number:,} {name}" for name, number in checks.size().items()))
    return int(broken)
