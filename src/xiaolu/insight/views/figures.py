"""Why a figure is what it is: definition, numbers, course by week, diagnosis and the rows behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from xiaolu.domain.method import Kpi, tells_amounts
from xiaolu.insight import access, actions, workbook
from xiaolu.insight.queries import figures
from xiaolu.insight.queries.diagnoses import concentrations, diagnosis_of
from xiaolu.insight.queries.readings import names, readings_of
from xiaolu.insight.views.chosen import Chosen, chosen, method_for
from xiaolu.insight.wording import is_percent
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of, shades
from xiaolu.pipeline.queries.behind import Seen
from xiaolu.web.answers import page_of
from xiaolu.web.workbooks import TYPE

PAGE = 15


@require_GET
def why(request: HttpRequest, method: str, kpi: str) -> HttpResponse:
    subject, found = _subject(request, method, kpi)
    it = chosen(request, subject, parts=True)
    everything = readings_of(it.look, [*it.look.rules.kpis, found])
    reading = everything[found.code]
    diagnosis = diagnosis_of(it.look, everything)
    course = figures.by_week(it.look, found)
    side, shown, counts = _shown(request, it, found)
    page = page_of(request, shown.rows, PAGE)
    weakest = diagnosis.weakest if diagnosis.weakest and diagnosis.weakest.kpi.code == found.code else None
    places = concentrations(it.look, weakest) if weakest else {}
    first_link = diagnosis.weakest if reading.gap and not weakest else None
    context = {
        "it": it, "rules": it.look.rules, "first_link": first_link, "kpi": found,
        "reading": reading,
        "findings": diagnosis.of_kpi(found.code), "is_percent": is_percent(found),
        "places": {by: (names(by, [key])[key], one) for by, (key, one) in places.items()},
        "weeks": [f"{day:%m-%d}" for day, _ in course], "values": [one.value for _, one in course],
        "target": course[-1][1].target if course else None,
        "side": side, "counts": counts, "hidden": shown.hidden, "page": page, "ramp": shades(it.look.rules),
        "opportunities": workbook.opportunities(page.object_list), "q": request.GET.get("q", "").strip(),
        "of_period": figures.is_of_period(found), "accounts": figures.accounts_of(shown.rows),
    }  # fmt: skip
    return render(request, f"insight/why.html{'#panel' if request.headers.get('HX-Request') else ''}", context)


@require_GET
def kpi_trend(request: HttpRequest, method: str, kpi: str) -> HttpResponse:
    """The course of a figure for its card; a browser that asks for it as a page is sent to the whole answer."""
    subject, found = _subject(request, method, kpi)
    it = chosen(request, subject, parts=True)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('insight:why', args=[method, kpi])}?{request.GET.urlencode()}")
    course = figures.by_week(it.look, found)
    return render(request, "insight/trend.html", {"values": [one.value for _, one in course], "kpi": found})


@require_GET
def export_why(request: HttpRequest, method: str, kpi: str) -> HttpResponse:
    """The rows behind a figure as a workbook, as far as the person may see them."""
    access.require_exporter(request.user)
    subject, found = _subject(request, method, kpi)
    it = chosen(request, subject, parts=True)
    _, shown, _ = _shown(request, it, found)
    actions.note_export(subject, kpi=found.code, scope=it.look.scope.code, rows=len(shown.rows), by=request.user)
    response = HttpResponse(
        workbook.of_rows(shown.rows, it.look.rules, amounts=not request.user.hides("amounts")),
        content_type=TYPE,
    )
    name = found.code.replace(":", "-").replace(",", "-")
    response["Content-Disposition"] = f'attachment; filename="{subject.code}-{name}-{it.look.at.isoformat()}.xlsx"'
    return response


def _subject(request: HttpRequest, code: str, kpi: str) -> tuple[Method, Kpi]:
    method = method_for(code)
    if method is None:
        raise Http404
    try:
        found = figures.figure(rules_of(method), kpi)
    except KeyError:
        raise Http404 from None
    if request.user.hides("amounts") and tells_amounts(found):
        raise Http404
    return method, found


def _shown(request: HttpRequest, it: Chosen, kpi: Kpi) -> tuple[str, Seen, dict[str, int]]:
    """The rows on the chosen side of the line that the person may see, how many there are on each, what is hidden."""
    every = figures.rows_behind(it.look, kpi)
    above = [row for row in every.rows if every.above and every.above(row)]
    below = [row for row in every.rows if every.above and not every.above(row)]
    sides = {"above": above, "below": below, "all": every.rows} if every.above else {"all": every.rows}
    asked = request.GET.get("side", "")
    side = asked if asked in sides else next(iter(sides))
    seen = figures.seen(sides[side], access.opportunities_seen_by(request.user), request.GET.get("q", "").strip(),
                        by_amount=not request.user.hides("amounts"))  # fmt: skip
    return side, seen, {name: len(rows) for name, rows in sides.items()}
