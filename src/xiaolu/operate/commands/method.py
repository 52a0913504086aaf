"""xiaolu method add FILE | publish CODE | get CODE OUT.toml"""

import argparse
import sys
import tomllib
from pathlib import Path

import tomli_w

from xiaolu.methods import actions, queries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", required=True)
    add = steps.add_parser("add", help="keep a method file as a draft, checked")
    add.add_argument("file", type=Path)
    add.add_argument("--publish", action="store_true", help="and publish it")
    publish = steps.add_parser("publish", help="publish a method's draft")
    publish.add_argument("code")
    get = steps.add_parser("get", help="write the newest version as a file")
    get.add_argument("code")
    get.add_argument("out", type=Path)


def run(options: argparse.Namespace) -> int:
    return {"add": add, "publish": publish, "get": get}[options.step](options)


def add(options: argparse.Namespace) -> int:
    try:
        document = tomllib.loads(options.file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{options.file} cannot be read: {error.strerror}") from None
    version = actions.add_version(document, by=None)
    if options.publish and version.state == "draft":
        version = actions.publish_version(version, by=None)
    print(f"{version.method.code} version {version.number} ({version.state})", file=sys.stderr)
    return 0


def publish(options: argparse.Namespace) -> int:
    method = queries.require(options.code)
    draft = method.versions.filter(state="draft").first()
    if draft is None:
        raise ValueError(f"{options.code} has no draft")
    actions.publish_version(draft, by=None)
    print(f"{options.code} version {draft.number} published", file=sys.stderr)
    return 0


def get(options: argparse.Namespace) -> int:
    method = queries.require(options.code)
    version = method.versions.order_by("-number")[:1].get()
    options.out.write_text(tomli_w.dumps(version.document), encoding="utf-8")
    return 0
