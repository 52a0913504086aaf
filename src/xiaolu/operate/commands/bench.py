"""xiaolu bench ledger|import|pages|duplicates|all [--size medium] [--server ADDRESS]: in a throw-away database of its own."""

import argparse
import os

from xiaolu.operate.bench.place import run_there, throw_away

NAMES = ("ledger", "pages", "import", "duplicates")
ALONE = ("import", "duplicates")  # these fill their database themselves


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=[*NAMES, "all"])
    parser.add_argument("--size", choices=["small", "medium", "large"], default="medium")
    parser.add_argument("--rows", type=int, default=100_000, help="of the import, and customers that are compared")
    parser.add_argument(
        "--server", default=os.environ.get("XIAOLU_TEST_DATABASE_URL", ""), help="a PostgreSQL to measure on as well"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.here:
        return measure(options)
    names = NAMES if options.name == "all" else (options.name,)
    for server in dict.fromkeys(("", options.server)):
        for group in (
            tuple(name for name in names if name not in ALONE),
            *((name,) for name in names if name in ALONE),
        ):
            if group:
                bench_in(server, group, options)
    return 0


def bench_in(server: str, names: tuple[str, ...], options: argparse.Namespace) -> None:
    with throw_away(server) as environment:
        alone = bool(set(names) & set(ALONE))
        steps = [["migrate"], *([] if alone else [["demo", "--size", options.size]])]
        steps += [["bench", name, "--here", "--rows", str(options.rows)] for name in names]
        for step in steps:
            if failed := run_there(environment, *step):
                raise ValueError(f"xiaolu {' '.join(step)} ended with {failed}")


def measure(options: argparse.Namespace) -> int:
    """In the child process, on the database that the environment names."""
    from xiaolu.operate.bench import duplicates, importing, ledger, pages

    if options.name in ALONE:
        {"import": importing, "duplicates": duplicates}[options.name].run(options.rows)
    else:
        {"ledger": ledger, "pages": pages}[options.name].run()
    return 0
