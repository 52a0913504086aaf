"""Cells written in the tracking table: each row by itself, and for each cell what came of it."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiaolu.domain.cells import CellInvalid
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.methods.queries import rules_of
from xiaolu.org.hiding import hidden_names
from xiaolu.org.queries import company
from xiaolu.pipeline import access, actions
from xiaolu.pipeline.columns import DAYS, ENTERED, text_of
from xiaolu.pipeline.forms.cells import FIELDS, CellReader, Row, contact_called, read_block
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import table
from xiaolu.pipeline.views.table import rows_context
from xiaolu.web.cells import cell_sentence
from xiaolu.web.rules import sentence

DIALOG = {"reason_needed", "competitor_needed", "sign_off_needed", "gate_closed", "may_not_override"}
OF_DAYS = {"day_in_future", "before_creation", "days_out_of_order", "day_stays", "stage_remapped"}
Answers = list[dict[str, Any]]


@require_POST
def write_cells(request: HttpRequest) -> JsonResponse:
    """Answers `cells` (id, field, ok, and message with link, or conflict) and `html`: the rows as they stand now."""
    access.require_editor(request.user)
    try:
        rows = read_block(request.body)
    except (ValueError, RecursionError):
        return JsonResponse({"message": _("This is not a block of cells, or it is too large.")}, status=422)
    found = access.rows_for(request.user, [row.id for row in rows])
    editable = access.editable_ids(request.user, found)
    reader, answers = CellReader(request.user, rows), []
    for row in rows:
        opportunity = found.get(row.id)
        if opportunity is None or row.id not in editable:
            gone = _("This row is not there any more, or not yours to see.")
            answers += refused(row, _("You may look at this row, not change it.") if opportunity else gone)
        else:
            answers += write(request, row, opportunity, reader)
    now = access.rows_for(request.user, found)
    html = render_to_string("pipeline/opportunity_table.html#rows", rows_context(request, now.values()), request)
    return JsonResponse({"cells": answers, "html": html})


def write(request: HttpRequest, row: Row, opportunity: Opportunity, reader: CellReader) -> Answers:
    """One row: read, written, answered for."""
    values, problems = values_of(request, row, opportunity, reader)
    if problems:
        return [answer(row, field, problems.get(field, _("Kept back: another cell of this row cannot be written.")))
                for field in row.cells]  # fmt: skip
    days = {name.removeprefix(ENTERED): values.pop(name) for name in [*values] if name.startswith(ENTERED)}
    to = values.pop("stage", "")
    try:
        actions.write_row(opportunity, by=request.user, seen=row.seen, values=values, days=days, to=to)
    except Stale:
        return conflicts(request, row)
    except RuleBroken as broken:
        return broken_by(row, broken, to or next(iter(days), ""))
    return [{"id": row.id, "field": field, "ok": True} for field in row.cells]


def values_of(
    request: HttpRequest, row: Row, opportunity: Opportunity, reader: CellReader
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a row's cells, and why some cannot be read."""
    rules = rules_of(opportunity.method_id)
    days = {ENTERED + stage.code for stage in rules.stages if stage.kind != "lost" and not stage.retired}
    writable = ((FIELDS | days) - hidden_names(request.user)) - (set() if rules.volume else {"volume"})
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in sorted(row.cells, key="contact".__eq__):  # the contact last: its customer may be new
        try:
            if field not in writable:
                raise CellInvalid("not_writable")
            if field == "contact":
                values[field] = contact_called(row.cells[field], values.get("account", opportunity.account))
            else:
                values[field] = reader.value(field, row.cells[field], opportunity, rules)
        except CellInvalid as error:
            problems[field] = cell_sentence(error)
    if "account" in values and values["account"] != opportunity.account:
        values.setdefault("contact", None)
    return values, problems


def broken_by(row: Row, broken: RuleBroken, to: str) -> Answers:
    """A rule refuses a row: the cells that it is about say why, the others wait."""
    moves = [name for name in row.cells if name == "stage" or name.startswith(ENTERED)]
    about = moves if broken.code in DIALOG | OF_DAYS | {"move_not_allowed", "unknown_stage"} else [
        name for name in row.cells if name in DAYS and broken.code == "next_date_needed"]  # fmt: skip
    link = f"{reverse('pipeline:move_opportunity', args=[row.id])}?to={to}" if broken.code in DIALOG else ""
    waits = _("Kept back: another cell of this row cannot be written.")
    return [
        answer(row, name, sentence(broken), link) if name in about or not about else answer(row, name, waits)
        for name in row.cells
    ]


def conflicts(request: HttpRequest, row: Row) -> Answers:
    """Somebody was faster: for each cell that differs what stands there now, by whom and when."""
    now = access.opportunity_for(request.user, row.id)
    last = table.last_changes(now)
    entered, digits = table.entered([now]).get(row.id, {}), company().digits
    answers: Answers = []
    for field, said in row.cells.items():
        if field in hidden_names(request.user) or (field not in FIELDS and not field.startswith(ENTERED)):
            answers.append(answer(row, field, _("This column is not changed here.")))
            continue
        day = entered.get(field.removeprefix(ENTERED))
        there = (day.isoformat() if day else "") if field.startswith(ENTERED) else text_of(now, field, digits)
        if there == said.strip():
            answers.append({"id": row.id, "field": field, "ok": True})
            continue
        entry = last.get(field) or last.get("")
        about = {"value": there, "by": entry.person.name if entry and entry.person else "", "at": entry.at.isoformat() if entry else ""}  # fmt: skip
        answers.append({**answer(row, field, _("Changed meanwhile.")), "conflict": about})
    return answers


def refused(row: Row, message: str) -> Answers:
    return [answer(row, field, message) for field in row.cells]


def answer(row: Row, field: str, message: str, link: str = "") -> dict[str, Any]:
    return {"id": row.id, "field": field, "ok": False, "message": message} | ({"link": link} if link else {})
