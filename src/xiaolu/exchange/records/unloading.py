"""Customers, contacts, activities, competitors, people and teams as an Excel file in the shape that load takes: loaded again, every row is unchanged."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, BinaryIO

import xlsxwriter
from django.db.models import QuerySet
from django.utils.translation import get_language

from xiaolu.activities.models import Activity
from xiaolu.customers.models import Account, Competitor, Contact
from xiaolu.domain.activity_cells import written
from xiaolu.domain.custom_fields import patch_of
from xiaolu.domain.headings import ACTIVITIES
from xiaolu.domain.money import plain
from xiaolu.domain.record_headings import RECORD_HEADINGS, words
from xiaolu.exchange.error_workbook import write_mark
from xiaolu.exchange.known import Known
from xiaolu.exchange.own_fields import own_cells, own_fields, own_values
from xiaolu.exchange.records.activity_standing import said_by
from xiaolu.exchange.records.fields import ACCOUNT_KINDS, MEASURES, role_word
from xiaolu.exchange.records.standing import CONTACT, Found
from xiaolu.org.models import Person, Team, TeamClosure
from xiaolu.org.queries import company
from xiaolu.web.workbooks import ROW_BY_ROW

SHEETS = {
    "accounts": ("客户", "Customers"), "contacts": ("联系人", "Contacts"), "activities": ("活动", "Activities"), "competitors": ("竞争对手", "Competitors"),
    "people": ("人员", "People"), "teams": ("团队", "Teams"),
}  # fmt: skip
NOT_WRITTEN = {
    "accounts": {"contact", "email", "wechat"},
    "activities": {"external_id"},
    "people": {"since"},
    "teams": {"since"},
}
BATCH = 2_000


def records(kind: str) -> QuerySet[Any]:
    """Every record of a kind that is not archived, in a fixed order."""
    if kind == "accounts":
        return Account.objects.filter(archived=False)
    if kind == "contacts":
        return Contact.objects.filter(archived=False, account__archived=False)
    if kind == "competitors":
        return Competitor.objects.filter(archived=False)
    if kind == ACTIVITIES:
        return Activity.objects.filter(withdrawn=False)
    return Person.objects.all() if kind == "people" else Team.objects.filter(archived=False)


def write_records(
    kind: str, rows: QuerySet[Any], file: BinaryIO, *, hidden: Collection[str] = (), mark: str = ""
) -> int:
    """Write records of a kind in the reader's language; how many there were. No cell can become a formula.

    `hidden`: columns that are left out. `mark`: a line above the headings that says who took them out.
    """
    chinese = (get_language() or "zh").startswith("zh")
    book = xlsxwriter.Workbook(file, ROW_BY_ROW)
    sheet = book.add_worksheet(SHEETS[kind][0 if chinese else 1])
    bold = book.add_format({"bold": True})
    own = {key: field for key, field in own_fields(kind).items() if key not in hidden}
    fields = [name for name in RECORD_HEADINGS[kind] if name not in NOT_WRITTEN.get(kind, ()) and name not in hidden]
    top = write_mark(sheet, mark)
    sheet.freeze_panes(top + 1, 1)
    for place, name in enumerate(fields):
        said = words(RECORD_HEADINGS[kind][name])[0 if chinese else 1][0]
        sheet.write_string(top, place, said if chinese else said.capitalize(), bold)
    for place, field in enumerate(own.values(), len(fields)):
        sheet.write_string(top, place, field.name, bold)
    count = 0
    for count, values in enumerate(_values(kind, rows, chinese), 1):
        values |= own_cells(own, patch_of(values), chinese=chinese)
        for place, name in enumerate((*fields, *own)):
            if values.get(name):
                sheet.write_string(top + count, place, str(values[name])[:32_767])
    book.close()
    return count


def _values(kind: str, rows: QuerySet[Any], chinese: bool) -> Iterator[dict[str, Any]]:
    """The cells of each record; what it refers to by a name that leads back, else by the code."""
    known, after = Known(), 0
    if kind == "teams":
        yield from (_said(kind, one, known, chinese) for one in _found(kind, known, in_order_of_the_tree(rows)))
        return
    ordered = rows.order_by("pk")
    while batch := list(ordered.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        yield from (_said(kind, one, known, chinese) for one in _found(kind, known, batch))


def in_order_of_the_tree(rows: QuerySet[Team]) -> list[Team]:
    """Teams so that each stands below the one that it is part of."""
    depth: dict[int, int] = {}
    for team, deep in TeamClosure.objects.values_list("below", "depth"):
        depth[team] = max(depth.get(team, 0), deep)
    return sorted(rows, key=lambda team: (depth.get(team.pk, 0), team.code))


def _found(kind: str, known: Known, batch: Iterable[Any]) -> Iterator[dict[str, Any]]:
    there, own = list(batch), own_fields(kind)
    if kind == ACTIVITIES:
        yield from _activities([row.pk for row in there])
        return
    if kind == "contacts":
        for one in Contact.objects.filter(pk__in=[row.pk for row in there]).select_related("account").order_by("pk"):
            yield {**{name: getattr(one, name) for name in CONTACT},
                   **own_values(own, one), "account": one.account.name}  # fmt: skip
        return
    asked = (
        [{"code": one.code, "name": one.name} for one in there]
        if kind != "people"
        else [{"login": one.login} for one in there]
    )
    found = Found(kind, known, asked)
    found.records |= {one.pk: one for one in there}
    for one in there:
        yield found.now(one.pk)


def _activities(ids: list[int]) -> Iterator[dict[str, Any]]:
    rows = Activity.objects.filter(pk__in=ids).select_related("account", "opportunity").prefetch_related("contacts")
    for one in rows.order_by("pk"):
        customer, deal = one.account.name if one.account else "", one.opportunity.number if one.opportunity else ""
        yield {**said_by(one), "number": one.pk, "account": customer, "opportunity": deal}


def _said(kind: str, values: dict[str, Any], known: Known, chinese: bool) -> dict[str, Any]:
    if kind == "accounts":
        of_kind = ACCOUNT_KINDS[values["kind"]].split()
        values["kind"] = of_kind[0] if chinese else values["kind"]
        values["owner"] = known.owners.called(values["owner"])
        for name in MEASURES:
            units = values[name]
            values[name] = "" if units is None else plain(units, 3 if name == "yearly_volume" else company().digits)
        for name in ("industry", "source"):
            values[name] = known.classes[name].called(values[name])
    elif kind == ACTIVITIES:
        values["owner"] = known.owners.called(values["owner"])
        values = {name: written(name, said, chinese=chinese) for name, said in values.items()}
    elif kind == "contacts":
        values["no_messages"] = ("是" if chinese else "yes") if values["no_messages"] else ""
    elif kind == "people":
        values["team"] = known.teams.called(values["team"])
        values["roles"] = ", ".join(role_word(role, chinese=chinese) for role in values["roles"])
    elif kind == "teams":
        values["parent"] = known.teams.called(values["parent"])
    return values
