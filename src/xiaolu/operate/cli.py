"""The command line: one module per command in operate/commands, each with add_arguments(parser) and run(options)."""

import argparse
import sys
from importlib import import_module

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from xiaolu import __version__
from xiaolu.domain.method import MethodInvalid
from xiaolu.domain.rules import RuleBroken

COMMANDS = {
    "serve": "start the web server and the worker",
    "worker": "start another worker (PostgreSQL)",
    "migrate": "bring the database to this version",
    "demo": "make a fictitious company with two years of history",
    "person": "add a person, or make a one-time sign-in address",
    "method": "add, publish or get a method",
    "load": "import a table",
    "imports": "list the imports",
    "undo": "take an import back",
    "unload": "export a table in the shape that load takes",
    "kpis": "every figure of a method",
    "flow": "opening, changes and closing of a period",
    "balances": "what stood in each stage on a day",
    "pack": "the weekly meeting pack as slides, workbook or PDF",
    "duplicates": "customers that may be one, with score and reasons",
    "verify": "check every invariant",
    "backup": "the whole system in one file, while it runs",
    "restore": "fill a new database from a backup",
    "bench": "measure against the bare database",
}
NEEDS_NO_DATABASE = {"bench", "restore"}


def run(words: list[str]) -> int:
    """Carry out one command; gives its exit status."""
    parser = argparse.ArgumentParser(prog="xiaolu", description="Xiaolu 销路 — a sales system that runs your method")
    parser.add_argument("--version", action="version", version=f"xiaolu {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, says in COMMANDS.items():
        module = f"xiaolu.operate.commands.{name}"
        commands.add_parser(name, help=says, description=says).set_defaults(module=module)
    asked = next((word for word in words if not word.startswith("-")), "")
    django.setup()
    if asked in COMMANDS:
        import_module(f"xiaolu.operate.commands.{asked}").add_arguments(commands.choices[asked])
    options = parser.parse_args(words)
    try:
        if options.command not in NEEDS_NO_DATABASE:
            from xiaolu.operate.database import ready

            ready(options.command)
        return int(import_module(options.module).run(options) or 0)
    except (RuleBroken, MethodInvalid, ImproperlyConfigured, ValueError) as error:
        print(f"xiaolu: {said(error)}", file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(f"xiaolu: the database refused: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def said(error: Exception) -> str:
    """What happened, in one sentence a person can act on."""
    if isinstance(error, RuleBroken):
        from xiaolu.web.rules import sentence

        return sentence(error)
    if isinstance(error, MethodInvalid):
        return "\n  ".join(["the method file is not valid:", *map(str, error.problems)])
    return str(error)
