"""Competitors: everyone sees them, administrators keep them; and what they sell at an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.file_forms import CompetitorForm, FootholdForm
from xiaolu.customers.views.pages import form_page, whole_number
from xiaolu.web.answers import page_of, see


@require_GET
def competitor_list(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    page = page_of(request, queries.competitors(archived=archived))
    counts = queries.foothold_counts(page, access.visible_to(request.user))
    return render(request, "customers/competitor_list.html", {"page": page, "counts": counts, "archived": archived})


@require_GET
def competitor_detail(request: HttpRequest, competitor_id: int) -> HttpResponse:
    competitor = access.competitor_for(request.user, competitor_id)
    context = {
        "competitor": competitor,
        "page": page_of(request, queries.footholds_of(competitor, access.visible_to(request.user))),
        "markets": queries.markets_of(competitor.pk),
        "met": queries.met_in_deals(request.user, competitor),
    }
    return render(request, "customers/competitor_detail.html", context)


@require_http_methods(["GET", "POST"])
def create_competitor(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = CompetitorForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, form, heading=_("New competitor"), submit=_("Create"), back=_list())
    actions.create_competitor(by=request.user, **form.values)
    return see(request, _list(), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_competitor(request: HttpRequest, competitor_id: int) -> HttpResponse:
    competitor = access.competitor_for(request.user, competitor_id, to="edit")
    form = CompetitorForm(request.POST or None, subject=competitor)
    if not form.is_valid():
        return form_page(request, form, heading=competitor.name, submit=_("Save"), back=_list())
    actions.edit_competitor(competitor, by=request.user, seen=form.seen, **form.values)
    return see(request, _list(), _("Saved."))


@require_POST
def archive_competitor(request: HttpRequest, competitor_id: int) -> HttpResponse:
    competitor = access.competitor_for(request.user, competitor_id, to="edit")
    actions.archive_competitor(competitor, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Archived."))


@require_POST
def restore_competitor(request: HttpRequest, competitor_id: int) -> HttpResponse:
    competitor = access.competitor_for(request.user, competitor_id, to="edit")
    actions.restore_competitor(competitor, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Restored."))


@require_http_methods(["GET", "POST"])
def create_foothold(request: HttpRequest, account_id: int) -> HttpResponse:
    account = access.account_for(request.user, account_id, to="edit")
    form = FootholdForm(request.POST or None, user=request.user)
    if not form.is_valid():
        heading = _("A competitor at %(account)s") % {"account": account.name}
        return form_page(request, form, heading=heading, submit=_("Save"), back=_page(account_id))
    actions.create_foothold(account, by=request.user, **form.values)
    return see(request, _page(account_id), _("Saved."))


@require_http_methods(["GET", "POST"])
def edit_foothold(request: HttpRequest, foothold_id: int) -> HttpResponse:
    foothold = access.foothold_for(request.user, foothold_id)
    form, back = FootholdForm(request.POST or None, user=request.user, subject=foothold), _page(foothold.account_id)
    if not form.is_valid():
        return form_page(request, form, heading=str(foothold), submit=_("Save"), back=back)
    actions.edit_foothold(foothold, by=request.user, seen=form.seen, **form.values)
    return see(request, back, _("Saved."))


@require_POST
def archive_foothold(request: HttpRequest, foothold_id: int) -> HttpResponse:
    foothold = access.foothold_for(request.user, foothold_id)
    actions.archive_foothold(foothold, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(foothold.account_id), _("Archived."))


def _list() -> str:
    return reverse("customers:competitor_list")


def _page(account_id: int) -> str:
    return reverse("customers:account_detail", args=[account_id]) + "#competitors"
