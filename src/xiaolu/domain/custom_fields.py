"""Fields that a company defines itself: what each type holds, how a cell or a form is read, how a value is written.

Values are kept as JSON: text, whole numbers (thousandths of a decimal, minor units of an amount), ISO days, yes or no,
the code of a choice, a list of codes. What is empty is not kept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from xiaolu.domain import cells, money
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.headings import plain

PREFIX = "custom_"  # before the code, in names of form fields, columns, filters and audited changes
KINDS = ("account", "contact", "opportunity")
TYPES = ("text", "long_text", "whole", "decimal", "amount", "day", "yes_no", "choice", "choices")
NUMBERS = {"whole": 0, "decimal": 3, "amount": -1}  # digits behind the point; −1: those of the currency
CHOSEN = ("choice", "choices")
CODE = re.compile(r"[a-z](?:_?[a-z0-9])*")
LONGEST = {"text": 200, "long_text": 10_000}
MOST_FIELDS, MOST_OPTIONS = 40, 60
BETWEEN = re.compile(r"[,，、;；|]")
YES = {plain(word) for word in ["是", "有", "对", "yes", "y", "true", "1", "√", "✓"]}
NO = {plain(word) for word in ["否", "无", "没有", "不是", "no", "n", "false", "0", "×"]}
EMPTY: tuple[Any, ...] = (None, "", [])


class Option(NamedTuple):
    """One line of a choice. An archived one is not offered any more, and stays where it was chosen."""

    code: str
    name: str
    archived: bool = False


@dataclass(frozen=True)
class Definition:
    """A field of the company's own. `hidden`: the kind of hidden field that it belongs to (domain.people.FIELDS)."""

    code: str
    name: str
    type: str
    kind: str = "account"
    options: tuple[Option, ...] = ()
    help: str = ""
    required: bool = False
    searchable: bool = False
    hidden: str = ""
    archived: bool = False

    @property
    def key(self) -> str:
        """How forms, columns of tables, filters and the audit trail name it."""
        return PREFIX + self.code

    def offered(self, chosen: object = None) -> list[Option]:
        """The options that a form offers: those in use, and what is chosen already."""
        kept = chosen if isinstance(chosen, list) else [chosen]
        return [option for option in self.options if not option.archived or option.code in kept]

    def called(self, code: object) -> str:
        """The name of an option, its code when nothing is called so."""
        return next((option.name for option in self.options if option.code == code), str(code))


def digits_of(field: Definition, currency: int) -> int:
    """Digits behind the point that the numbers of a field have; `currency`: those of the company's."""
    digits = NUMBERS[field.type]
    return currency if digits < 0 else digits


