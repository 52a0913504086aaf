"""Comma-separated text: which encoding, which separator, and its records as a stream."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from charset_normalizer import from_bytes

from xiaolu.exchange.limits import LONGEST_CELL, MOST_COLUMNS, Unreadable

CHUNK, SAMPLE = 1024 * 1024, 64 * 1024
LONGEST_LINE = 4 * LONGEST_CELL * 16  # characters
MOST_SEPARATORS = 50_000  # in one line, those inside texts included
NAMES = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf8": "utf-8-sig", "utf-8": "utf-8-sig"}


def encoding_of(path: Path, asked: str = "") -> str:
    """The encoding that was asked for, else the first that reads the whole file. Raises Unreadable."""
    if asked:
        name = NAMES.get(asked.lower(), asked)
        try:
            codecs.lookup(name)
        except LookupError:
            raise Unreadable("unknown_encoding", value=asked[:40]) from None
        if not _reads(path, name):
            raise Unreadable("wrong_encoding", value=asked[:40])
        return name
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _reads(path, "utf-16"):
            return "utf-16"
        raise Unreadable("wrong_encoding", value="utf-16")
    for name in ("utf-8-sig", "gb18030"):
        if _reads(path, name):
            return name
    best = from_bytes(head).best()
    if best is None or not _reads(path, best.encoding):
        raise Unreadable("wrong_encoding", value="?")
    return best.encoding


def _reads(path: Path, encoding: str) -> bool:
    """Whether every byte of a file belongs to an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except (UnicodeError, ValueError):
        return False
    return True


def delimiter_of(path: Path, encoding: str) -> str:
    """Comma, semicolon or tab: the one that divides the first lines most evenly."""
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE)
    lines = [line for line in sample.splitlines() if line.strip()][:20]
    counts = {sign: [line.count(sign) for line in lines] for sign in ",;\t"}
    return max(counts, key=lambda sign: (sum(1 for count in counts[sign] if count), sum(counts[sign])), default=",")


def lines(path: Path) -> int:
    """About how many records a file has."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b"")) + 1


def records(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a file, one after the other. Raises Unreadable with the row."""
    done = 0
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_lines(file, delimiter), delimiter=delimiter)
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise Unreadable("cell_too_long", row=done + 1, most=LONGEST_CELL) from None
            except UnicodeError:
                raise Unreadable("wrong_encoding", row=done + 1, value=encoding) from None
            done += 1
            yield record


def _lines(file: TextIO, delimiter: str) -> Iterator[str]:
    """Lines that are short enough to be taken apart."""
    number = 0
    while line := file.readline(LONGEST_LINE):
        number += 1
        if len(line) > SAMPLE and line.count(delimiter) > MOST_SEPARATORS:
            raise Unreadable("too_many_columns", row=number, most=MOST_COLUMNS)
        if len(line) >= LONGEST_LINE:
            raise Unreadable("cell_too_long", row=number, most=LONGEST_CELL)
        yield line
