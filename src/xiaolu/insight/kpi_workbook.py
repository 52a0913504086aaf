"""All figures of a method as an Excel workbook: the numbers, and a sheet that says what each one means."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import Kpi, Method
from xiaolu.insight import wording
from xiaolu.insight.queries.readings import Lens
from xiaolu.insight.workbook import SAFE

Row = tuple[str, Mapping[str, Reading]]


def of_figures(look: Lens, total: Row, rows: Iterable[Row]) -> bytes:
    """Two sheets: the figures of the scope and of each row of a split, with what they rest on; and the definitions."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        bold = book.add_format({"bold": True})
        figures = book.add_worksheet(gettext("Figures"))
        figures.freeze_panes(1, 2)
        figures.set_column(0, 1, 26)
        _write(figures, 0, headings(), bold)
        lines = [line for name, found in [total, *rows] for line in lines_of(look.rules, name, found)]
        for place, line in enumerate(lines, 1):
            _write(figures, place, line)
        sheet = book.add_worksheet(gettext("Definitions"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 2, 60)
        _write(sheet, 0, [gettext("Figure"), gettext("Definition"), gettext("What it means")], bold)
        for place, kpi in enumerate(look.rules.kpis, 1):
            meaning = wording.named(kpi.meaning) if kpi.meaning else ""
            _write(sheet, place, [wording.named(kpi.name), wording.definition(kpi, look.rules), meaning])
        period = f"{look.period.start.isoformat()} – {look.period.end.isoformat()}"
        _write(sheet, len(look.rules.kpis) + 2, [gettext("As of"), look.at.isoformat(), period])
    return out.getvalue()


def headings() -> list[str]:
    return [gettext("Whose"), gettext("Figure"), gettext("Value"), gettext("Numerator"), gettext("Denominator"),
            gettext("Target"), gettext("Low"), gettext("High"), gettext("Status"), gettext("Median"), "P80", "n"]  # fmt: skip


def lines_of(rules: Method, name: str, found: Mapping[str, Reading]) -> Iterable[list[Any]]:
    """A line for each figure that has something to say; numbers unrounded."""
    for kpi in rules.kpis:
        one = found.get(kpi.code)
        if one is not None and not one.is_nothing:
            yield [name, wording.named(kpi.name), *numbers(kpi, one)]


def numbers(kpi: Kpi, one: Reading) -> list[Any]:
    return [one.value, one.numerator, one.denominator, one.target, one.low, one.high, wording.status(one), one.median,
            one.p80, one.n]  # fmt: skip


def _write(sheet: Any, row: int, values: Iterable[Any], form: Any = None) -> None:
    for column, value in enumerate(values):
        if isinstance(value, int | float):
            sheet.write_number(row, column, value, form)
        elif value:
            sheet.write_string(row, column, str(value), form)
