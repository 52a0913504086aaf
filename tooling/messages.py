"""Translations with Babel over Django's templatize: extract, check, compile. Needs no gettext tools.

messages.py update   collect the msgids into locale/zh_Hans (new ones stand there untranslated)
messages.py check    exit 1 when one is missing, untranslated, fuzzy, unused or has other placeholders
messages.py build    compile the catalogue that the server reads
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "xiaolu"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")


def source_texts():
    """Every Python file and template as (path, text that Babel's Python extractor reads)."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    for path in sorted(SOURCE.rglob("*")):
        if "tests" in path.parts or "migrations" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py":
            yield path, path.read_text()
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            lines = templatize(path.read_text(), origin=str(path)).splitlines()
            yield path, "\n".join(line.strip() for line in lines) + "\n"


def extracted() -> Catalog:
    catalogue = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    for path, text in source_texts():
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            if message and (message if isinstance(message, str) else message[0]):
                catalogue.add(message, context=context, locations=[(str(path.relative_to(SOURCE.parent)), 0)])
    for message in kernel_texts():
        catalogue.add(message)
    return catalogue


def kernel_texts() -> list[str]:
    """Sentences of the pure kernel, which knows no gettext; pages translate them."""
    sys.path.insert(0, str(SOURCE.parent))
    from xiaolu.domain.method import EVENTS, FACTS, FIELDS, MESSAGES

    return [*MESSAGES.values(), *EVENTS.values(), *FIELDS.values(), *(kind.says for kind in FACTS.values())]


def current() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="zh_Hans")


def update() -> None:
    catalogue = current()
    catalogue.update(extracted(), no_fuzzy_matching=True, keep_user_comments=False)
    catalogue.obsolete.clear()
    out = io.BytesIO()
    write_po(out, catalogue, omit_header=False, sort_output=True, no_location=True, width=110)
    text = re.sub(r'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Project-Id-Version|'
                  r'Report-Msgid-Bugs-To|Language-Team):.*\n', "", out.getvalue().decode())  # fmt: skip
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(re.sub(r"^(#(?!,).*\n)+", "", text))


def problems() -> list[str]:
    have, found = current(), []
    wanted = {(message.context, key(message.id)): message for message in extracted() if message.id}
    for identity, message in wanted.items():
        entry = have.get(message.id, context=message.context)
        texts = [] if entry is None else list(entry.string) if isinstance(entry.string, tuple) else [entry.string]
        if not texts or not all(texts):
            found.append(f"untranslated: {identity[1]!r}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {identity[1]!r}")
        else:
            asked = set(PLACEHOLDER.findall(message.id if isinstance(message.id, str) else message.id[1]))
            found += [
                f"placeholders differ: {identity[1]!r}" for text in texts if set(PLACEHOLDER.findall(text)) != asked
            ]
    found += [f"unused: {key(m.id)!r}" for m in have if m.id and (m.context, key(m.id)) not in wanted]
    return found


def key(message_id) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def build() -> None:
    out = io.BytesIO()
    write_mo(out, current())
    CATALOGUE.with_suffix(".mo").write_bytes(out.getvalue())


def main(step: str) -> int:
    if step == "check":
        found = problems()
        print("\n".join(found) or "translations: complete")
        return 1 if found else 0
    {"update": update, "build": build}[step]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
