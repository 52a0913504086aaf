"""The pack as a workbook: one sheet for each part of the agenda, numbers as numbers, and what every figure means."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from xiaolu.desk.pack.differences import Difference
from xiaolu.desk.pack.lines import DealLine, Deals, Sized, Told
from xiaolu.desk.pack.papers import Papers, Promise
from xiaolu.domain import money
from xiaolu.insight import wording
from xiaolu.org.queries import company
from xiaolu.web.workbooks import IN_MEMORY, Cell, write_sheet

Sheet = tuple[str, list[str], Iterable[Iterable[Cell]]]


def as_xlsx(papers: Papers, restated: Iterable[Difference] = ()) -> bytes:
    """The whole pack as an Excel file."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        for name, heads, rows in [*_opening(papers), *_figures(papers.pack), *_rest(papers, restated)]:
            write_sheet(book, name, heads, rows)
    return out.getvalue()


def _opening(papers: Papers) -> list[Sheet]:
    pack, sizes = papers.pack, _sizes_heads(papers.pack)
    deal = [
        _("Change"),
        _("Customer"),
        _("No."),
        _("Owner"),
        _("Day"),
        _("Stage"),
        _("Days"),
        _("Reason"),
        _("Competitor"),
    ]
    return [
        (_("Last agreements"), _promise_heads(), _promises(papers.brought)),
        (_("Changes"), [_("Change"), *sizes], _sized(pack, [*pack.changes, *pack.moves])),
        (_("Stages"), [_("Stage"), *sizes], _sized(pack, pack.funnel)),
        (_("Deals by name"), [*deal, *sizes[1:]], _deals(pack)),
    ]


def _figures(pack: Told) -> list[Sheet]:
    heads = [_("Figure"), _("Value"), _("Numerator"), _("Denominator"), _("Target"), _("Status"), _("Median"), "P80"]
    each = [_("Name"), *pack.columns, pack.main_name, *_links(pack), _("Diagnosis"), _("Cause"), _("Skill cards")]
    weeks = [_("Figure"), *(pack.trends[0].days if pack.trends else [])]
    return [
        (_("Figures"), heads, _kpis(pack)),
        (_("Each one"), each, _people(pack)),
        (_("Weeks"), weeks, ([one.name, *one.values] for one in pack.trends)),
        (_("Lost"), [_("Reason"), *_sizes_heads(pack)], _sized(pack, pack.reasons)),
    ]


def _rest(papers: Papers, restated: Iterable[Difference]) -> list[Sheet]:
    three_ws = ((f"3W {one.bottleneck}", one.owner.name) for one in papers.three_ws)
    plans = ([one.name, one.planned, one.due, one.overdue] for one in papers.pack.plans)
    notes = ([one.text, one.author.name if one.author else ""] for one in papers.notes)
    return [
        (_("Plans"), [_("Name"), _("Planned"), _("Cards due"), _("Overdue")], plans),
        (_("Agenda"), [_("What about it"), _("About")], [*papers.agenda, *three_ws]),
        (_("New agreements"), _promise_heads(), _promises(papers.agreed)),
        (_("Notes"), [_("Note"), _("Who")], notes),
        (_("Restated since"), [_("Figure"), _("Then"), _("Now")], ([one.label, one.then, one.now] for one in restated)),
        (_("Definitions"), [_("Figure"), _("Definition"), _("What it means")], _definitions(papers)),
    ]


def _promise_heads() -> list[str]:
    return [_("What is done"), _("Who"), _("By when"), _("State"), _("Reason"), _("About")]


def _promises(promises: Iterable[Promise]) -> Iterable[list[Cell]]:
    return ([one.text, one.who, one.due, one.state, one.because, one.about] for one in promises)


def _sizes_heads(pack: Told) -> list[str]:
    return [_("Number"), *([_("Amount")] if pack.amounts else []), pack.unit or _("Volume")]


def _sizes(pack: Told, amount: int | None, volume: int) -> list[Cell]:
    amounts: list[Cell] = [float(money.plain(amount or 0, company().digits))] if pack.amounts else []
    return [*amounts, float(money.plain(volume, 3))]


def _sized(pack: Told, lines: Iterable[Sized]) -> Iterable[list[Cell]]:
    return ([one.label, one.count, *_sizes(pack, one.amount, one.volume)] for one in lines)


def _deals(pack: Told) -> Iterable[list[Cell]]:
    groups: list[Deals] = [*pack.deals, pack.lost, pack.late, *([pack.fizzled] if pack.fizzled else [])]
    for group in groups:
        label = f"{group.label} *" if group is pack.lost else group.label
        for one in group.rows:
            yield [label, *_deal(one), *_sizes(pack, one.amount, one.volume)]


def _deal(one: DealLine) -> list[Cell]:
    return [
        one.deal.title,
        one.deal.number,
        str(one.deal.owner or ""),
        one.day,
        one.stage,
        one.days,
        one.reason,
        one.competitor,
    ]


def _kpis(pack: Told) -> Iterable[list[Cell]]:
    for one in (*pack.kpis, *pack.chain):
        read = one.reading
        yield [one.name, read.value, read.numerator, read.denominator, read.target, one.status, read.median, read.p80]


def _links(pack: Told) -> list[str]:
    return [step for step, _value, _tone in next((one.links for one in pack.people), [])]


def _people(pack: Told) -> Iterable[list[Cell]]:
    for one in pack.people:
        counts: list[Cell] = [count for _column, count, _href in one.counts]
        links: list[Cell] = [value for _step, value, _tone in one.links]
        yield [one.name, *counts, one.main, *links, one.verdict, one.cause, "、".join(one.cards)]


def _definitions(papers: Papers) -> Iterable[list[Cell]]:
    """What each shown figure is; below, of which days and whose the pack is."""
    pack = papers.pack
    shown = {one.code for one in (*pack.kpis, *pack.chain)}
    for kpi in pack.rules.kpis:
        if kpi.code in shown:
            yield [
                wording.named(kpi.name),
                wording.definition(kpi, pack.rules),
                wording.named(kpi.meaning) if kpi.meaning else "",
            ]
    yield []
    yield [_("Whose"), papers.whose]
    yield [_("As of"), pack.at.isoformat()]
    yield [_("Changes"), f"{pack.since.isoformat()} – {pack.at.isoformat()}"]
