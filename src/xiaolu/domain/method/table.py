"""A reader for one table of a document: hands out checked values and writes down every problem it meets."""

import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import TypeVar

from .problems import Problem, kind_of, shown
from .texts import Span, Text, read_span

Choice = TypeVar("Choice", bound=str)
CODE = re.compile(r"[A-Za-z0-9_.\-]{1,60}")
CODE_ALLOWED = "1–60 of A–Z a–z 0–9 _ . -"
NAME_MOST, LONG_MOST = 200, 2000
NO_TEXT = Text("", "")
MOST_UNKNOWN_KEYS = 20


class Table:
    """One table of the document. What can't be read gives a placeholder and a problem, never an exception."""

    def __init__(self, value: object, place: str, problems: list[Problem]) -> None:
        self.place = place
        self.problems = problems
        self.broken = not isinstance(value, Mapping)
        self._values: Mapping[object, object] = value if isinstance(value, Mapping) else {}
        self._read: set[str] = set()
        self.doubtful = False  # a choice could not be made: what hangs on it is not worth a complaint
        if self.broken:
            self.problem("wrong_type", expected="a table", found=kind_of(value))

    def problem(self, rule: str, key: str = "", /, **params: object) -> None:
        """Write a problem down at a key of this table."""
        self.problems.append(Problem(self.at(key), rule, params))

    def at(self, key: str) -> str:
        """The place of a key, to be read by a person."""
        return " › ".join(part for part in (self.place, key) if part)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._values

    def holds_text(self, key: str) -> bool:
        """Whether a plain text stands at the key."""
        return isinstance(self._values.get(key), str)

    def close(self) -> None:
        """Everything was asked for: what is left over is a typing mistake."""
        left = [key for key in self._values if not (isinstance(key, str) and key in self._read)]
        for key in left[:MOST_UNKNOWN_KEYS]:
            self.problem("unknown_key", shown(key), key=shown(key))

    def value(self, key: str, kind: type | UnionType, expected: str, *, required: bool) -> object | None:
        """The value at a key if it has the type; true and false never pass for numbers."""
        self._read.add(key)
        if key not in self._values:
            if required and not self.broken:
                self.problem("missing", key, key=key)
            return None
        value = self._values[key]
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self.problem("wrong_type", key, expected=expected, found=kind_of(value))
        return None

    def string(self, key: str, *, required: bool = True, most: int = NAME_MOST) -> str:
        """A plain text of at most so many characters; "" if there is none."""
        value = self.value(key, str, "a text", required=required)
        if not isinstance(value, str):
            return ""
        if required and not value.strip():
            self.problem("missing", key, key=key)
            return ""
        if len(value) > most:
            self.problem("too_large", key, most=most)
            return ""
        if any(not c.isprintable() and c != "\n" for c in value):
            self.problem("control_characters", key)
            return ""
        return value

    def code(self, key: str = "code", pattern: re.Pattern[str] = CODE, allowed: str = CODE_ALLOWED) -> str:
        """A code of the given form; "" if it has another."""
        value = self.value(key, str, "a text", required=True)
        if isinstance(value, str) and not pattern.fullmatch(value):
            self.problem("code_format", key, value=shown(value), allowed=allowed)
            return ""
        return value if isinstance(value, str) else ""

    def wording(self, *, most: int = NAME_MOST) -> Text:
        """The zh and en that stand in this table itself."""
        before = len(self.problems)
        zh, en = (self.string(key, required=False, most=most) for key in ("zh", "en"))
        if not (zh.strip() and en.strip()) and len(self.problems) == before and not self.broken:
            self.problem("text_needs_zh_and_en")
        return Text(zh, en)

    def text(self, key: str, *, most: int = NAME_MOST) -> Text:
        """A text in both languages."""
        return self.optional_text(key, most=most, required=True) or NO_TEXT

    def optional_text(self, key: str, *, most: int = LONG_MOST, required: bool = False) -> Text | None:
        """A text in both languages, or None."""
        inner = self.inside(key, required=required)
        if inner is None:
            return None
        text = inner.wording(most=most)
        inner.close()
        return text

    def inside(self, key: str, *, required: bool = False) -> "Table | None":
        """The table at a key."""
        value = self.value(key, Mapping, "a table", required=required)
        return None if value is None else Table(value, self.at(key), self.problems)

    def flag(self, key: str) -> bool:
        """True or false; false if not given."""
        return self.value(key, bool, "true or false", required=False) is True

    def whole(self, key: str, *, least: int = 0, most: int = 100, required: bool = False) -> int | None:
        """A whole number between two bounds."""
        value = self.value(key, int, "a whole number", required=required)
        if not isinstance(value, int):
            return None
        if least <= value <= most:
            return value
        self.problem("bad_number", key, value=shown(value))
        return None

    def number(self, key: str) -> float | None:
        """A number from 0 up, finite."""
        value = self.value(key, int | float, "a number", required=False)
        if not isinstance(value, int | float):
            return None
        if 0 <= value < 10**15:
            return float(value)
        self.problem("bad_number", key, value=shown(value))
        return None

    def choice(
        self,
        key: str,
        options: Sequence[Choice],
        *,
        default: Choice | None = None,
        rule: str = "unknown_choice",
    ) -> Choice:
        """One of a closed list; without a default it must be given."""
        value = self.value(key, str, "a text", required=default is None)
        for option in options:
            if option == value:
                return option
        if isinstance(value, str):
            self.problem(rule, key, value=shown(value), choices=", ".join(options))
        self.doubtful = self.doubtful or default is None or value is not None
        return default if default is not None else options[0]

    def span(self, key: str, *, required: bool = False) -> Span | None:
        """A length of time: "24 hours"."""
        value = self.value(key, str, "a length of time", required=required)
        if not isinstance(value, str):
            return None
        try:
            return read_span(value)
        except ValueError:
            self.problem("bad_duration", key, value=shown(value))
            return None

    def days(self, key: str, *, required: bool = False) -> int | None:
        """A length of time in whole days, at least one."""
        span = self.span(key, required=required)
        if span is None:
            return None
        if not span.working and span.days >= 1 and span.days == int(span.days):
            return int(span.days)
        self.problem("bad_duration", key, value=str(span))
        return None

    def names(self, key: str, *, required: bool = False, most: int = 60) -> tuple[str, ...]:
        """A list of codes, each once."""
        found: list[str] = []
        for number, name in enumerate(self._items(key, required=required, most=most), 1):
            if not isinstance(name, str):
                self.problem("wrong_type", f"{key} {number}", expected="a code", found=kind_of(name))
            elif name in found:
                self.problem("duplicate_code", f"{key} {number}", value=shown(name))
            else:
                found.append(name)
        if required and not found and self.has(key):
            self.problem("missing", key, key=key)
        return tuple(found)

    def written(self, key: str, *, most: int = 60) -> tuple[str, ...]:
        """A list of plain texts."""
        found: list[str] = []
        for number, text in enumerate(self._items(key, required=False, most=most), 1):
            if isinstance(text, str):
                found.append(text)
            else:
                self.problem("wrong_type", f"{key} {number}", expected="a text", found=kind_of(text))
        return tuple(found)

    def each(self, key: str, *, required: bool = False, most: int = 60) -> "list[Table]":
        """The tables of a list, each with its code (or its number) as its place; a required list has at least one."""
        items = self._items(key, required=required, most=most)
        if required and not items and self.has(key):
            self.problem("missing", key, key=key)
        return [
            Table(item, self.at(f"{key} {self._label(item, number)}"), self.problems)
            for number, item in enumerate(items, 1)
        ]

    def entries(self, key: str, *, most: int = 200) -> "list[tuple[str, Table]]":
        """The entries of a table whose keys are codes: `offer = { zh = …, en = … }`."""
        inner = self.inside(key)
        if inner is None:
            return []
        if len(inner._values) > most:
            inner.problem("too_many", most=most)
            return []
        found: list[tuple[str, Table]] = []
        for code, value in inner._values.items():
            if isinstance(code, str) and CODE.fullmatch(code):
                found.append((code, Table(value, inner.at(code), self.problems)))
            else:
                inner.problem("code_format", shown(code), value=shown(code), allowed=CODE_ALLOWED)
        return found

    def _items(self, key: str, *, required: bool, most: int) -> Sequence[object]:
        value = self.value(key, list | tuple, "a list", required=required)
        if not isinstance(value, list | tuple):
            return ()
        if len(value) > most:
            self.problem("too_many", key, most=most)
            return ()
        return value

    @staticmethod
    def _label(item: object, number: int) -> str:
        code = item.get("code") if isinstance(item, Mapping) else None
        return f'"{code}"' if isinstance(code, str) and CODE.fullmatch(code) else str(number)
