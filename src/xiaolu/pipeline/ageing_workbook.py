"""The ageing list as an Excel workbook, with what its columns mean."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import get_language, gettext

from xiaolu.domain import money
from xiaolu.domain.method import Method as MethodRules
from xiaolu.org.queries import company
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.ageing import StageAge
from xiaolu.web.workbooks import IN_MEMORY, TYPE, Cell, write_sheet

__all__ = ["TYPE", "of_ageing"]
Row = tuple[Opportunity, int, int | None, date | None]


def of_ageing(rows: Sequence[Row], ages: Iterable[StageAge], rules: MethodRules, *, amounts: bool = True) -> bytes:
    """The deals; the stages with their buckets; the definitions. Amounts only when the reader may see them."""
    out = BytesIO()
    language = get_language() or "zh-hans"
    measure = rules.volume.measure if rules.volume else gettext("Volume")
    heads = [gettext("Customer"), gettext("No."), gettext("Stage"), gettext("In the stage since"), gettext("Days"),
             gettext("Limit"), gettext("Last done"), gettext("Next date"), gettext("Owner"), gettext("Industry"),
             *([gettext("Amount")] if amounts else []), measure]  # fmt: skip
    stages = [gettext("Stage"), gettext("Count"), gettext("Limit"), gettext("Median days"), gettext("up to half of it"),
              gettext("up to it"), gettext("up to twice"), gettext("longer"), gettext("Too long"),
              gettext("Fizzled out")]  # fmt: skip
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        write_sheet(book, gettext("Rows"), heads, (_cells(row, amounts) for row in rows))
        write_sheet(book, gettext("Stages"), stages, (
            [f"{one.stage.code} {one.stage.name.into(language)}", one.count, one.stage.rots_after_days, one.median,
             *(one.buckets or (None,) * 4), one.late, one.fizzled]
            for one in ages
        ))  # fmt: skip
        write_sheet(book, gettext("Definitions"), [gettext("Column"), gettext("What it means")], [
            [gettext("Limit"), gettext("After so many days in the stage a deal counts as too old; the method says it")],
            [gettext("Last done"), gettext("The last change in the ledger, evidence or note on the customer")],
            [gettext("Fizzled out"), gettext("Nothing done within the limit, and the next date has passed")],
        ])  # fmt: skip
    return out.getvalue()


def _cells(row: Row, amounts: bool) -> list[Cell]:
    one, days, limit, touched = row
    money_of = [float(money.plain(one.amount, company().digits))] if amounts else []
    return [one.title, one.number, one.stage, one.stage_since, days, limit, touched, one.next_date, str(one.owner or ""),
            str(one.industry or ""), *money_of, float(money.plain(one.volume, 3))]  # fmt: skip
