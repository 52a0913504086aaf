"""Won and lost as an Excel workbook. Cells hold text or numbers, never a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import get_language, gettext

from xiaolu.domain import money
from xiaolu.domain.method import Method as MethodRules
from xiaolu.org.queries import company
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.win_loss import Closed, Line
from xiaolu.pipeline.words import reason_named
from xiaolu.web.workbooks import IN_MEMORY, Cell, write_sheet


def of_win_loss(
    tables: Sequence[tuple[str, Sequence[tuple[str, Line]]]],
    rows: Sequence[tuple[Closed, Opportunity]],
    rules: MethodRules,
    *,
    amounts: bool = True,
) -> bytes:
    """A sheet per dimension, and one with the rows behind them; without the amounts when the reader may not see them."""
    out, digits = BytesIO(), company().digits
    measure = rules.volume.measure if rules.volume else gettext("Volume")
    figures = [gettext("Count"), gettext("Amount"), measure]
    head = [f"{gettext(kind)} · {figure}" for kind in ("Won", "Lost") for figure in figures]
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        for name, lines in tables:
            heads = [str(name), *head, gettext("Win rate")]
            _sheet(book, str(name), heads, _figures(lines, digits), amounts)
        heads = [gettext("Customer"), gettext("No."), gettext("Won or lost"), gettext("Day"), gettext("Stage left"),
                 gettext("Reason"), gettext("Competitor"), gettext("Owner now"), gettext("Amount"), measure]  # fmt: skip
        _sheet(book, gettext("Rows"), heads, _rows(rows, rules, digits), amounts)
        write_sheet(book, gettext("Definitions"), [gettext("Column"), gettext("What it means")], definitions())
    return out.getvalue()


def definitions() -> list[list[str]]:
    """What the columns of the tables mean."""
    return [
        [gettext("Won"), gettext("What left the open stages as won in the period, as large as it was then")],
        [gettext("Lost"), gettext("What left the open stages as lost in the period")],
        [gettext("Win rate"), gettext("Won ÷ (won + lost), of those that left the open stages within the days")],
        [gettext("Reason"), gettext("The reason of the change that closed the deal, else the one an import brought")],
        [gettext("Competitor"), gettext("To whom it was lost")],
    ]


def _figures(lines: Iterable[tuple[str, Line]], digits: int) -> Iterable[list[Cell]]:
    for name, line in lines:
        numbers: list[Cell] = []
        for sums in (line.won, line.lost):
            numbers += [sums.count, float(money.plain(sums.amount, digits)), float(money.plain(sums.volume, 3))]
        yield [name, *numbers, "" if line.share is None else line.share]


def _rows(rows: Iterable[tuple[Closed, Opportunity]], rules: MethodRules, digits: int) -> Iterable[list[Cell]]:
    language = get_language() or "zh-hans"
    stages = {stage.code: f"{stage.code} {stage.name.into(language)}" for stage in rules.stages}
    for row, one in rows:
        kind = gettext("Won") if row.kind == "won" else gettext("Lost")
        yield [one.title, one.number, kind, date.fromordinal(row.day), stages.get(row.stage, row.stage),
               reason_named(rules, row.reason), row.competitor, str(one.owner or ""),
               float(money.plain(row.amount, digits)), float(money.plain(row.volume, 3))]  # fmt: skip


def _sheet(book: xlsxwriter.Workbook, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], amounts: bool
) -> None:  # fmt: skip
    shown = [place for place, head in enumerate(heads) if amounts or not head.endswith(gettext("Amount"))]
    write_sheet(book, name, [heads[place] for place in shown], ([row[place] for place in shown] for row in rows))
