"""A week of visits as an Excel file: planned against done, with what the words mean."""

from collections.abc import Iterable
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from xiaolu.activities.queries.week_plans import Week
from xiaolu.activities.words import OUTCOME_NAMES
from xiaolu.web.workbooks import ROW_BY_ROW, Cell, write_sheet


def meanings() -> list[tuple[str, str]]:
    """What became of a visit, and when that is said."""
    return [
        (str(OUTCOME_NAMES["done"]), _("recorded as done on the day of the plan")),
        (str(OUTCOME_NAMES["moved"]), _("done on another day, or standing on one now")),
        (str(OUTCOME_NAMES["missed"]), _("called off, or its day is over without a record")),
        (str(OUTCOME_NAMES["open"]), _("its day is not over yet; it counts nowhere")),
        (str(OUTCOME_NAMES["unplanned"]), _("a visit done in the week that stood in no plan")),
    ]


def write_week(week: Week, file: BinaryIO) -> int:
    """Write the week in the reader's language; how many visits."""
    book = xlsxwriter.Workbook(file, ROW_BY_ROW)
    heads = [
        _("Customer"),
        _("Planned for"),
        _("Time"),
        _("Purpose"),
        _("What became of it"),
        _("Done on"),
        _("What happened"),
    ]

    def cells() -> Iterable[list[Cell]]:
        for one in week.visits:
            act = one.activity
            yield [
                act.account.name if act.account else "", act.plan_day, act.start.strftime("%H:%M") if act.start else "", act.subject,
                str(OUTCOME_NAMES[one.outcome]), act.day if act.state == "done" else None, act.result or act.cancelled_because,
            ]  # fmt: skip
        for act in week.unplanned:
            name = act.account.name if act.account else ""
            yield [name, None, "", act.subject, str(OUTCOME_NAMES["unplanned"]), act.day, act.result]

    write_sheet(book, _("Weekly visit plan"), heads, cells())
    write_sheet(book, _("Definitions"), [_("Word"), _("Meaning")], meanings())
    book.close()
    return len(week.visits) + len(week.unplanned)
