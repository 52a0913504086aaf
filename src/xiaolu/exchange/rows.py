"""One row of a table as values: each cell read as its field asks, the mistakes named with their column."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from xiaolu.domain import cells
from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.custom_fields import EMPTY, read
from xiaolu.domain.headings import OPPORTUNITIES, OPPORTUNITY_NUMBER, Column, plain
from xiaolu.domain.histories import last_stage
from xiaolu.domain.method import Method
from xiaolu.exchange.mapping import Layout, Map, aliases_of
from xiaolu.exchange.own_fields import own_fields

LONGEST = {
    "external_id": 120, "name": 200, "account": 200, "contact": 80, "phone": 40, "email": 200, "owner": 80, "team": 80,
    "industry": 80, "source": 80, "product": 120, "lost_reason": 120, "competitor": 120, "current_supplier": 120,
    "next_action": 200,
}  # fmt: skip
Convert = Callable[[object], Any]


@dataclass
class Parsed:
    """What a row brings. `values`: field → text, whole number or ISO day; `entries`: stage → ISO day."""

    values: dict[str, Any]
    problems: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)

    def blame(self, column: str, error: CellInvalid) -> None:
        self.problems.append({"column": column, "code": error.code, **error.params})

    def warn(self, column: str, code: str, **params: Any) -> None:
        self.warnings.append({"column": column, "code": code, **params})


class RowReader:
    """Reads rows of one file under one method."""

    def __init__(self, method: Method, layout: Layout, mapping: Map, *, digits: int, today: date) -> None:
        self.kinds = {stage.code: stage.kind for stage in method.stages}
        self.order = {code: place for place, code in enumerate(method.codes)}
        self.first_open = method.first_open
        self.today = today
        self.mapping, self.layout = mapping, layout
        words = cells.stage_words(method, aliases_of(method))
        self.stages = {**words, **{plain(value): code for value, code in mapping.stages.items()}}
        self.reasons = {
            plain(name): reason.code for reason in method.reasons for name in (reason.code, *vars(reason.name).values())
        }
        self.digits = digits
        self.own = own_fields(OPPORTUNITIES)
        self.columns = [(one.place, one.heading, one.field, self._converter(one)) for one in layout.filled()]
        self.heading_of = {one.field: one.heading for one in reversed(layout.filled())}
        self.defaults, self.default_problems = self._read_defaults()

    def _converter(self, column: Column) -> Convert:
        name, scale, dayfirst = column.field, column.scale, self.mapping.dayfirst
        if own := self.own.get(name):
            return lambda cell: read(own, cell, currency=self.digits, dayfirst=dayfirst, scale=scale)
        if name == "amount":
            rate = Decimal(self.mapping.rate) * scale
            times: int | Decimal = int(rate) if rate == rate.to_integral_value() else rate
            return lambda cell: cells.number(cell, self.digits, scale=times)
        if name == "volume":
            return lambda cell: cells.number(cell, 3, scale=scale)
        if name.startswith("entered_") or name in ("created_on", "closed"):
            return lambda cell: cells.past_day(cell, self.today, dayfirst=dayfirst).isoformat()
        if name in ("expected_close", "next_date"):
            month = name == "expected_close"
            return lambda cell: cells.day(cell, dayfirst=dayfirst, month=month).isoformat()
        special: dict[str, Convert] = {
            "stage": lambda cell: cells.stage(cell, self.stages),
            "growth": cells.growth,
            "number": _number,
            "note": cells.paragraph,
            "lost_reason": lambda cell: self.reasons.get(plain(said := cells.text(cell, 120)), said),
        }
        return special.get(name) or (lambda cell: cells.text(cell, LONGEST.get(name, 0)))

    def _read_defaults(self) -> tuple[dict[str, Any], list[tuple[str, CellInvalid]]]:
        found: dict[str, Any] = {}
        wrong = []
        for name, value in self.mapping.defaults.items():
            try:
                found[name] = self._converter(Column(0, name, name))(value)
            except CellInvalid as error:
                wrong.append((name, error))
        return found, wrong

    def read(self, row: Sequence[object]) -> Parsed:
        """The values of one row, with what cannot be read as problems."""
        parsed = Parsed({})
        values, width = parsed.values, len(row)
        for place, heading, name, convert in self.columns:
            if place >= width or name in values:
                continue
            cell = row[place]
            if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
                continue
            try:
                found = convert(cell)
            except CellInvalid as error:
                parsed.blame(heading, error)
                continue
            if found not in EMPTY:
                values[name] = found
        for name, value in self.defaults.items():
            values.setdefault(name, value)
        if self.mapping.keep_rest and (rest := self.layout.rest(row)):
            values["note"] = "\n".join(part for part in (values.get("note"), rest) if part)
        self._settle_stage(parsed)
        return parsed

    def _settle_stage(self, parsed: Parsed) -> None:
        """Gather the stage dates, and say in which stage the row stands."""
        values = parsed.values
        entries = {name[8:]: values.pop(name) for name in [n for n in values if n.startswith("entered_")]}
        closed = values.pop("closed", "")
        broken = any(problem["code"] == "unknown_stage" for problem in parsed.problems)
        stage = values.get("stage", "")
        if closed and stage and self.kinds[stage] != "open":
            entries.setdefault(stage, closed)
        elif closed and not broken:
            parsed.warn(self.heading_of.get("closed", ""), "closed_date_ignored")
        if not stage and not broken:
            days = {code: date.fromisoformat(day) for code, day in entries.items()}
            values["stage"] = last_stage(days, self.order) or self.first_open
        if entries:
            values["entries"] = entries


def _number(cell: object) -> int:
    found = OPPORTUNITY_NUMBER.fullmatch(cells.text(cell))
    if not found:
        raise CellInvalid("bad_number", value=cells.text(cell)[:40])
    return int(found[1])


def days_of(values: Mapping[str, Any]) -> dict[str, date]:
    """The stage dates of a row as days."""
    return {code: date.fromisoformat(day) for code, day in values.get("entries", {}).items()}
