"""Cells that were typed or pasted into the tracking table: the block that arrives, and each text as a value."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiaolu.customers.access import visible_to as visible_accounts
from xiaolu.customers.models import Account, Contact, Industry, Source, name_key
from xiaolu.domain import cells
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.headings import stage_aliases
from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.names import folded
from xiaolu.org.models import Person
from xiaolu.org.queries import company, today
from xiaolu.pipeline.columns import DAYS, ENTERED
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.choices import owners
from xiaolu.products.models import Product

MOST_CELLS, MOST_BYTES, MOST_ID = 5000, 1024 * 1024, 2**53
LONGEST = {"name": 200, "current_supplier": 120, "competitor": 120, "next_action": 200}
CLASSES = {"industry": Industry, "source": Source, "product": Product}
FIELDS = {*LONGEST, *CLASSES, *DAYS, "account", "contact", "owner", "growth", "amount", "volume", "stage", "note"}
Written = dict[str, str]  # field → the text that somebody wrote


@dataclass(frozen=True)
class Row:
    """What somebody wrote into one row, and the version of it that they saw."""

    id: int
    seen: int
    cells: Written


def read_block(body: bytes) -> list[Row]:
    """The rows of `{"cells": [{"id", "seen", "field", "value"}, …]}`. Raises ValueError for anything else."""
    if len(body) > MOST_BYTES:
        raise ValueError("too large")
    block = json.loads(body)
    said = block.get("cells") if isinstance(block, dict) else None
    if not isinstance(said, list) or not 0 < len(said) <= MOST_CELLS:
        raise ValueError("no cells, or too many")
    rows: dict[int, Row] = {}
    for cell in said:
        id_, seen, field, value = (cell.get(name) for name in ("id", "seen", "field", "value")) if isinstance(cell, dict) else (None,) * 4  # fmt: skip
        if type(id_) is not int or type(seen) is not int or not isinstance(field, str) or not isinstance(value, str):
            raise ValueError("not a cell")
        if not 0 < id_ < MOST_ID:
            raise ValueError("not a row")
        rows.setdefault(id_, Row(id_, seen, {})).cells[field] = value
    return list(rows.values())


class CellReader:
    """Reads texts as values by what a person may choose. What several rows need is asked for once."""

    def __init__(self, reader: Person, rows: Iterable[Row]) -> None:
        self.reader, self.digits, self.today = reader, company().digits, today()
        said = [row.cells for row in rows]
        asked = {field for written in said for field in written}
        self.classes = {
            name: _named(model.objects.filter(archived=False)) for name, model in CLASSES.items() if name in asked
        }
        self.owners = _named(owners(reader, editing=True), "login") if "owner" in asked else {}
        names = {name_key(written["account"][:200]) for written in said if written.get("account", "").strip()}
        self.accounts: dict[str, list[Account]] = {}
        if names:
            for one in visible_accounts(reader).filter(normal_name__in=names, archived=False):
                self.accounts.setdefault(one.normal_name, []).append(one)

    def value(self, field: str, said: str, opportunity: Opportunity, rules: MethodRules) -> Any:
        """The value of a text in a column; empty text is none. Raises CellInvalid."""
        if "\x00" in said or any(0xD800 <= ord(sign) <= 0xDFFF for sign in said):
            raise CellInvalid("unreadable_sign")
        if field == "note":
            return _short(cells.paragraph(said), 5000)
        text = cells.text(said, LONGEST.get(field, 0))
        if field in LONGEST:
            return text
        if field in ("amount", "volume"):
            return cells.number(text, self.digits if field == "amount" else 3) if text else 0
        if field in DAYS:
            return self._day(field, text)
        if field.startswith(ENTERED):
            return cells.past_day(text, self.today) if text else None
        if field == "growth":
            return cells.growth(text) if text else ""
        if field == "stage":
            return cells.stage(text, cells.stage_words(rules, stage_aliases(rules)))
        return self._named(field, text) if text else None

    def _day(self, field: str, text: str) -> date | None:
        found = cells.day(text, month=field == "expected_close") if text else None
        if (
            field == "next_date"
            and found
            and found > self.today.replace(year=self.today.year + 1, day=min(self.today.day, 28))
        ):
            raise CellInvalid("too_far_ahead")  # fmt: skip
        return found

    def _named(self, field: str, text: str) -> Any:
        if field == "account":
            found: list[Any] = self.accounts.get(name_key(text[:200]), [])
        else:
            found = (self.owners if field == "owner" else self.classes[field]).get(folded(text) or text, [])
        if not found:
            raise CellInvalid(f"unknown_{field}", value=text[:40])
        if len(found) > 1:
            raise CellInvalid("several_called", value=text[:40])
        return found[0]


def contact_called(text: str, account: Account | None) -> Contact | None:
    """The contact of that name at a customer. Raises CellInvalid."""
    said = cells.text(text)
    if not said:
        return None
    people = list(account.contacts.filter(archived=False)) if account else []
    found = [one for one in people if folded(one.name) == folded(said)]
    if not found:
        raise CellInvalid("unknown_contact", value=said[:40])
    if len(found) > 1:
        raise CellInvalid("several_called", value=said[:40])
    return found[0]


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise CellInvalid("too_long", longest=longest)
    return text


def _named(rows: Iterable[Any], code: str = "code") -> dict[str, list[Any]]:
    """Rows by their folded name and code; several of one name stay several."""
    found: dict[str, list[Any]] = {}
    for one in rows:
        for key in {folded(one.name) or one.name, folded(getattr(one, code)) or getattr(one, code)}:
            found.setdefault(key, []).append(one)
    return found
