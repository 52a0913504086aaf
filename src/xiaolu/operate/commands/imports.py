"""xiaolu imports: every import, latest first, and whether it can be undone."""

import argparse

from xiaolu.exchange.actions import tidy_interrupted
from xiaolu.exchange.models import Import
from xiaolu.exchange.obstacles import in_time
from xiaolu.operate import asked

COUNTS = ("read", "created", "updated", "unchanged", "failed", "skipped")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    tidy_interrupted()
    rows = [said(load) for load in Import.objects.select_related("created_by", "method")]
    if options.json:
        asked.say({"imports": rows})
        return 0
    heads = ["import", "kind", "file", "state", *COUNTS, "by", "at"]
    asked.table(heads, [[row[name] for name in heads] for row in rows])
    return 0


def said(load: Import) -> dict[str, object]:
    """One import as the command prints it. `undo`: whether it is young enough; what stands against it, undo says."""
    return {
        "import": load.pk, "kind": load.kind, "file": load.file_name, "method": load.method.code, "state": load.state,
        **{name: load.counts.get(name, 0) for name in COUNTS},
        "by": load.created_by.login if load.created_by else "", "at": load.created_at.isoformat(timespec="seconds"),
        "undo": load.state == "done" and in_time(load),
    }  # fmt: skip
