"""The list of clocks with its export, those of one record, and those at risk for the first page of the day."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from xiaolu.clocks import access, actions, queries
from xiaolu.clocks.forms import FilterForm
from xiaolu.clocks.registry import KINDS
from xiaolu.clocks.words import STATES
from xiaolu.clocks.workbook import write_clocks
from xiaolu.web.answers import page_of
from xiaolu.web.workbooks import TYPE

MOST_EXPORTED, FEW = 50_000, 6


@require_GET
def clock_list(request: HttpRequest) -> HttpResponse:
    asked, rows = _asked(request), access.visible_to(request.user)
    context = {
        "page": page_of(request, queries.clocks(rows, asked)),
        "asked": asked,
        "states": list(STATES.items()),
        "codes": queries.codes(rows),
        "owners": access.owners_in_lists(request.user).order_by("name", "id").values_list("pk", "name"),
        "people": queries.by_person(queries.clocks(rows, queries.Filters(code=asked.code, state="", start=asked.start, end=asked.end))),
        "urls": {name: kind.url_name for name, kind in KINDS.items()},
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "clocks/clock_list.html", context)


@require_GET
def export_clocks(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file; that it was taken is kept in the audit trail."""
    access.require_exporter(request.user)
    rows = queries.clocks(access.visible_to(request.user), _asked(request))[:MOST_EXPORTED]
    file = BytesIO()
    count = write_clocks(rows.iterator(chunk_size=2000), file)
    actions.export_clocks(count, by=request.user, asked=request.GET.urlencode()[:200])
    response = HttpResponse(file.getvalue(), content_type=TYPE)
    response["Content-Disposition"] = 'attachment; filename="xiaolu-clocks.xlsx"'
    return response


@require_GET
def record_clocks(request: HttpRequest, record_kind: str, object_id: int) -> HttpResponse:
    """The panel of a record's page: time left, the steps to come, and how earlier clocks ended."""
    access.record_for(request.user, record_kind, object_id)
    context = {"clocks": queries.of_record(record_kind, object_id)[:10], "now": timezone.now()}
    return render(request, "clocks/clock_panel.html", context)


@require_GET
def clocks_at_risk(request: HttpRequest) -> HttpResponse:
    """What one must do within a day or missed; for who leads others, theirs as well. Loaded after the page."""
    now = timezone.now()
    leads = request.user.scope in ("subtree", "all")
    rows = queries.at_risk(access.visible_to(request.user) if leads else access.own(request.user), now)
    context = {
        "clocks": rows[:FEW], "total": rows.count(), "now": now, "leads": leads,
        "urls": {name: kind.url_name for name, kind in KINDS.items()},
    }  # fmt: skip
    return render(request, "clocks/clocks_at_risk.html", context)


def _asked(request: HttpRequest) -> queries.Filters:
    form = FilterForm(request.GET)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    if given.get("state") == "all":
        given["state"] = ""
    return queries.Filters(**given)
