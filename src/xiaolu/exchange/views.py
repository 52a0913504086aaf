"""Imports: drop a file, confirm its columns, see what would happen, choose, watch, result; and taking a list out."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange import access, actions, previewing, queries
from xiaolu.exchange.actions import exporting
from xiaolu.exchange.actions.uploads import kept_file
from xiaolu.exchange.error_workbook import write_errors
from xiaolu.exchange.forms import (
    ChoicesForm,
    ExportRulesForm,
    LikenessForm,
    MappingForm,
    UploadForm,
)
from xiaolu.exchange.models import Import
from xiaolu.exchange.names import KIND_NAMES, LACK_NAMES, LOADED
from xiaolu.exchange.obstacles import in_time, obstacles, summary
from xiaolu.exchange.records.unloading import write_records
from xiaolu.exchange.sentences import message
from xiaolu.exchange.template_files import write_template
from xiaolu.exchange.unloading import write_opportunities
from xiaolu.methods.queries import rules_of
from xiaolu.org.hiding import hidden_names
from xiaolu.web.answers import back_to, page_of, see, with_query

PAGES = {"uploaded": "import_mapping", "checked": "import_preview"}


def next_page(load: Import) -> str:
    """Where an import is looked at in its state."""
    name = "import_progress" if load.is_running else PAGES.get(load.state, "import_detail")
    return reverse(f"exchange:{name}", args=[load.pk])


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    page = page_of(request, access.visible_to(request.user))
    context = {
        "page": page,
        "addresses": {load.pk: next_page(load) for load in page},
        "kinds": [(kind, LOADED[kind]) for kind in access.kinds_taken_out_by(request.user)],
        "names": LOADED,
    }
    return render(request, "exchange/import_list.html", context)


@require_http_methods(["GET", "POST"])
def upload_import(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, kinds=access.kinds_loaded_by(request.user))
    if not form.is_valid():
        kinds = [(kind, LOADED[kind]) for kind in access.kinds_loaded_by(request.user)]
        context = {"form": form, "kinds": kinds}
        return render(request, "exchange/upload_import.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    load = actions.keep_upload(given["file"], method=given["method"], kind=given["kind"], by=request.user)
    return see(request, next_page(load))


@require_http_methods(["GET", "POST"])
def import_mapping(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    if load.state not in ("uploaded", "checked"):
        return see(request, next_page(load))
    form = MappingForm(request.POST or None, load=load, rules=rules_of(load.method_id))
    if not form.is_valid():
        context = {
            "load": load,
            "form": form,
            "rules": form.rules,
            "kind_name": LOADED[load.kind],
            "saved": queries.fitting_mappings(load),
        }
        return render(request, "exchange/import_mapping.html", context, status=422 if form.is_bound else 200)
    load = actions.set_mapping(load, **form.answers())
    if name := form.cleaned_data["save_as"].strip():
        actions.save_mapping(load, name, by=request.user)
    if form.stage_column_changed:
        return see(request, reverse("exchange:import_mapping", args=[load.pk]), _("Now say which word is which stage."))
    return see(request, next_page(actions.queue_check(load)))


@require_POST
def use_mapping(request: HttpRequest, import_id: int, mapping_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    actions.use_mapping(load, access.mapping_for(request.user, mapping_id), by=request.user)
    return see(request, reverse("exchange:import_mapping", args=[load.pk]), _("The columns are assigned as kept."))


@require_POST
def forget_mapping(request: HttpRequest, mapping_id: int) -> HttpResponse:
    actions.forget_mapping(access.mapping_for(request.user, mapping_id, to="forget"), by=request.user)
    return see(request, back_to(request, reverse("exchange:import_list")), _("Forgotten."))


@require_GET
def export_template(request: HttpRequest, kind: str) -> FileResponse:
    """An empty table of one kind to fill in; of opportunities for the method that is asked for."""
    method = access.template_asked(request.user, kind, request.GET.get("method", ""))
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    write_template(kind, rules_of(method.pk), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"xiaolu-{kind}.xlsx")


@require_GET
def import_preview(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    if load.state != "checked":
        return see(request, next_page(load))
    part = "#found" if request.headers.get("HX-Request") else ""
    return render(request, f"exchange/import_preview.html{part}", preview(request, load))


def preview(request: HttpRequest, load: Import, form: ChoicesForm | None = None) -> dict[str, object]:
    """What the page of choices shows. What may be created counts as good."""
    lacking, allowed = queries.lacking(load), access.creatable_by(request.user)
    load.create_missing = allowed
    counts = queries.counts(load)
    show = request.GET.get("show", "")
    show = show if show in previewing.SHOWN else ""
    page = page_of(request, previewing.rows(load, show, allowed))
    headings, rows = previewing.laid_out(load, page, allowed)
    tally = previewing.tally(load, allowed)
    return {
        "load": load,
        "counts": counts,
        "page": page,
        "headings": headings,
        "rows": rows,
        "show": show,
        "shown": [(name, label, tally[name]) for name, label in previewing.SHOWN.items()],
        "lacking": {LACK_NAMES[name]: rows for name, rows in lacking.items() if name not in allowed},
        "form": form or choices_form(load, None, lacking, allowed, counts),
    }


def choices_form(
    load: Import, data: QueryDict | None, lacking: dict[str, int], allowed: list[str], counts: dict[str, int]
) -> ChoicesForm:
    failed, updates, likely = counts["failed"], counts["update"], queries.likely_rows(load)
    return ChoicesForm(data, lacking=lacking, allowed=allowed, failed=failed, updates=updates, likely=likely)


@require_POST
def choose_likeness(request: HttpRequest, import_id: int, number: int) -> HttpResponse:
    """One customer that is perhaps there already: create it, use that one, leave its rows out, or as with all."""
    likeness = access.likeness_for(request.user, import_id, number)
    form, load = LikenessForm(request.POST), likeness.load
    if not form.is_valid():
        raise Http404
    actions.choose_likeness(likeness, form.cleaned_data["choice"])
    if not request.headers.get("HX-Request"):
        return see(request, reverse("exchange:import_preview", args=[load.pk]) + with_query(request) + "#found")
    return render(request, "exchange/import_preview.html#found", preview(request, load))


@require_POST
def start_import(request: HttpRequest, import_id: int) -> HttpResponse:
    load = access.import_for(request.user, import_id)
    lacking, allowed = queries.lacking(load), access.creatable_by(request.user)
    form = choices_form(load, request.POST, lacking, allowed, queries.counts(load))
    if form.is_valid():
        try:
            return see(request, next_page(actions.start_import(load, by=request.user, **form.answers())))
        except RuleBroken as error:
            if error.code != "bad_rows":
                raise
            form.ask_for_skipping()
    return render(request, "exchange/import_preview.html", preview(request, load, form), status=422)


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
    context = {
        "load": load,
        "errors": queries.errors(load, most=50),
        "returned": queries.returned(load).count() if load.state == "done" else 0,
        "may_undo": load.state == "done" and in_time(load),
        "refused": message(load.error) if load.state == "done" and load.error else "",
    }
    return render(request, "exchange/import_detail.html", context)


@require_http_methods(["GET", "POST"])
def undo_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Ask with the counts and what stands against it; then the worker takes the import back."""
    load = access.import_for(request.user, import_id)
    if request.method == "POST":
        return see(request, next_page(actions.start_undo(load, by=request.user)))
    if load.state != "done":
        return see(request, next_page(load))
    found = obstacles(load)
    context = {
        "load": load,
        "rows": [(KIND_NAMES[kind], counts) for kind, counts in summary(load).items()],
        "found": [{**one, "said": message(one)} for one in found],
    }
    return render(request, "exchange/undo_import.html", context)


