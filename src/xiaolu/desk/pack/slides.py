"""The pack as slides: 16:9, editable native charts that hold the page's numbers, tables for names."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from pptx import Presentation

from xiaolu.desk.pack import slide_charts as charts
from xiaolu.desk.pack import slide_parts as parts
from xiaolu.desk.pack.lines import Deals, Told
from xiaolu.desk.pack.papers import Papers, Promise
from xiaolu.domain import money
from xiaolu.org.queries import company

Row = Sequence[object]
ROWS = 13  # lines of a table that fit on a slide
KEPT_NAMES = 8  # deals named on one slide


def as_pptx(papers: Papers) -> bytes:
    """The whole pack as a PowerPoint file."""
    book, pack = Presentation(), papers.pack
    parts.dress(book)
    parts.title(book, f"{_('Weekly review')} · {papers.whose}", _subtitle(papers), papers.meeting.purpose)
    _promises(book, _("What we agreed on last time"), papers.brought)
    _changes(book, pack)
    _deals(book, pack)
    _figures(book, pack)
    _people(book, pack)
    _stuck(book, pack)
    _lost(book, pack)
    _agenda(book, papers)
    _plans(book, pack)
    _promises(book, _("What we agree on now"), papers.agreed)
    out = BytesIO()
    book.part.save(out)
    return out.getvalue()


def _subtitle(papers: Papers) -> str:
    pack = papers.pack
    days = _("%(since)s – %(at)s") % {"since": pack.since.isoformat(), "at": pack.at.isoformat()}
    return f"{papers.company} · {days}"


def table(book: Any, heading: str, heads: Sequence[str], rows: Iterable[Row], *, widths: Sequence[float] = ()) -> None:
    """A table, on as many slides as it needs; nothing without rows."""
    lines = [["" if cell is None else str(cell) for cell in row] for row in rows]
    for start in range(0, len(lines), ROWS):
        more = f"（{start // ROWS + 1}）" if len(lines) > ROWS else ""
        parts.table(parts.slide(book, heading + more), heads, lines[start : start + ROWS], widths)


def _promises(book: Any, heading: str, promises: Sequence[Promise]) -> None:
    heads = [_("What is done"), _("Who"), _("By when"), _("State"), _("About")]
    rows = [
        [one.text, one.who, one.due, one.state + (f"：{one.because}" if one.because else ""), one.about]
        for one in promises
    ]
    if not rows:
        parts.text(parts.slide(book, heading), _("Nothing yet."))
    table(book, heading, heads, rows, widths=(5, 1.3, 1.5, 2.2, 2.4))


def _changes(book: Any, pack: Told) -> None:
    page = parts.slide(book, _("Changes of the pipeline"), parts.days(pack))
    charts.waterfall(page, pack)
    heads = [_("Change"), _("Number"), *([_("Amount")] if pack.amounts else []), pack.unit or _("Volume")]
    rows = [
        [one.label, f"{one.count:,}", *_sizes(pack, one.amount, one.volume)] for one in (*pack.changes, *pack.moves)
    ]
    table(book, _("Changes of the pipeline, in numbers"), heads, rows)


def _deals(book: Any, pack: Told) -> None:
    for group in pack.deals:
        _names(book, group, pack)


def _names(book: Any, group: Deals, pack: Told) -> None:
    heads = [_("Customer"), _("Owner"), _("Day"), *([_("Amount")] if pack.amounts else []), pack.unit or _("Volume")]
    rows = [
        [one.deal.title, one.deal.owner or "", one.day, *_sizes(pack, one.amount, one.volume)]
        for one in group.rows[:KEPT_NAMES]
    ]
    left = group.count - len(rows)
    rows += [[_("and %(count)s more") % {"count": left}]] if left > 0 and rows else []
    table(book, f"{group.label} · {group.count}", heads, rows, widths=(5, 2, 2, 2, 1.4))


def _sizes(pack: Told, amount: int | None, volume: int) -> list[str]:
    house = company()
    amounts = [money.compact(amount or 0, house.digits, parts.language())] if pack.amounts else []
    return [*amounts, money.trimmed(volume, 3)]


def _figures(book: Any, pack: Told) -> None:
    charts.funnel(
        parts.slide(book, _("Where the deals stand"), _("as of %(day)s") % {"day": pack.at.isoformat()}), pack
    )
    if pack.chain:
        charts.chain(
            parts.slide(book, _("Conversion from step to step"), pack.weakest and f"{_('Weak link')}: {pack.weakest}"),
            pack,
        )
    if pack.trends:
        page = parts.slide(book, _("The last weeks"))
        for place, trend in enumerate(pack.trends):
            charts.trend(page, trend, place, len(pack.trends))
    heads = [_("Figure"), _("Value"), _("Target"), _("Rests on"), _("Status")]
    rows = [[one.name, one.value, one.target or "—", one.quotient, one.status] for one in (*pack.kpis, *pack.chain)]
    table(book, _("Figures"), heads, rows, widths=(4, 2, 2, 3, 2))
    if pack.cause:
        said = [pack.cause, pack.advice, f"{_('Train')}: {'、'.join(pack.cards)}" if pack.cards else ""]
        parts.text(parts.slide(book, _("Diagnosis"), pack.weakest), "\n".join(one for one in said if one))


def _people(book: Any, pack: Told) -> None:
    heads = [
        _("Name"),
        *pack.columns,
        *([pack.main_name] if pack.main_name else []),
        *(step for step, _v, _t in next((one.links for one in pack.people), [])),
        _("Diagnosis"),
    ]
    rows = [
        [one.name, *(count for _column, count, _href in one.counts), *([one.main or "—"] if pack.main_name else []),
         *(value for _step, value, _tone in one.links), one.verdict]
        for one in pack.people
    ]  # fmt: skip
    table(book, _("Figures and diagnosis of each one"), heads, rows)


def _stuck(book: Any, pack: Told) -> None:
    for group in (pack.late, pack.fizzled):
        if group is None or not group.count:
            continue
        heads = [_("Customer"), _("Owner"), _("Stage"), _("Days"), pack.unit or _("Volume")]
        rows = [
            [one.deal.title, one.deal.owner or "", one.stage, one.days, money.trimmed(one.volume, 3)]
            for one in group.rows[:KEPT_NAMES]
        ]
        table(book, f"{group.label} · {group.count}", heads, rows, widths=(5, 2, 2.4, 1.2, 1.4))


def _lost(book: Any, pack: Told) -> None:
    if not pack.reasons:
        return
    charts.reasons(parts.slide(book, _("Lost, by reason"), parts.days(pack)), pack)
    heads = [
        _("Customer"),
        _("Owner"),
        _("Reason"),
        _("Stage left"),
        _("Competitor"),
        *([_("Amount")] if pack.amounts else []),
    ]
    rows = [
        [one.deal.title, one.deal.owner or "", one.reason, one.stage, one.competitor, *_sizes(pack, one.amount, 0)[:-1]]
        for one in pack.lost.rows[: 2 * ROWS]
    ]
    table(book, _("Lost, by name"), heads, rows)


def _agenda(book: Any, papers: Papers) -> None:
    table(book, _("For this meeting"), [_("What about it"), _("About")], papers.agenda, widths=(7, 5))
    heads, rows = ["3W", _("Owner"), _("Due"), _("Solution")], [
        [one.bottleneck, one.owner, one.due, one.solution[:80]] for one in papers.three_ws
    ]  # fmt: skip
    table(book, _("Open 3Ws"), heads, rows, widths=(4, 1.6, 1.6, 5))


def _plans(book: Any, pack: Told) -> None:
    heads = [_("Name"), _("Planned"), _("Cards due"), _("Overdue"), _("First")]
    rows = [
        [one.name, one.planned, "—" if one.due is None else one.due, "—" if one.overdue is None else one.overdue,
         "；".join(f"{a.day:%m-%d} {a.account.name if a.account else a.subject}" for a in one.activities[:3])]
        for one in pack.plans
    ]  # fmt: skip
    table(book, _("Plans of the coming week"), heads, rows, widths=(1.6, 1.1, 1.2, 1.1, 7))
