"""A list of customers as an Excel file. Every cell is text, so that none can become a formula or a link."""

from collections.abc import Iterable
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from xiaolu.customers.advice import graded
from xiaolu.customers.models import Account
from xiaolu.web.workbooks import ROW_BY_ROW


def headings(*, phones: bool = True) -> list[str]:
    return [
        _("Code"), _("Name"), _("Kind"), _("Industry"), _("Source"), _("Owner"), *([_("Phone")] if phones else []), _("Region"),
        _("Address"), _("Website"), _("Credit code"), _("Grade"), _("Attractiveness"), _("MAN"), _("MAN score"), _("Note"), _("Archived"),
    ]  # fmt: skip


def write_accounts(accounts: Iterable[Account], file: BinaryIO, *, phones: bool = True) -> int:
    """Write the accounts, row by row, in the reader's language, without phones when those are hidden; how many."""
    book = xlsxwriter.Workbook(file, ROW_BY_ROW)
    sheet = book.add_worksheet(_("Customers"))
    sheet.freeze_panes(1, 2)
    bold = book.add_format({"bold": True})
    for column, heading in enumerate(headings(phones=phones)):
        sheet.write_string(0, column, heading, bold)
    count = 0
    for count, account in enumerate(accounts, 1):
        for column, text in enumerate(_cells(account, phones)):
            if text:
                sheet.write_string(count, column, text)
    book.close()
    return count


def _cells(account: Account, phones: bool) -> list[str]:
    names = [str(named) if named else "" for named in (account.industry, account.source, account.owner)]
    where = [
        *([account.phone] if phones else []),
        account.region,
        account.address,
        account.website,
        account.credit_code,
        graded(account.grade),
        "" if account.rating is None else str(account.rating),
        *_man(account),
        account.note,
    ]
    archived = _("yes") if account.archived else ""
    return [account.code, account.name, account.get_kind_display(), *names, *where, archived]


def _man(account: Account) -> list[str]:
    man = getattr(account, "qualification", None)
    return [man.letters, f"{man.score:g}"] if man else ["", ""]
