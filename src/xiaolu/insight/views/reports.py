"""Reports by industry, source and competitor, each as a page and as a workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from xiaolu.insight import access, actions
from xiaolu.insight.presets import presets
from xiaolu.insight.queries import reports
from xiaolu.insight.report_workbook import of_classes, of_rivals
from xiaolu.insight.views.chosen import Chosen, chosen_for, method_for
from xiaolu.methods.queries import methods, rules_of
from xiaolu.org.queries import today
from xiaolu.web.workbooks import TYPE

TITLES = {"industry": _("Industries"), "source": _("Sources")}


@require_GET
def class_report(request: HttpRequest, dimension: str) -> HttpResponse:
    by = _dimension(dimension)
    it = _chosen(request)
    if it is None:
        return render(request, "insight/no_method.html")
    live = access.live_rows(request.user, it.look.scope, it.look.method)
    context = {**_context(request, it), "dimension": by, "title": TITLES[by],
               "report": reports.by_class(it.look, by, live)}  # fmt: skip
    return render(request, "insight/class_report.html", context, status=_status(it))


@require_GET
def export_class_report(request: HttpRequest, dimension: str) -> HttpResponse:
    access.require_exporter(request.user)
    by, it = _dimension(dimension), _chosen(request)
    if it is None:
        raise Http404
    live = access.live_rows(request.user, it.look.scope, it.look.method)
    report = reports.by_class(it.look, by, live)
    amounts = not request.user.hides("amounts")
    return _file(request, it, by, len(report.lines), of_classes(it.look, str(TITLES[by]), report, amounts=amounts))


@require_GET
def competitor_report(request: HttpRequest) -> HttpResponse:
    it = _chosen(request)
    if it is None:
        return render(request, "insight/no_method.html")
    live = access.live_rows(request.user, it.look.scope, it.look.method)
    lines, parts = reports.by_rival(it.look, live)
    context = {**_context(request, it), "lines": lines, "parts": parts}
    return render(request, "insight/competitor_report.html", context, status=_status(it))


@require_GET
def export_competitor_report(request: HttpRequest) -> HttpResponse:
    access.require_exporter(request.user)
    it = _chosen(request)
    if it is None:
        raise Http404
    lines, parts = reports.by_rival(it.look, access.live_rows(request.user, it.look.scope, it.look.method))
    book = of_rivals(it.look, lines, parts, amounts=not request.user.hides("amounts"))
    return _file(request, it, "competitor", len(lines), book)


def _dimension(text: str):
    found = next((one for one in reports.DIMENSIONS if one == text), None)
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest) -> Chosen | None:
    method = method_for(request.GET.get("method", ""))
    asked = {name: text for name, text in request.GET.dict().items() if name not in ("at", "since")}
    if "" < asked.get("end", "") <= today().isoformat():
        asked["at"] = asked["end"]
    return chosen_for(request.user, asked, method) if method else None


def _status(it: Chosen) -> int:
    return 422 if it.form.is_bound and not it.form.is_valid() else 200


def _context(request: HttpRequest, it: Chosen) -> dict[str, object]:
    return {
        "it": it, "rules": it.look.rules, "methods": [(one, rules_of(one)) for one in methods()],
        "teams": access.teams_of(request.user), "presets": presets(it.look.at), "only": ("start", "end"),
        "open_codes": ",".join(it.look.rules.of_kind("open")), "every_code": ",".join(it.look.rules.codes),
    }  # fmt: skip


def _file(request: HttpRequest, it: Chosen, what: str, rows: int, book: bytes) -> HttpResponse:
    actions.note_list_export(it.look.method, f"export_{what}_report", rows=rows, asked=request.GET.urlencode()[:200],
                             by=request.user)  # fmt: skip
    response = HttpResponse(book, content_type=TYPE)
    file = f"{it.look.method.code}-{what}-{it.look.at.isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
