"""xiaolu unload --as KIND OUT.xlsx: export in the shape that load takes."""

import argparse
import json
from pathlib import Path

from django.utils import translation

from xiaolu.domain.headings import KINDS, OPPORTUNITIES
from xiaolu.exchange.unloading import unload, unload_records
from xiaolu.operate.commands.load import method_called
from xiaolu.org.queries import company


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="OUT.xlsx")
    parser.add_argument("--as", dest="kind", choices=KINDS, default="opportunities", help="what the rows are")
    parser.add_argument("--method", default="", help="code of the method; the one in use when left out")
    parser.add_argument(
        "--language", choices=["zh-hans", "en"], default="", help="of the headings; the company's when left out"
    )
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    method = method_called(options.method) if options.method else None
    with translation.override(options.language or company().language):
        records = options.kind != OPPORTUNITIES
        count = unload_records(options.file, options.kind) if records else unload(options.file, method=method)
    print(
        json.dumps({"file": str(options.file), "rows": count}) if options.json else f"{count:,} rows in {options.file}"
    )
    return 0
