"""The mapping file: which heading is which field, which word is which stage, and how the file is to be read."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from xiaolu.domain.cells import text
from xiaolu.domain.headings import (
    FIELDS,
    OPPORTUNITIES,
    Column,
    by_rank,
    heading_row,
    plain,
    recognise,
    scale_of,
    stage_aliases,
)
from xiaolu.domain.method import Method
from xiaolu.domain.record_headings import RECORD_HEADINGS
from xiaolu.exchange.limits import Unreadable
from xiaolu.exchange.own_fields import own_fields, own_headings

TABLES = ("columns", "stages", "dates", "defaults", "options")
OPTIONS: dict[str, Any] = {"system": str, "dayfirst": bool, "currency": str, "rate": (int, float, str), "encoding": str,
                           "keep_rest": bool}  # fmt: skip
NO_FIELD = ("", "ignore")
SAMPLES = 200


class MapInvalid(Exception):
    """A mapping file that cannot be used: (place, code, value) of each mistake."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True)
class Map:
    """What a mapping file says. Values as JSON holds them; days as 2016-10-20."""

    columns: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    system: str = ""
    dayfirst: bool = False
    currency: str = ""
    rate: str = "1"
    encoding: str = ""
    keep_rest: bool = False  # columns that lead to no field go to the note
    always_new: bool = False  # a row that brings no key of its own is new, whatever customer and product it names

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def parse_map(text: str, method: Method, *, currency: str, kind: str = OPPORTUNITIES) -> Map:
    """A mapping from the text of a TOML file. Raises MapInvalid."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MapInvalid([("", "not_toml", str(error)[:120])]) from None
    return read_map(document, method, currency=currency, kind=kind)


def read_map(document: Mapping[str, Any], method: Method, *, currency: str, kind: str = OPPORTUNITIES) -> Map:
    """A mapping from what the TOML file says. Raises MapInvalid with every mistake."""
    tables = {name: found if isinstance(found := document.get(name, {}), dict) else {} for name in TABLES}
    known = set(RECORD_HEADINGS.get(kind, ())) or {*FIELDS, *(f"entered_{code}" for code in method.codes)}
    known |= own_fields(kind).keys()
    stages = set(method.codes)
    wrong = [
        (str(name)[:60], "unknown_table", "")
        for name in document
        if name not in TABLES or tables[name] is not document[name]
    ]
    wrong += _strangers("columns", tables, known | set(NO_FIELD), "unknown_field")
    wrong += _strangers("stages", tables, stages, "unknown_stage")
    wrong += _strangers("dates", tables, stages | {"closed"}, "unknown_stage")
    for name, value in tables["defaults"].items():
        if name not in known:
            wrong.append((f"defaults › {name}", "unknown_field", name[:40]))
        elif not isinstance(value, str | int | float | date) or isinstance(value, bool):
            wrong.append((f"defaults › {name}", "bad_value", str(value)[:40]))
    options = _options(tables["options"], currency, wrong)
    if wrong:
        raise MapInvalid(wrong)
    defaults = {name: _plain(value) for name, value in tables["defaults"].items()}
    return Map(tables["columns"], tables["stages"], tables["dates"], defaults, **options)


def _strangers(
    name: str, tables: Mapping[str, Mapping[str, Any]], known: set[str], code: str
) -> list[tuple[str, str, str]]:
    """The entries of a table that lead to something unknown."""
    return [
        (f"{name} › {key}", code, str(value)[:40])
        for key, value in tables[name].items()
        if not isinstance(value, str) or value not in known
    ]


def _options(table: Mapping[str, Any], currency: str, wrong: list[tuple[str, str, str]]) -> dict[str, Any]:
    for name, value in table.items():
        if name not in OPTIONS:
            wrong.append((f"options › {name}", "unknown_option", ""))
        elif not isinstance(value, OPTIONS[name]) or (isinstance(value, bool) and OPTIONS[name] is not bool):
            wrong.append((f"options › {name}", "bad_value", str(value)[:40]))
    if wrong:
        return {}
    found = {name: table[name] for name in ("system", "dayfirst", "encoding", "keep_rest") if name in table}
    if len(found.get("system", "")) > 40 or ":" in found.get("system", ""):
        wrong.append(("options › system", "bad_value", found["system"][:40]))
    theirs = str(table.get("currency", currency)).upper()
    if theirs != currency and "rate" not in table:
        wrong.append(("options › rate", "rate_missing", theirs[:10]))
    try:
        rate = Decimal(str(table.get("rate", 1)))
        if not rate.is_finite() or not 0 < rate < 10**9:
            raise InvalidOperation
    except InvalidOperation:
        wrong.append(("options › rate", "bad_value", str(table.get("rate"))[:40]))
        rate = Decimal(1)
    return {**found, "currency": theirs, "rate": str(rate if theirs != currency else Decimal(1))}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Layout:
    """Where the headings stand in a file and what each column is. `row`: the number of the heading row."""

    row: int
    columns: list[Column]
    kind: str = OPPORTUNITIES

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "columns": [asdict(column) for column in self.columns], "kind": self.kind}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Layout":
        return cls(kept["row"], [Column(**column) for column in kept["columns"]], kept.get("kind", OPPORTUNITIES))

    def filled(self) -> list[Column]:
        """The columns that fill a field; of one field the better heading first."""
        return by_rank((column for column in self.columns if column.field), self.kind)

    def without(self, fields: Collection[str]) -> "Layout":
        """The same with these fields not taken: what a person may not see is not compared with what they bring."""
        columns = [replace(column, field="") if column.field in fields else column for column in self.columns]
        return replace(self, columns=columns)

    def rest(self, row: Sequence[object]) -> str:
        """What the columns without a field say, each under its heading, for the note."""
        said = [
            f"{one.heading}: {text(row[one.place])}"
            for one in self.columns
            if one.heading and not one.field and one.place < len(row) and row[one.place] not in (None, "")
        ]
        return "\n".join(said)

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns if column.field}


def lay_out(
    rows: Sequence[tuple[int, Sequence[object]]], mapping: Map, method: Method, kind: str = OPPORTUNITIES
) -> Layout:
    """Find the headings among the first rows and give each column its field: the mapping file's word, else our own.

    Raises Unreadable (no_headings), MapInvalid for headings that the mapping names and the file lacks.
    """
    aliases = aliases_of(method)
    named = {plain(heading): name for heading, name in mapping.columns.items()}
    named |= {
        plain(heading): "closed" if code == "closed" else f"entered_{code}" for heading, code in mapping.dates.items()
    }
    own = own_headings(kind)
    at = heading_row([cells for _, cells in rows], aliases, {**own, **named}, kind)
    if at < 0:
        raise Unreadable("no_headings")
    number, headings = rows[at]
    samples = [cells for _, cells in rows[at + 1 : at + 1 + SAMPLES]]
    columns = _renamed(_with_own(recognise(headings, aliases, samples, kind), own), named)
    there = {plain(column.heading) for column in columns}
    if missing := [heading for heading in (*mapping.columns, *mapping.dates) if plain(heading) not in there]:
        raise MapInvalid([(heading, "heading_missing", "") for heading in missing])
    return Layout(number, columns, kind)


def _with_own(columns: Iterable[Column], own: Mapping[str, str]) -> list[Column]:
    """Columns that mean nothing of ours and are called like a field of the company's own lead to it."""
    return [
        replace(one, field=own.get(plain(one.heading), ""), scale=scale_of(one.heading)) if not one.field else one
        for one in columns
    ]


def _renamed(columns: Iterable[Column], named: Mapping[str, str]) -> list[Column]:
    """Columns with the mapping's fields; what it does not name keeps ours, unless that field is given away."""
    given = set(named.values()) - set(NO_FIELD)
    found = []
    for column in columns:
        name = named.get(plain(column.heading))
        if name is None:
            name = "" if column.field in given else column.field
        found.append(Column(column.place, column.heading, "" if name in NO_FIELD else name, column.scale))
    return found


def aliases_of(method: Method) -> dict[str, str]:
    return stage_aliases(method)
