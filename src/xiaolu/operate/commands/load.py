"""xiaolu load FILE: import a table; see docs/how-to. Prints its JSON in every case; exit 1 when a row failed."""

import argparse
import json
import sys
from pathlib import Path

from xiaolu.domain.headings import KINDS
from xiaolu.exchange.actions import LoadResult, load, tidy_interrupted
from xiaolu.exchange.models import CREATABLE, Likeness
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods
from xiaolu.org.queries import person_by

SHOWN = 20  # errors on the screen; --json and --errors hold all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="xlsx, xls or csv")
    parser.add_argument("--as", dest="kind", choices=KINDS, default="opportunities", help="what the rows are")
    parser.add_argument("--method", default="", help="code of the method; the first one when left out")
    parser.add_argument("--map", type=Path, help="mapping file (TOML)")
    parser.add_argument(
        "--create-missing", type=kinds, default=[], metavar="LIST", help=f"any of {','.join(CREATABLE)}"
    )
    parser.add_argument("--skip-bad", action="store_true", help="write the good rows although others failed")
    parser.add_argument(
        "--likely", choices=Likeness.CHOICES, default="create",
        help="rows whose new customer looks like one that is there: create it, use that one, or skip them",
    )  # fmt: skip
    parser.add_argument(
        "--as-user", default="", metavar="LOGIN", help="with this person's rights; with all rights when left out"
    )
    parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
    parser.add_argument("--errors", type=Path, metavar="OUT.xlsx", help="where the failed rows go, with their reasons")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def kinds(text: str) -> list[str]:
    """The kinds of things that may be created: `owners,accounts`."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := set(names) - set(CREATABLE):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(CREATABLE)}")
    return names


def run(options: argparse.Namespace) -> int:
    try:
        result = loaded(options)
    except ValueError as error:  # what the command line asks for is not there
        result = LoadResult(None, {}, [{"row": 0, "column": "", "code": "bad_option", "message": str(error)}])
    if options.json:
        print(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        show(result)
    return 0 if result.ok else 1


def loaded(options: argparse.Namespace) -> LoadResult:
    """Carry the load out. Raises ValueError for a person, method or mapping file that there is not."""
    tidy_interrupted()
    by = person_by(options.as_user) if options.as_user else None
    if options.as_user and by is None:
        raise ValueError(f"nobody has the login {options.as_user}")
    return load(
        options.file, kind=options.kind, method=method_called(options.method), mapping=mapping_in(options.map), by=by, on_progress=said,
        skip_bad=options.skip_bad, likely=options.likely, create_missing=options.create_missing, dry_run=options.dry_run,
        errors_to=options.errors,
    )  # fmt: skip


def method_called(code: str) -> Method:
    """The method with a code; without one the first. Raises ValueError."""
    found = methods().filter(code=code).first() if code else methods().first()
    if found is None:
        raise ValueError(f"there is no method {code}; there are {', '.join(methods().values_list('code', flat=True))}")
    return found


def mapping_in(path: Path | None) -> str:
    """The text of a mapping file. Raises ValueError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig") if path else ""
    except (OSError, UnicodeError) as error:
        raise ValueError(f"the mapping file {path} cannot be read: {error}") from None


def said(done: int, total: int) -> None:
    """Progress on the screen, one line that changes."""
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,} rows checked", end="" if done < total else "\n", file=sys.stderr, flush=True)


def show(result: LoadResult) -> None:
    """The result for people."""
    for name, value in result.as_json().items():
        if name != "errors":
            print(f"{name:10} {value}")
    for error in result.errors[:SHOWN]:
        place = " ".join(part for part in (f"row {error['row']}" if error["row"] else "", error["column"]) if part)
        print(f"  {place}: {error['message']}" if place else f"  {error['message']}", file=sys.stderr)
    if len(result.errors) > SHOWN:
        print(f"  … and {len(result.errors) - SHOWN:,} more", file=sys.stderr)
