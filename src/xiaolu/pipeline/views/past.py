"""As it was 当时: the pipeline of any past day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.methods.queries import shades
from xiaolu.pipeline import access
from xiaolu.pipeline.queries.choices import owners_named
from xiaolu.pipeline.queries.history import rows_at
from xiaolu.pipeline.queries.sums import NOTHING, standing
from xiaolu.pipeline.views.chosen import bar_context, chosen, day_of

ROWS = 50


@require_GET
def opportunity_past(request: HttpRequest) -> HttpResponse:
    it = chosen(request)
    at = day_of(request, "at", it.today, it.today)
    stages = standing(it.frame, at).get("total", {})
    stage = request.GET.get("stage", "")
    stage = stage if stage in it.rules.codes else ""
    number = max(int(request.GET["page"]), 1) if request.GET.get("page", "").isdecimal() else 1
    past = rows_at(it.frame, at, stage=stage, limit=ROWS + 1, offset=(min(number, 100_000) - 1) * ROWS,
                   by_amount=not request.user.hides("amounts"))  # fmt: skip
    seen = access.visible_to(request.user).select_related("account").in_bulk([row.opportunity for row in past[:ROWS]])
    owners = owners_named({row.owner for row in past})
    context = {
        **bar_context(request, it, "past"),
        "at": at,
        "stage": stage,
        "columns": [(s, stages.get(s.code, NOTHING)) for s in it.rules.stages if not s.retired or s.code in stages],
        "ramp": shades(it.rules),
        "rows": [(row, seen[row.opportunity], owners.get(row.owner)) for row in past[:ROWS] if row.opportunity in seen],
        "hidden": len(past[:ROWS]) - len(seen),
        "number": number,
        "has_more": len(past) > ROWS,
    }
    return render(request, "pipeline/opportunity_past.html", context)
