"""What changed between two days: the waterfall, and the rows behind each bar."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from xiaolu.pipeline import access
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.history import rows_of_change
from xiaolu.pipeline.queries.sums import CHANGES, MOVES, Flow, flow
from xiaolu.pipeline.views.chosen import bar_context, chosen, period_of
from xiaolu.pipeline.words import CHANGE_NAMES, waterfall_bars
from xiaolu.web.answers import with_query

MEASURES = ("amount", "volume", "count")


@require_GET
def opportunity_changes(request: HttpRequest) -> HttpResponse:
    it = chosen(request)
    measures = [name for name in MEASURES if name != "amount" or not request.user.hides("amounts")]
    measure = request.GET["measure"] if request.GET.get("measure") in measures else measures[0]
    period = period_of(request, it.today)
    one = flow(it.frame, period).get("total", Flow())
    lines = [(name, CHANGE_NAMES[name], one.changes.get(name)) for name in CHANGES]
    context = {
        **bar_context(request, it, "changes"),
        "period": period,
        "flow": one,
        "lines": [line for line in lines if line[2]],
        "moves": [(name, CHANGE_NAMES[name], one.moves.get(name)) for name in MOVES if one.moves.get(name)],
        "measure": measure,
        "measures": measures,
        "bars": waterfall_bars(one, measure, lambda name: behind(request, name)),
    }
    return render(request, "pipeline/opportunity_changes.html", context)


def behind(request: HttpRequest, name: str) -> str:
    return reverse("pipeline:changes_behind", args=[name]) + with_query(request)


@require_GET
def changes_behind(request: HttpRequest, name: str) -> HttpResponse:
    """The opportunities behind one bar; what the person may not see today is only counted."""
    if name not in CHANGES + MOVES:
        raise Http404
    it = chosen(request)
    period = period_of(request, it.today)
    moved = rows_of_change(it.frame, period, name, by_amount=not request.user.hides("amounts"))
    seen: dict[int, Opportunity] = (
        access.visible_to(request.user).select_related("account", "owner").in_bulk([row.opportunity for row in moved])
    )
    context = {
        "name": CHANGE_NAMES[name],
        "period": period,
        "rows": [(row, seen[row.opportunity]) for row in moved if row.opportunity in seen],
        "hidden": len(moved) - len(seen),
        "chosen": it,
    }
    part = "#panel" if request.headers.get("HX-Request") else ""
    return render(request, f"pipeline/changes_behind.html{part}", context)
