"""The rows behind a figure as an Excel workbook. Cells hold text or numbers, never a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext

from xiaolu.domain import money
from xiaolu.domain.method import Method
from xiaolu.insight.queries.account_rows import accounts
from xiaolu.insight.queries.activity_rows import activities
from xiaolu.insight.queries.readings import Lens
from xiaolu.insight.wording import PARTS
from xiaolu.org import queries as org
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.behind import Row
from xiaolu.pipeline.queries.choices import owners_named
from xiaolu.web.workbooks import IN_MEMORY, Cell, write_sheet

BATCH = 2_000


def opportunities(rows: Iterable[Row]) -> dict[int, Opportunity]:
    """What stands behind some rows, by id."""
    ids = {row.opportunity for row in rows}
    return Opportunity.objects.select_related("account", "owner", "industry").in_bulk(list(ids))


def of_rows(
    rows: Sequence[Row], rules: Method, about: Iterable[tuple[str, str, Lens]] = (), *, amounts: bool = True
) -> bytes:
    """The rows, numbers as numbers, without amounts when the reader may not see them; and what the figure means."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        write_sheet(book, gettext("Rows"), headings(rules, amounts=amounts), lines(rows, rules, amounts=amounts))
        write_sheet(book, gettext("Definitions"), [gettext("Figure"), gettext("Definition"), gettext("Scope"),
                    gettext("As of"), gettext("Period")], map(_about, about))  # fmt: skip
    return out.getvalue()


def of_activities(rows: Sequence[Row], about: Iterable[tuple[str, str, Lens]]) -> bytes:
    """The activities behind a figure, and what the figure means."""
    out, heads = BytesIO(), [gettext("Customer"), gettext("Day"), gettext("Kind"), gettext("Who"), gettext("Minutes"),
                             gettext("Kind of time"), gettext("What for")]  # fmt: skip
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        write_sheet(book, gettext("Rows"), heads, _activity_lines(rows))
        write_sheet(book, gettext("Definitions"), [gettext("Figure"), gettext("Definition"), gettext("Scope"),
                    gettext("As of"), gettext("Period")], map(_about, about))  # fmt: skip
    return out.getvalue()


def of_accounts(rows: Sequence[Row], about: Iterable[tuple[str, str, Lens]]) -> bytes:
    """The accounts behind a figure of visits, and what the figure means."""
    out, heads = BytesIO(), [gettext("Customer"), gettext("Grade"), gettext("Owner then"), gettext("Contacts due"),
                             gettext("Contacts done")]  # fmt: skip
    with xlsxwriter.Workbook(out, IN_MEMORY) as book:
        write_sheet(book, gettext("Rows"), heads, _account_lines(rows))
        write_sheet(book, gettext("Definitions"), [gettext("Figure"), gettext("Definition"), gettext("Scope"),
                    gettext("As of"), gettext("Period")], map(_about, about))  # fmt: skip
    return out.getvalue()


def _account_lines(rows: Sequence[Row]) -> Iterable[list[Cell]]:
    owners = owners_named({row.owner for row in rows})
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        known = accounts(batch)
        for row in (row for row in batch if row.account in known):
            yield [known[row.account].name, row.stage, str(owners.get(row.owner, "")), row.due, row.done]


def _activity_lines(rows: Sequence[Row]) -> Iterable[list[Cell]]:
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        known = activities(batch)
        for one in (known[row.activity] for row in batch if row.activity in known):
            yield [one.account.name if one.account else "", one.day, str(one.get_kind_display()), one.owner.name, one.minutes,
                   str(one.get_time_kind_display() or ""), one.subject]  # fmt: skip


def _about(one: tuple[str, str, Lens]) -> list[str]:
    name, said, look = one
    period = f"{look.period.start.isoformat()} – {look.period.end.isoformat()}"
    return [name, said, look.scope.name or gettext("Whole company"), look.at.isoformat(), period]


def headings(rules: Method, *, amounts: bool = True) -> list[str]:
    volume = rules.volume.measure if rules.volume else gettext("Volume")
    return [gettext("Customer"), gettext("No."), gettext("Part of the figure"), gettext("Stage then"),
            gettext("Stage now"), gettext("Owner now"), gettext("Industry"), gettext("Day"), gettext("Days"),
            *([gettext("Amount")] if amounts else []), volume]  # fmt: skip


def lines(
    rows: Sequence[Row], rules: Method, *, amounts: bool = True
) -> Iterable[list[str | float | int | date | None]]:
    digits = org.company().digits
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        known = opportunities(batch)
        for row in batch:
            one = known.get(row.opportunity)
            if one is None:
                continue
            amount = one.amount if row.amount is None else row.amount
            volume = one.volume if row.volume is None else row.volume
            part = gettext(PARTS[row.part]) if row.part in PARTS else row.part
            yield [one.title, one.number, part, row.stage, one.stage, str(one.owner or ""), str(one.industry or ""),
                   date.fromordinal(row.day) if row.day else None, row.days,
                   *([float(money.plain(amount, digits))] if amounts else []), float(money.plain(volume, 3))]  # fmt: skip
