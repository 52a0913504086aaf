"""The report of activities: time, counts and plan against done per person, as a page and as a workbook."""

from datetime import timedelta
from io import BytesIO
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiaolu.activities import access, actions
from xiaolu.activities.forms.calendar import ReportForm
from xiaolu.activities.queries import reports
from xiaolu.activities.report_workbook import write_report
from xiaolu.activities.words import OUTCOME_NAMES
from xiaolu.org.queries import today
from xiaolu.web.answers import with_query
from xiaolu.web.workbooks import TYPE


@require_GET
def activity_report(request: HttpRequest) -> HttpResponse:
    context = _read(request)
    columns = context["columns"]
    context |= {
        "units": [(code, label, with_query(request, unit=code)) for code, label in ReportForm.UNITS], "outcomes": OUTCOME_NAMES,
        "first": columns[0].first, "last": columns[-1].last, "totals": reports.totals(context["lines"]),
        "earlier": with_query(request, day=(columns[0].first - timedelta(days=1)).isoformat()),
        "whose": context["scope"].key or "seen", "scopes": [(key or "seen", label) for key, label in access.scopes_for(request.user)],
    }  # fmt: skip
    return render(request, "activities/activity_report.html", context)


@require_GET
def export_activity_report(request: HttpRequest) -> HttpResponse:
    access.require_exporter(request.user)
    context = _read(request)
    file = BytesIO()
    count = write_report(context["lines"], context["columns"], file)
    actions.export_activities(count, by=request.user, asked=f"report {request.GET.urlencode()}"[:200])
    response = HttpResponse(file.getvalue(), content_type=TYPE)
    response["Content-Disposition"] = 'attachment; filename="xiaolu-activity-report.xlsx"'
    return response


def _read(request: HttpRequest) -> dict[str, Any]:
    unit, day = ReportForm(request.GET).chosen_unit(today())
    scope = access.scope_of(request.user, request.GET.get("scope") or "seen")
    columns = reports.spans(cast(reports.Unit, unit), day)
    lines = reports.report(access.listed_for(request.user).filter(scope.rows), columns, today())
    return {"unit": unit, "day": day, "scope": scope, "columns": columns, "lines": lines}
