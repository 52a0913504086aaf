"""Imports: drop a file, confirm its columns, see what would happen, choose, watch, result; and taking a list out."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.exchange import access, actions, queries
from xiaolu.exchange.error_workbook import write_errors
from xiaolu.exchange.forms import LACK_NAMES, ChoicesForm, MappingForm, UploadForm
from xiaolu.exchange.models import Import
from xiaolu.exchange.unloading import write_opportunities
from xiaolu.methods.queries import rules_of
from xiaolu.org.hiding import hidden_names
from xiaolu.web.answers import page_of, see

PAGES = {"uploaded": "import_mapping", "checked": "import_preview"}


def next_page(load: Import) -> str:
    """Where an import is looked at in its state."""
    name = "import_progress" if load.is_running else PAGES.get(load.state, "import_detail")
    return reverse(f"exchange:{name}", args=[load.pk])


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    page = page_of(request, access.visible_to(request.user))
    return render(
        request, "exchange/import_list.html", {"page": page, "addresses": {load.pk: next_page(load) for load in page}}
    )


@require_http_methods(["GET", "POST"])
def upload_import(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "exchange/upload_import.html", {"form": form}, status=422 if form.is_bound else 200)
    load = actions.keep_upload(form.cleaned_data["file"], method=form.cleaned_data["method"], by=request.user)
    return see(request, next_page(load))


@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    if load.state not in ("uploaded", "checked"):
        return see(request, next_page(load))
    form = MappingForm(request.POST or None, load=load, rules=rules_of(load.method_id))
    if not form.is_valid():
        context = {"load": load, "form": form, "rules": form.rules}
        return render(request, "exchange/import_mapping.html", context, status=422 if form.is_bound else 200)
    load = actions.set_mapping(load, **form.answers())
    if form.stage_column_changed:
        return see(request, reverse("exchange:import_mapping", args=[load.pk]), _("Now say which word is which stage."))
    return see(request, next_page(actions.queue_check(load)))


@require_GET
def import_preview(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    if load.state != "checked":
        return see(request, next_page(load))
    return render(request, "exchange/import_preview.html", preview(request, load))


def preview(request: HttpRequest, load: Import, form: ChoicesForm | None = None) -> dict[str, object]:
    """What the page of choices shows. What may be created counts as good."""
    lacking, allowed = queries.lacking(load), access.creatable_by(request.user)
    load.create_missing = allowed
    counts = queries.counts(load)
    page = page_of(request, queries.with_notes(load))
    return {
        "load": load,
        "counts": counts,
        "page": page,
        "notes": queries.notes_of(page, load, allowed),
        "lacking": {LACK_NAMES[name]: rows for name, rows in lacking.items() if name not in allowed},
        "form": form or choices_form(None, lacking, allowed, counts),
    }


def choices_form(
    data: QueryDict | None, lacking: dict[str, int], allowed: list[str], counts: dict[str, int]
) -> ChoicesForm:
    return ChoicesForm(data, lacking=lacking, allowed=allowed, failed=counts["failed"], updates=counts["update"])


@require_POST
def start_import(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    lacking, allowed = queries.lacking(load), access.creatable_by(request.user)
    form = choices_form(request.POST, lacking, allowed, queries.counts(load))
    if not form.is_valid():
        return render(request, "exchange/import_preview.html", preview(request, load, form), status=422)
    return see(request, next_page(actions.start_import(load, by=request.user, **form.answers())))


@require_GET
def import_progress(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    if not load.is_running:
        return see(request, next_page(load))
    part = "#bar" if request.headers.get("HX-Request") else ""
    return render(request, f"exchange/import_progress.html{part}", {"load": load, "job": load.job})


@require_POST
def cancel_import(request: HttpRequest, import_id: int) -> HttpResponse:
    load = actions.cancel_import(access.import_for(request.user, import_id), by=request.user)
    return see(request, next_page(load), _("Nothing was written."))


@require_GET
def import_detail(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    if load.is_running or load.state in PAGES:
        return see(request, next_page(load))
    return render(request, "exchange/import_detail.html", {"load": load, "errors": queries.errors(load, most=50)})


@require_GET
def export_import_errors(request: HttpRequest, import_id: int) -> FileResponse:
    load = access.import_for(request.user, import_id)
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    write_errors(load, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"xiaolu-import-{load.pk}-errors.xlsx")


@require_GET
def export_opportunities(request: HttpRequest) -> FileResponse:
    """The tracking table's rows for the same query string; that they were taken is kept in the audit trail."""
    method, rows = access.opportunities_asked(request.user, request.GET.dict())
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    count = write_opportunities(rows, method, file, hidden=hidden_names(request.user))
    actions.note_export(method, count, by=request.user, asked=request.GET.urlencode())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="xiaolu-opportunities.xlsx")
