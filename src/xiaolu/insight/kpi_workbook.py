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
from xiaolu.web.workbooks import IN_MEMORY, write_sheet

Row = tuple[str, Mapping[str, Reading]]


def of_figures(look: Lens, total: Row, rows: Iterable[Row]) -> bytes:
    """Two sheets: the figures of the scope and of each row of a split, with what they rest on; and the definitions."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        lines = (line for name, found in [total, *rows] for line in lines_of(look.rules, name, found))
        write_sheet(book, gettext("Figures"), headings(), lines)
        heads = [gettext("Figure"), gettext("Definition"), gettext("What it means")]
        write_sheet(book, gettext("Definitions"), heads, definitions(look))
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


def definitions(look: Lens) -> Iterable[list[str]]:
    """What each figure is and means; below, for which day and period the figures were read."""
    for kpi in look.rules.kpis:
        meaning = wording.named(kpi.meaning) if kpi.meaning else ""
        yield [wording.named(kpi.name), wording.definition(kpi, look.rules), meaning]
    yield []
    yield [gettext("As of"), look.at.isoformat(), f"{look.period.start.isoformat()} – {look.period.end.isoformat()}"]
