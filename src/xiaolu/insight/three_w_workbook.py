"""3Ws as an Excel workbook, with a sheet that says what each column means."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext

from xiaolu.insight.models import ThreeW
from xiaolu.web.workbooks import IN_MEMORY, Cell, write_sheet

Row = tuple[ThreeW, str, str, str]


def of_three_ws(rows: Iterable[Row]) -> bytes:
    """One row per 3W: with the figure as it was when it was opened, and as it was measured later."""
    out = BytesIO()
    heads = [gettext("Bottleneck"), gettext("What is the problem"), gettext("Why (W1)"), gettext("Why that (W2)"),
             gettext("Why that (W3)"), gettext("Solution for W3"), gettext("Goal and plan"), gettext("Owner"),
             gettext("Due"), gettext("State"), gettext("Figure"), gettext("Whose"), gettext("Opened on"),
             gettext("Then"), gettext("Measured"), gettext("Measured on"), gettext("Result")]  # fmt: skip
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        write_sheet(book, "3W", heads, (_cells(*row) for row in rows))
        write_sheet(book, gettext("Definitions"), [gettext("Column"), gettext("What it means")], [
            [gettext("Then"), gettext("The figure on the day on which the 3W was opened")],
            [gettext("Measured"), gettext("The same figure later, over a period of the same length")],
        ])  # fmt: skip
    return out.getvalue()


def _cells(one: ThreeW, name: str, then: str, later: str) -> list[Cell]:
    whose = str(one.person or one.team or gettext("Whole company"))
    return [one.bottleneck, one.problem, one.why1, one.why2, one.why3, one.solution, one.plan, str(one.owner), one.due,
            one.get_state_display(), name, whose, one.day, then, later, one.measured_on, one.result]  # fmt: skip
