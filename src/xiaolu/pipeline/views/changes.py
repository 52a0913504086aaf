"""What changed between two days: the waterfall, each bar with its figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.domain.periods import Period
from xiaolu.pipeline.figure_links import figure_link
from xiaolu.pipeline.queries.sums import CHANGES, MOVES, Flow, flow
from xiaolu.pipeline.views.chosen import Chosen, bar_context, chosen, period_of
from xiaolu.pipeline.words import CHANGE_NAMES, waterfall_bars

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
        "bars": waterfall_bars(one, measure, lambda name: behind(it, period, name)),
    }
    return render(request, "pipeline/opportunity_changes.html", context)


def behind(it: Chosen, period: Period, name: str) -> str:
    return figure_link(it.method.code, f"change:{name}", scope=it.scope.address, start=period.start, end=period.end)
