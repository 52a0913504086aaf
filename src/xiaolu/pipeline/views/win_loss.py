"""Won and lost: what the pipeline closed in a period, and why."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xiaolu.domain.periods import Period
from xiaolu.org.access import require_exporter
from xiaolu.pipeline import access, actions, workbook
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import win_loss as queries
from xiaolu.pipeline.queries.gates import Override, overrides
from xiaolu.pipeline.queries.win_loss import DIMENSIONS, Dimension, Line
from xiaolu.pipeline.views.chosen import Chosen, bar_context, chosen, day_of
from xiaolu.pipeline.words import DIMENSION_NAMES, NOT_GIVEN, reason_named
from xiaolu.web.workbooks import TYPE

FIRST = 3  # the reasons that open the page


def year_of(request: HttpRequest, it: Chosen) -> Period:
    """The period of the URL; the twelve months up to today without."""
    end = day_of(request, "end", it.today, it.today)
    return Period(day_of(request, "start", end - timedelta(days=364), end), end)


def named(it: Chosen, dimension: Dimension, lines: list[Line]) -> list[tuple[str, Line]]:
    """The lines with what their keys are called."""
    known = queries.names(it.rules, dimension, [line.key for line in lines], get_language() or "zh-hans")
    return [(label(it, dimension, line.key, known), line) for line in lines]


def label(it: Chosen, dimension: Dimension, key: str | int, known: dict[str | int, str]) -> str:
    if dimension == "reason" and key:
        return reason_named(it.rules, str(key))
    if not key:
        return _("none or not known") if dimension in ("competitor", "reason") else _("none")
    return known.get(key, str(key))


@require_GET
def win_loss(request: HttpRequest) -> HttpResponse:
    it = chosen(request)
    period = year_of(request, it)
    tables = [
        (one, DIMENSION_NAMES[one], named(it, one, queries.win_loss(it.frame, period, one))) for one in DIMENSIONS
    ]
    context = {
        **bar_context(request, it, "win_loss"),
        "period": period,
        "total": queries.total(it.frame, period),
        "first": [(name, line) for name, line in tables[0][2] if line.key and line.key != NOT_GIVEN][:FIRST],
        "tables": tables,
        "let_through": let_through(request, it, period),
    }
    return render(request, "pipeline/win_loss.html", context)


def let_through(request: HttpRequest, it: Chosen, period: Period) -> list[tuple[Override, Opportunity]]:
    """The closed gates that somebody who manages opened in the period, on opportunities of the scope; latest first."""
    found = overrides(it.method.pk, period)
    seen = access.visible_to(request.user).filter(it.scope.rows).select_related("account")
    known = seen.in_bulk({one.opportunity for one in found})
    return [(one, known[one.opportunity]) for one in reversed(found) if one.opportunity in known]


@require_GET
def export_win_loss(request: HttpRequest) -> HttpResponse:
    """The tables and the rows behind them as a workbook, as far as the person may see them."""
    require_exporter(request.user)
    it = chosen(request)
    period = year_of(request, it)
    tables = [(DIMENSION_NAMES[one], named(it, one, queries.win_loss(it.frame, period, one))) for one in DIMENSIONS]
    rows = queries.closed_rows(it.frame, period, limit=None)
    seen = access.visible_to(request.user).select_related("account", "owner").in_bulk([row.opportunity for row in rows])
    shown = [(row, seen[row.opportunity]) for row in rows if row.opportunity in seen]
    actions.note_export(it.method, what="win_loss", scope=it.scope.key, rows=len(shown), by=request.user)
    response = HttpResponse(
        workbook.of_win_loss(tables, shown, it.rules, amounts=not request.user.hides("amounts")),
        content_type=TYPE,
    )
    name = f"{it.method.code}-won-lost-{period.start.isoformat()}-{period.end.isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
