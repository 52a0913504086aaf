#!/bin/sh
# Makes .venv from the pinned and hashed requirements. Works any number of times.
set -eu
python=$1
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	echo "Xiaolu needs Python 3.11 or newer: make run PYTHON=python3.11" >&2
	exit 1
}
if [ ! -x .venv/bin/python ]; then
	rm -rf .venv
	"$python" -m venv .venv >/dev/null 2>&1 || {
		echo "Python lacks venv. On Debian or Ubuntu: apt-get install python3-venv" >&2
		exit 1
	}
fi
echo "Setting up (once) …" >&2
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/setup.txt 2>/dev/null ||
	.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/setup.txt
if [ -x .venv/bin/uv ]; then
	.venv/bin/uv pip install -q --python .venv/bin/python --require-hashes --no-deps -r requirements/dev.txt
	.venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
else
	.venv/bin/python -m pip install -q --require-hashes --no-deps -r requirements/dev.txt
	.venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
fi
