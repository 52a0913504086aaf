"""A list of agreements as an Excel file."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from xiaolu.activities.meeting_access import About
from xiaolu.activities.models import Agreement
from xiaolu.web.workbooks import IN_MEMORY, Cell, write_sheet


def heads() -> list[str]:
    return [_("What is done"), _("Who"), _("By when"), _("State"), _("Reason"), _("About"), _("Team"), _("Agreed on")]


def cells(rows: Iterable[Agreement], abouts: Mapping[int, About]) -> Iterable[list[Cell]]:
    """A line for each agreement, without what is not the reader's to see."""
    for one in rows:
        yield [
            one.text, one.owner.name, one.due, str(one.get_state_display()), one.because, subject(abouts[one.pk]),
            one.team.name if one.team else "", one.created_at.date(),
        ]  # fmt: skip


def subject(about: About) -> str:
    """What it is about in one line; '' for nothing."""
    if about.opportunity:
        return about.opportunity.title
    return about.account.name if about.account else about.three_w_name


def write_agreements(rows: Iterable[Agreement], abouts: Mapping[int, About], file: BinaryIO) -> None:
    book = xlsxwriter.Workbook(file, IN_MEMORY)
    write_sheet(book, _("Agreements"), heads(), cells(rows, abouts))
    book.close()
