"""Opportunities as an Excel file in the shape that load takes: loaded again, every row is unchanged."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import get_language

from xiaolu.domain import money
from xiaolu.domain.headings import OPPORTUNITIES, plain, stage_aliases
from xiaolu.domain.method import Method as MethodRules
from xiaolu.exchange.compare import NOT_GIVEN, entered_days, entries_of
from xiaolu.exchange.error_workbook import write_mark
from xiaolu.exchange.known import Known
from xiaolu.exchange.own_fields import own_cells, own_fields
from xiaolu.exchange.records.unloading import records, write_records
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods, rules_of
from xiaolu.org.queries import company, home_teams, today
from xiaolu.pipeline.models import GROWTH, Opportunity
from xiaolu.web.workbooks import ROW_BY_ROW

BATCH = 2_000
EXACT = 10**13  # minor units up to which a spreadsheet's numbers are exact
HEADS = {
    "number": ("编号", "Number"),
    "account": ("客户名称", "Customer"),
    "name": ("商机名称", "Title"),
    "contact": ("联系人", "Contact"),
    "phone": ("手机", "Phone"),
    "email": ("邮箱", "E-mail"),
    "owner": ("负责人", "Owner"),
    "team": ("团队", "Team"),
    "industry": ("行业", "Industry"),
    "source": ("来源", "Source"),
    "product": ("产品", "Product"),
    "growth": ("增长类型", "Growth"),
    "amount": ("金额", "Amount"),
    "volume": ("预估年用量", "Volume"),
    "expected_close": ("预计成交日期", "Expected close"),
    "stage": ("阶段", "Stage"),
    "created_on": ("创建日期", "Created on"),
}
TAIL = {
    "lost_reason": ("流失原因", "Lost reason"),
    "competitor": ("竞争对手", "Competitor"),
    "current_supplier": ("现供应商", "Current supplier"),
    "next_action": ("下一步", "Next step"),
    "next_date": ("下次联系日期", "Next date"),
    "note": ("备注", "Note"),
}
GROWTHS = {"keep": ("客户维护", "keep"), "grow": ("客户增长", "grow"), "new": ("新业务", "new"), "": ("", "")}
assert GROWTHS.keys() >= GROWTH.keys()


def unload(path: Path, *, method: Method | None = None) -> int:
    """Write all opportunities of a method into a file; how many there were. Without a method, of the one in use.

    Raises ValueError when several are in use and none was named.
    """
    if method is None:
        used = list(methods().filter(opportunity__withdrawn=False).distinct())
        if len(used) > 1:
            raise ValueError(f"several methods are in use, name one: {', '.join(one.code for one in used)}")
        method = used[0] if used else methods()[0]
    with path.open("wb") as file:
        return write_opportunities(Opportunity.objects.filter(method=method, withdrawn=False), method, file)


def unload_records(path: Path, kind: str) -> int:
    """Write all customers, contacts, people or teams into a file; how many there were."""
    with path.open("wb") as file:
        return write_records(kind, records(kind), file)


def write_opportunities(
    rows: QuerySet[Opportunity], method: Method, file: BinaryIO, *, hidden: Collection[str] = (), mark: str = ""
) -> int:
    """Write opportunities of one method, in the reader's language; how many there were. No cell can be a formula.

    `hidden`: columns that are left out. `mark`: a line above the headings that says who took them out.
    """
    return _Writer(method, file, hidden).write(rows, mark)


class _Writer:
    def __init__(self, method: Method, file: BinaryIO, hidden: Collection[str]) -> None:
        self.hidden = hidden
        self.rules: MethodRules = rules_of(method.pk)
        self.chinese = (get_language() or "zh").startswith("zh")
        self.digits = company().digits
        self.known = Known()
        self.own = own_fields(OPPORTUNITIES)
        self.order = {code: place for place, code in enumerate(self.rules.codes)}
        self.stages = self._stage_words()
        self.reasons = {reason.code: self._said((reason.name.zh, reason.name.en)) for reason in self.rules.reasons}
        self.book = xlsxwriter.Workbook(file, ROW_BY_ROW)
        self.sheet = self.book.add_worksheet(self._said(("商机", "Opportunities")))
        self.as_day = self.book.add_format({"num_format": "yyyy-mm-dd"})

    def _said(self, words: tuple[str, str]) -> str:
        return words[0] if self.chinese else words[1]

    def _stage_words(self) -> dict[str, str]:
        """How a stage is written: its name when that leads back to it, else its code."""
        aliases = stage_aliases(self.rules)
        names = {stage.code: self._said((stage.name.zh, stage.name.en)) for stage in self.rules.stages}
        return {code: name if aliases.get(plain(name)) == code else code for code, name in names.items()}

    def write(self, rows: QuerySet[Opportunity], mark: str) -> int:
        entered = {f"entered_{code}": (f"入{code}", f"Entered {code}") for code in self.order}
        own = {key: (field.name, field.name) for key, field in self.own.items()}
        heads = {name: words for name, words in {**HEADS, **entered, **TAIL, **own}.items() if name not in self.hidden}
        bold = self.book.add_format({"bold": True})
        top = write_mark(self.sheet, mark)
        self.sheet.freeze_panes(top + 1, 2)
        for place, words in enumerate(heads.values()):
            self.sheet.write_string(top, place, self._said(words), bold)
        places, count = {name: place for place, name in enumerate(heads)}, 0
        for count, cells in enumerate(self._cells(rows), 1):
            for name, cell in cells.items():
                if cell not in ("", None) and name in places:
                    self._write(top + count, places[name], cell)
        self.book.close()
        return count

    def _write(self, row: int, place: int, cell: object) -> None:
        if isinstance(cell, date):
            self.sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), self.as_day)
        elif isinstance(cell, int | float):
            self.sheet.write_number(row, place, cell)
        else:
            self.sheet.write_string(row, place, str(cell)[:32_767])

    def _cells(self, rows: QuerySet[Opportunity]) -> Iterator[dict[str, Any]]:
        """The cells of each row, fetched batch by batch in the order of the numbers."""
        joined = rows.select_related("account", "contact", "owner", "industry", "source", "product").order_by("pk")
        after = 0
        while batch := list(joined.filter(pk__gt=after)[:BATCH]):
            after = batch[-1].pk
            days = entered_days(row.pk for row in batch)
            teams = home_teams({row.owner_id for row in batch if row.owner_id}, today())
            for row in batch:
                yield self._row(row, days.get(row.pk, {}), str(teams.get(row.owner_id or 0, "")))

    def _row(self, row: Opportunity, days: Mapping[str, date], team: str) -> dict[str, Any]:
        person, account, owner = row.contact, row.account, row.owner
        reason = "" if row.lost_reason == NOT_GIVEN else self.reasons.get(row.lost_reason, row.lost_reason)
        return {
            "number": row.number,
            "account": account.name if account else "",
            "name": row.name,
            "contact": person.name if person else "",
            "team": team,
            "growth": self._said(GROWTHS[row.growth]),
            "phone": person.phone if person else account.phone if account else "",
            "email": person.email if person else "",
            "owner": self._named(owner.pk, owner.name, owner.login, self.known.owners.find(owner.name))
            if owner
            else "",
            **{name: self._class(name, getattr(row, name)) for name in ("industry", "source", "product")},
            "amount": self._number(row.amount, self.digits),
            "volume": self._number(row.volume, 3),
            "expected_close": row.expected_close,
            "stage": self.stages[row.stage],
            "created_on": row.created_on,
            **{f"entered_{code}": day for code, day in entries_of(row, days, self.order).items()},
            "lost_reason": reason,
            "competitor": row.competitor,
            "current_supplier": row.current_supplier,
            "next_action": row.next_action,
            "next_date": row.next_date,
            "note": row.note,
            **own_cells(self.own, row.custom, chinese=self.chinese),
        }

    def _class(self, field: str, found: Any) -> str:
        return (
            self._named(found.pk, found.name, found.code, self.known.classes[field].find(found.name)) if found else ""
        )

    def _named(self, id_: int, name: str, code: str, leads_to: int) -> str:
        """A name when it leads back to what is called so, else the code or login."""
        return name if leads_to == id_ else code

    def _number(self, units: int, digits: int) -> float | str:
        said = money.plain(units, digits)
        return "" if not units else float(said) if units < EXACT else said
