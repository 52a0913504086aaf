"""The page of a method's figures."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xiaolu.domain.periods import Period
from xiaolu.insight import access
from xiaolu.insight.presets import presets
from xiaolu.insight.queries.overview import overview, recent_flow
from xiaolu.insight.views.chosen import SPLITS, Chosen, chosen, method_for
from xiaolu.methods.queries import methods, rules_of
from xiaolu.pipeline.queries.sums import Flow
from xiaolu.pipeline.words import waterfall_bars
from xiaolu.web.answers import page_of

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


def measure_of(flow: Flow, *, amounts: bool) -> str:
    """What the waterfall is drawn in: amounts if they may be seen, else volumes, else how many."""
    every = [flow.opening, flow.closing, *flow.changes.values()]
    names = ("amount", "volume") if amounts else ("volume",)
    return next((name for name in names if any(getattr(sums, name) for sums in every)), "count")


def address_of(it: Chosen, period: Period) -> Callable[[str], str]:
    """Where the rows behind a bar are shown; '' while the pipeline has no such page."""
    query = urlencode({"method": it.look.method.code, "scope": it.look.scope.address, "start": period.start.isoformat(),
                       "end": period.end.isoformat()})  # fmt: skip

    def address(name: str) -> str:
        try:
            return f"{reverse('pipeline:changes_behind', args=[name])}?{query}"
        except NoReverseMatch:
            return ""

    return address