def read(field: Definition, cell: object, *, currency: int, dayfirst: bool = False, scale: int = 1) -> Any:
    """What a cell or a typed text says, as it is kept; None for nothing.

    `currency`: digits of the company's currency. `scale`: what numbers are multiplied with. Raises CellInvalid:
    too_long, not_a_number, not_whole, negative, too_large, not_a_date, two_readings, date_out_of_range, not_yes_or_no,
    unknown_choice.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if field.type == "text":
        return cells.text(cell, LONGEST["text"]) or None
    if field.type == "long_text":
        return _paragraph(cell)
    if field.type in NUMBERS:
        return _number(field, cell, currency, scale)
    if field.type == "day":
        return cells.day(cell, dayfirst=dayfirst).isoformat()
    if field.type == "yes_no":
        return _yes_or_no(cell)
    return _option(field, cells.text(cell)) if field.type == "choice" else _options(field, cell)


def _paragraph(cell: object) -> str | None:
    said = cells.paragraph(cell)
    if len(said) > LONGEST["long_text"]:
        raise CellInvalid("too_long", longest=LONGEST["long_text"])
    return said or None


def _number(field: Definition, cell: object, currency: int, scale: int) -> int:
    if field.type != "whole":
        return cells.number(cell, digits_of(field, currency), scale=scale)
    thousandths = cells.number(cell, 3, scale=scale)
    if thousandths % 1000:
        raise CellInvalid("not_whole", value=str(cell)[:40])
    return thousandths // 1000


def _yes_or_no(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    said = plain(cells.text(cell))
    if said not in YES | NO:
        raise CellInvalid("not_yes_or_no", value=cells.text(cell)[:40])
    return said in YES


def _option(field: Definition, said: str) -> str:
    wanted = plain(said)
    for option in field.options:
        if wanted in (plain(option.name), plain(option.code)):
            return option.code
    raise CellInvalid("unknown_choice", value=said[:40])


def _options(field: Definition, cell: object) -> list[str] | None:
    words = [str(one) for one in cell] if isinstance(cell, list) else BETWEEN.split(cells.text(cell))
    chosen = {_option(field, word.strip()) for word in words if word.strip()}
    return [option.code for option in field.options if option.code in chosen] or None


def written(field: Definition, value: Any, *, currency: int, chinese: bool) -> str:
    """A value as exports write it; read again, it is the same. '' for none."""
    if value in EMPTY:
        return ""
    if field.type in NUMBERS:
        text = money.plain(value, digits_of(field, currency))
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _said(field, value, chinese)


def shown(field: Definition, value: Any, *, currency: int, symbol: str, chinese: bool) -> str:
    """A value as a page says it: numbers grouped, amounts with the sign of the currency."""
    if value in EMPTY:
        return ""
    if field.type in NUMBERS:
        sign = symbol if field.type == "amount" else ""
        return sign + money.trimmed(value, digits_of(field, currency))
    return _said(field, value, chinese)


def _said(field: Definition, value: Any, chinese: bool) -> str:
    if field.type == "yes_no":
        return ("是" if value else "否") if chinese else ("yes" if value else "no")
    if field.type == "choice":
        return field.called(value)
    if field.type == "choices":
        return ("、" if chinese else ", ").join(field.called(code) for code in value)
    return str(value)


def merged(before: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The values after a patch: what it does not name stays, what it empties is not kept."""
    return {code: value for code, value in {**before, **patch}.items() if value not in EMPTY}


def by_key(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values under the names that forms and tables give them."""
    return {PREFIX + code: value for code, value in values.items()}


def patch_of(values: Mapping[str, Any], names: Iterable[str] | None = None) -> dict[str, Any]:
    """Of the values of a form or row (only these `names`, if any are given) those of own fields, by code."""
    wanted = values.keys() if names is None else names
    return {name.removeprefix(PREFIX): values.get(name) for name in wanted if name.startswith(PREFIX)}


def search_texts(fields: Sequence[Definition], values: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What of the searchable fields leads to a record: for everybody, and for those from whom nothing is hidden."""
    texts: tuple[list[str], list[str]] = ([], [])
    for field in fields:
        if field.searchable and values.get(field.code) not in EMPTY:
            texts[bool(field.hidden)].append(written(field, values[field.code], currency=0, chinese=True))
    return texts


def options_of(lines: str, before: Sequence[Option] = ()) -> tuple[Option, ...]:
    """The options of a field from lines of `name` or `code = name`; what is not there any more is archived.

    A line without a code keeps the one of that name, else gets the next free one (o1, o2 …). Raises CellInvalid: bad_option,
    option_twice, too_many_options.
    """
    known = {plain(option.name): option.code for option in before}
    used, found = {option.code for option in before}, dict[str, Option]()
    for line in filter(None, map(str.strip, lines.splitlines())):
        code, mark, name = (part.strip() for part in line.partition("="))
        if not mark:
            code, name = known.get(plain(line), ""), line
        code = code or next(f"o{n}" for n in range(1, 1000) if f"o{n}" not in used)
        if not name or len(name) > 80 or len(code) > 40 or not CODE.fullmatch(code) or BETWEEN.search(name):
            raise CellInvalid("bad_option", value=line[:40])
        if code in found or plain(name) in {plain(option.name) for option in found.values()}:
            raise CellInvalid("option_twice", value=line[:40])
        found[code] = Option(code, name)
        used.add(code)
    if len(found) > MOST_OPTIONS:
        raise CellInvalid("too_many_options", most=MOST_OPTIONS)
    gone = [option._replace(archived=True) for option in before if option.code not in found]
    return (*found.values(), *gone)


def lines_of(options: Iterable[Option]) -> str:
    """Options as people edit them, one a line."""
    return "\n".join(f"{option.code} = {option.name}" for option in options if not option.archived)
