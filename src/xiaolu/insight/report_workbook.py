"""Reports as Excel workbooks, each with a sheet that says what its columns mean."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xiaolu.domain import money
from xiaolu.domain.kpi import Reading
from xiaolu.insight import wording
from xiaolu.insight.queries.readings import Lens
from xiaolu.insight.queries.reports import ClassLine, ClassReport, RivalLine
from xiaolu.org.queries import company
from xiaolu.pipeline.queries.sums import Sums
from xiaolu.web.workbooks import IN_MEMORY, Cell, write_sheet

MEANS = {
    "Open": _("What stands in the open stages at the date"),
    "Won": _("What left the open stages as won in the period, as large as it was then"),
    "Lost": _("What left the open stages as lost in the period"),
    "Win rate": _("Won ÷ (won + lost), of those closed in the period, with its Wilson interval (95 %)"),
    "Status": _("Beside the win rate of all: under twenty closed ones nothing is said"),
    "Median days": _("Half took at most so many days"),
    "Customers": _("Different customers with an opportunity, as of today"),
    "Against": _("Deals in which this competitor is named: won all the same, or lost"),
}


def of_classes(look: Lens, title: str, report: ClassReport, *, amounts: bool) -> bytes:
    """A row per industry or source, the whole last."""
    heads = [title, *_heads(look, "Open", amounts), *_heads(look, "Won", amounts), *_heads(look, "Lost", amounts),
             gettext("Win rate"), gettext("Low"), gettext("High"), gettext("Status"), gettext("Median days"),
             gettext("Customers")]  # fmt: skip
    rows = [_line(one, one.name or gettext("none"), amounts) for one in report.lines]
    rows.append(_line(report.total, gettext("All"), amounts))
    sheets = [(title, heads, rows)]
    return _book(look, sheets, ["Open", "Won", "Lost", "Win rate", "Status", "Median days", "Customers"])


def of_rivals(look: Lens, lines: Sequence[RivalLine], parts: Sequence[RivalLine], *, amounts: bool) -> bytes:
    """A sheet of competitors, and one of each by industry."""
    heads = [*_heads(look, "Open", amounts), *_heads(look, "Won", amounts), *_heads(look, "Lost", amounts),
             gettext("Win rate"), gettext("Low"), gettext("High"), gettext("Status")]  # fmt: skip
    competitor, industry = gettext("Competitor"), gettext("Industry")
    sheets = [
        (competitor, [competitor, *heads], [[one.name, *_rival(one, amounts)] for one in lines]),
        (industry, [competitor, industry, *heads],
         [[one.name, one.industry_name or gettext("none"), *_rival(one, amounts)] for one in parts]),
    ]  # fmt: skip
    return _book(look, sheets, ["Against", "Open", "Won", "Lost", "Win rate", "Status"])


def _book(look: Lens, sheets: Iterable[tuple[str, Sequence[str], list[list[Cell]]]], means: Iterable[str]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        for name, heads, rows in sheets:
            write_sheet(book, name, heads, rows)
        said = [[gettext(name), gettext(MEANS[name])] for name in means]
        scope = look.scope.name or gettext("Whole company")
        period = f"{look.period.start.isoformat()} – {look.period.end.isoformat()}"
        about = [[gettext("Scope"), scope], [gettext("Period"), period], [gettext("As of"), look.at.isoformat()]]
        write_sheet(book, gettext("Definitions"), [gettext("Column"), gettext("What it means")], said + about)
    return out.getvalue()


def _heads(look: Lens, kind: str, amounts: bool) -> list[str]:
    volume = look.rules.volume.measure if look.rules.volume else gettext("Volume")
    figures = [gettext("Count"), *([gettext("Amount")] if amounts else []), volume]
    return [f"{gettext(kind)} · {figure}" for figure in figures]


def _line(one: ClassLine, name: str, amounts: bool) -> list[Cell]:
    median = one.days.median if one.days else None
    return [name, *_sums(one.open, amounts), *_sums(one.won, amounts), *_sums(one.lost, amounts), *_share(one.share),
            median, one.accounts]  # fmt: skip


def _rival(one: RivalLine, amounts: bool) -> list[Cell]:
    return [*_sums(one.open, amounts), *_sums(one.won, amounts), *_sums(one.lost, amounts), *_share(one.share)]


def _sums(sums: Sums, amounts: bool) -> list[Cell]:
    amount = [float(money.plain(sums.amount, company().digits))] if amounts else []
    return [sums.count, *amount, float(money.plain(sums.volume, 3))]


def _share(share: Reading) -> list[Cell]:
    return [share.value, share.low, share.high, wording.status(share)]