@require_GET
def export_import_errors(request: HttpRequest, import_id: int) -> FileResponse:
    load = access.import_for(request.user, import_id)
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    write_errors(load, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"xiaolu-import-{load.pk}-errors.xlsx")


@require_GET
def export_opportunities(request: HttpRequest) -> FileResponse | HttpResponse:
    """The tracking table's rows for the same query string; that they were taken is kept in the audit trail.

    A long list is written by the worker, with a page where it is fetched.
    """
    method, rows = access.opportunities_asked(request.user, request.GET.dict())
    if rows.count() > exporting.LARGE:
        export = actions.queue_export(method, request.GET.urlencode(), by=request.user)
        return see(request, reverse("exchange:export_detail", args=[export.pk]))
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    hidden, mark = hidden_names(request.user), queries.watermark(request.user)
    count = write_opportunities(rows, method, file, hidden=hidden, mark=mark)
    actions.note_export(method, count, by=request.user, asked=request.GET.urlencode())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="xiaolu-opportunities.xlsx")


@require_GET
def export_detail(request: HttpRequest, export_id: int) -> HttpResponse:
    export = access.export_for(request.user, export_id)
    part = "#bar" if request.headers.get("HX-Request") else ""
    context = {"export": export, "until": export.created_at + exporting.KEPT_FOR}
    return render(request, f"exchange/export_detail.html{part}", context)


@require_GET
def export_file(request: HttpRequest, export_id: int) -> FileResponse:
    export = access.export_for(request.user, export_id)
    if not export.file_hash or not (path := kept_file(export.file_hash)).exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename="xiaolu-opportunities.xlsx")


@require_GET
def export_records(request: HttpRequest, kind: str) -> FileResponse:
    """All customers, contacts, people or teams that the person sees, in the shape that load takes; kept in the audit trail."""
    rows = access.records_asked(request.user, kind)
    file = TemporaryFile()  # noqa: SIM115 — the response closes it
    hidden, mark = hidden_names(request.user), queries.watermark(request.user)
    count = write_records(kind, rows, file, hidden=hidden, mark=mark)
    actions.note_records_export(kind, count, by=request.user)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"xiaolu-{kind}.xlsx")


@require_http_methods(["GET", "POST"])
def edit_export_rules(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = ExportRulesForm(
        request.POST if request.method == "POST" else None, initial={"watermark": queries.is_watermarked()}
    )
    if form.is_valid():
        actions.edit_export_rules(by=request.user, **form.cleaned_data)
        return see(request, reverse("exchange:import_list"), _("Saved."))
    context = {
        "form": form,
        "heading": _("Rules for exports"),
        "submit": _("Save"),
        "back": reverse("exchange:import_list"),
    }
    return render(request, "web/form_page.html", context)
