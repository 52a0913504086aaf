"""The page of a method's figures."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xiaolu.domain.periods import Period
from xiaolu.insight import access, actions
from xiaolu.insight.kpi_workbook import of_figures
from xiaolu.insight.presets import presets
from xiaolu.insight.queries.overview import overview, recent_flow
from xiaolu.insight.queries.readings import names, readings, readings_of
from xiaolu.insight.views.chosen import SPLITS, Chosen, chosen, method_for
from xiaolu.methods.queries import methods, rules_of
from xiaolu.pipeline.figure_links import figure_link
from xiaolu.pipeline.queries.sums import Flow
from xiaolu.pipeline.words import waterfall_bars
from xiaolu.web.answers import page_of
from xiaolu.web.workbooks import TYPE

SPLIT_NAMES = {"person": _("By person"), "team": _("By team"), "industry": _("By industry"),
               "source": _("By source"), "growth": _("By growth")}  # fmt: skip


@require_GET
def kpi_page(request: HttpRequest) -> HttpResponse:
    method = method_for(request.GET.get("method", ""))
    if method is None:
        return render(request, "insight/no_method.html")
    it = chosen(request, method)
    found = overview(it.look, it.by)
    flow, period = recent_flow(it.look, it.span)
    measure = measure_of(flow, amounts=not request.user.hides("amounts"))
    context = {
        "it": it,
        "rules": it.look.rules,
        "methods": [(one, rules_of(one)) for one in methods()],
        "teams": access.teams_of(request.user),
        "overview": found,
        "page": page_of(request, found.lines),
        "flow": flow,
        "flow_period": period,
        "measure": measure,
        "bars": waterfall_bars(flow, measure, address_of(it, period)),
        "splits": [(split, SPLIT_NAMES[split]) for split in SPLITS],
        "presets": presets(it.look.at),
        "may_target": request.user.edit_scope in ("subtree", "all"),
    }
    status = 422 if it.form.is_bound and not it.form.is_valid() else 200
    return render(request, "insight/kpi_page.html", context, status=status)


@require_GET
def export_kpis(request: HttpRequest) -> HttpResponse:
    """The page's figures, of the scope and of each row of the split, as a workbook with definitions."""
    access.require_exporter(request.user)
    method = method_for(request.GET.get("method", ""))
    if method is None:
        raise Http404
    it = chosen(request, method)
    split = readings(it.look, it.by)
    called = names(it.by, split)
    rows = sorted(((called[key] or str(key), found) for key, found in split.items()), key=lambda row: row[0])
    total = (it.look.scope.name or gettext("Whole company"), readings_of(it.look))
    actions.note_export(method, kpi="all", scope=it.look.scope.code, rows=len(rows) + 1, by=request.user)
    response = HttpResponse(of_figures(it.look, total, rows), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{method.code}-{it.look.at.isoformat()}.xlsx"'
    return response


def measure_of(flow: Flow, *, amounts: bool) -> str:
    """What the waterfall is drawn in: amounts if they may be seen, else volumes, else how many."""
    every = [flow.opening, flow.closing, *flow.changes.values()]
    names = ("amount", "volume") if amounts else ("volume",)
    return next((name for name in names if any(getattr(sums, name) for sums in every)), "count")


def address_of(it: Chosen, period: Period) -> Callable[[str], str]:
    """Where a bar says why."""
    return lambda name: figure_link(
        it.look.method.code, f"change:{name}", scope=it.look.scope.code, start=period.start, end=period.end
    )
