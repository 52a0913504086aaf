#!/bin/sh
# All of it: checks, then every test on SQLite, then those marked `database` on PostgreSQL, then the browser.
set -eu
bin=.venv/bin
export XIAOLU_HOME
XIAOLU_HOME=$(mktemp -d)
trap 'rm -rf "$XIAOLU_HOME"' EXIT
sh tooling/browser.sh
sh tooling/check.sh
echo "== SQLite"
$bin/pytest -n auto --dist worksteal -m "not browser"
echo "== PostgreSQL"
postgresql=$($bin/python tooling/postgresql.py start)
trap '$bin/python tooling/postgresql.py stop "$postgresql"; rm -rf "$XIAOLU_HOME"' EXIT
XIAOLU_DATABASE_URL=$postgresql $bin/pytest -n auto --dist worksteal -m "database and not browser"
echo "== Browser"
$bin/pytest -n 2 --dist loadfile -m browser
