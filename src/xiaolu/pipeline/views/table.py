"""The tracking table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.methods.queries import shades
from xiaolu.pipeline.queries import table
from xiaolu.pipeline.queries.choices import filter_choices
from xiaolu.pipeline.views.board import rows_of
from xiaolu.pipeline.views.chosen import bar_context, chosen
from xiaolu.web.answers import page_of


@require_GET
def opportunity_table(request: HttpRequest) -> HttpResponse:
    it = chosen(request)
    rows, filtered = rows_of(request, it)
    page = page_of(request, table.rows(rows, request.GET.get("sort", ""), by_amount=not request.user.hides("amounts")))
    context = {
        **bar_context(request, it, "table"),
        "page": page,
        "entered": table.entered(page.object_list),
        "stages": [stage for stage in it.rules.stages if stage.kind != "lost" and not stage.retired],
        "ramp": shades(it.rules),
        "filtered": filtered,
        "choices": filter_choices(request.user),
    }
    return render(request, "pipeline/opportunity_table.html", context)
