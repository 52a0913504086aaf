"""The console script `xiaolu` and `python -m xiaolu`."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaolu.settings")
    from xiaolu.operate.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
