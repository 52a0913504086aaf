"""Industries: everyone sees them, administrators keep them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.forms import IndustryForm
from xiaolu.customers.views.pages import form_page, whole_number
from xiaolu.web.answers import page_of, see


@require_GET
def industry_list(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    page = page_of(request, queries.industries(archived=archived))
    counts = queries.account_counts("industry", [industry.pk for industry in page])
    context = {
        "page": page,
        "counts": counts,
        "archived": archived,
        "sees_all": request.user.scope_of("account") == "all",
    }
    return render(request, "customers/industry_list.html", context)


@require_http_methods(["GET", "POST"])
def create_industry(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = IndustryForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, form, heading=_("New industry"), submit=_("Create"), back=_list())
    actions.create_industry(by=request.user, **form.values)
    return see(request, _list(), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_industry(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id)
    form = IndustryForm(request.POST or None, subject=industry)
    if not form.is_valid():
        return form_page(request, form, heading=industry.name, submit=_("Save"), back=_list())
    actions.edit_industry(industry, by=request.user, seen=form.seen, **form.values)
    return see(request, _list(), _("Saved."))


@require_POST
def archive_industry(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id)
    actions.archive_industry(industry, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Archived. Past figures keep it."))


@require_POST
def restore_industry(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id)
    actions.restore_industry(industry, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Restored."))


def _list() -> str:
    return reverse("customers:industry_list")
