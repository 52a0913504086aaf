"""The tracking table, a window of rows at a time."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.domain.method import Method as MethodRules
from xiaolu.methods.queries import rules_of, shades
from xiaolu.org.queries import company, today
from xiaolu.pipeline import access
from xiaolu.pipeline.columns import all_columns, cells_of, columns
from xiaolu.pipeline.models import GROWTH, Opportunity
from xiaolu.pipeline.queries import table
from xiaolu.pipeline.queries.choices import filter_choices, owners
from xiaolu.pipeline.views.board import rows_of
from xiaolu.pipeline.views.chosen import bar_context, chosen
from xiaolu.web.answers import page_of

WINDOW = 100


@require_GET
def opportunity_table(request: HttpRequest) -> HttpResponse:
    """The page; for the grid in the browser (HTMX) the rows of one window alone."""
    it = chosen(request)
    rows, filtered = rows_of(request, it)
    by_amount = not request.user.hides("amounts")
    asked = request.GET.get("sort", "")
    ordered = table.rows(rows, asked, by_amount=by_amount, few_owners=it.scope.has_few_owners)
    page = page_of(request, ordered, WINDOW)
    context = {"page": page, **rows_context(request, page.object_list, it.rules)}
    if request.headers.get("HX-Request"):
        return render(request, "pipeline/opportunity_table.html#rows", context)
    choices = filter_choices(request.user)
    context |= bar_context(request, it, "table") | {
        "filtered": filtered,
        "every_stage": ",".join(it.rules.codes),
        "choices": choices,
        "columns": columns(it.rules, request.user, request.GET.getlist("cols")),
        "every": all_columns(it.rules, request.user),
        "cols": request.GET.getlist("cols"),
        "kept": [
            (name, value) for name, values in request.GET.lists() if name not in ("cols", "page") for value in values
        ],
        "accepted": accepted(request, it.rules, choices),
    }
    return render(request, "pipeline/opportunity_table.html", context)


def rows_context(
    request: HttpRequest, opportunities: Iterable[Opportunity], rules: MethodRules | None = None
) -> dict[str, object]:
    """What the rows of the table need: each with its cells, and whether its reader may change it."""
    found = list(opportunities)
    rules = rules or (rules_of(found[0].method_id) if found else None)
    if rules is None:
        return {"rows": []}
    entered, editable = table.entered(found), access.editable_ids(request.user, [one.pk for one in found])
    shown = columns(rules, request.user, request.GET.getlist("cols"))
    digits, now = company().digits, today()
    return {
        "rows": [
            (one, cells_of(one, shown, entered.get(one.pk, {}), digits=digits, this_year=now.year), one.pk in editable)
            for one in found
        ],
        "ramp": shades(rules),
        "today": now,
    }


def accepted(request: HttpRequest, rules: MethodRules, choices: dict[str, list]) -> dict[str, list[str]]:
    """What the columns with a list accept."""
    names = {name: [label for _, label in choices[name]] for name in ("industry", "source", "product")}
    stages = [stage.code for stage in rules.stages if not stage.retired]
    giving = [one.name for one in owners(request.user, editing=True)]
    return {**names, "owner": giving, "growth": [str(label) for label in GROWTH.values()], "stage": stages}
