#!/bin/sh
# Everything that needs no test run: lint, types, contracts, translations, migrations.
set -eu
bin=.venv/bin
$bin/ruff check -q .
$bin/ruff format -q --check .
$bin/mypy
$bin/lint-imports --no-cache
$bin/python tooling/messages.py check
XIAOLU_HOME=$(mktemp -d) $bin/django-admin makemigrations --check --dry-run >/dev/null || {
	echo "a model changed without its migration" >&2
	exit 1
}
