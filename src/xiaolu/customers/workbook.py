"""A list of customers as an Excel file. Every cell is text, so that none can become a formula or a link."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.advice import MEASURES, graded
from xiaolu.customers.models import Account
from xiaolu.domain.custom_fields import Definition, written
from xiaolu.domain.money import plain
from xiaolu.org.queries import company
from xiaolu.web.workbooks import IN_MEMORY, ROW_BY_ROW, write_sheet

COLUMNS: dict[str, Any] = {
    "code": _("Code"), "name": _("Name"), "kind": _("Kind"), "industry": _("Industry"), "source": _("Source"),
    "owner": _("Owner"), "phone": _("Phone"), "region": _("Region"), "address": _("Address"), "website": _("Website"),
    "credit_code": _("Credit code"), "grade": _("Grade"), "rating": _("Attractiveness"), "man": _("MAN"),
    "man_score": _("MAN score"), "products_used": _("Products used"), "yearly_volume": _("Yearly volume"), "current_supplier": _("Current supplier"),
    "supplier_price": _("Supplier's price"), "payment_terms": _("Payment terms"), "credit_limit": _("Credit limit"),
    "business": _("Business"), "organisation": _("Structure of the organisation"), "employees": _("Employees"),
    "purchasing_habits": _("Purchasing habits"), "relationship": _("History of the relationship"), "note": _("Note"),
    "archived": _("Archived"),
}  # fmt: skip


def write_accounts(
    accounts: Iterable[Account], file: BinaryIO, *, hidden: Collection[str] = (), own: Sequence[Definition] = ()
) -> int:
    """Write the accounts, row by row, in the reader's language; how many. `hidden`: columns that are left out.

    `own`: the fields of the company's own that stand at the end.
    """
    columns = {name: heading for name, heading in COLUMNS.items() if name not in hidden}
    columns |= {field.key: field.name for field in own}
    digits, chinese = company().digits, (get_language() or "zh").startswith("zh")
    book = xlsxwriter.Workbook(file, ROW_BY_ROW)
    sheet = book.add_worksheet(gettext("Customers"))
    sheet.freeze_panes(1, 2)
    bold = book.add_format({"bold": True})
    for column, heading in enumerate(columns.values()):
        sheet.write_string(0, column, str(heading), bold)
    count = 0
    for count, account in enumerate(accounts, 1):
        cells = _cells(account, digits)
        for field in own:
            cells[field.key] = written(field, account.custom.get(field.code), currency=digits, chinese=chinese)
        for column, name in enumerate(columns):
            if text := cells[name]:
                sheet.write_string(count, column, text[:32_767])
    book.close()
    return count


def _cells(account: Account, digits: int) -> dict[str, str]:
    man = getattr(account, "qualification", None)
    cells = {name: str(getattr(account, name, "") or "") for name in COLUMNS}
    for name in MEASURES:
        units = getattr(account, name)
        cells[name] = "" if units is None else plain(units, 3 if name == "yearly_volume" else digits)
    return cells | {
        "kind": account.get_kind_display(), "grade": graded(account.grade),
        "rating": "" if account.rating is None else str(account.rating), "man": man.letters if man else "",
        "man_score": f"{man.score:g}" if man else "", "archived": gettext("yes") if account.archived else "",
    }  # fmt: skip


def write_silent(rows: Iterable[tuple[Account, date | None]], file: BinaryIO) -> None:
    """Silent customers with the last day on which something was done, and what that means."""
    heads = [
        gettext("Name"),
        gettext("Grade"),
        gettext("Owner"),
        gettext("Industry"),
        gettext("Region"),
        gettext("Last done"),
    ]
    with xlsxwriter.Workbook(file, IN_MEMORY) as book:
        write_sheet(book, gettext("Silent customers"), heads, (
            [one.name, graded(one.grade), str(one.owner or ""), str(one.industry or ""), one.region, day]
            for one, day in rows
        ))  # fmt: skip
        means = gettext("The last note, or the last change or evidence of one of the customer's opportunities")
        write_sheet(
            book, gettext("Definitions"), [gettext("Column"), gettext("What it means")], [[gettext("Last done"), means]]
        )
