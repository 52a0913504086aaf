"""Sources of customers: everyone sees them, administrators keep them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.forms import SourceForm
from xiaolu.customers.views.pages import form_page, whole_number
from xiaolu.web.answers import page_of, see


@require_GET
def source_list(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    page = page_of(request, queries.sources(archived=archived))
    counts = queries.account_counts("source", [source.pk for source in page])
    context = {
        "page": page,
        "counts": counts,
        "archived": archived,
        "sees_all": request.user.scope_of("account") == "all",
    }
    return render(request, "customers/source_list.html", context)


@require_http_methods(["GET", "POST"])
def create_source(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = SourceForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, form, heading=_("New source"), submit=_("Create"), back=_list())
    actions.create_source(by=request.user, **form.values)
    return see(request, _list(), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_source(request: HttpRequest, source_id: int) -> HttpResponse:
    source = access.source_for(request.user, source_id)
    form = SourceForm(request.POST or None, subject=source)
    if not form.is_valid():
        return form_page(request, form, heading=source.name, submit=_("Save"), back=_list())
    actions.edit_source(source, by=request.user, seen=form.seen, **form.values)
    return see(request, _list(), _("Saved."))


@require_POST
def archive_source(request: HttpRequest, source_id: int) -> HttpResponse:
    source = access.source_for(request.user, source_id)
    actions.archive_source(source, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Archived. Past figures keep it."))


@require_POST
def restore_source(request: HttpRequest, source_id: int) -> HttpResponse:
    source = access.source_for(request.user, source_id)
    actions.restore_source(source, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Restored."))


def _list() -> str:
    return reverse("customers:source_list")
