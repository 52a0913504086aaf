"""Industries: everyone sees them, administrators keep them; how attractive each is, and who sells there, say managers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.customers import access, actions, queries
from xiaolu.customers.file_forms import IndustryFootholdForm, RatingForm
from xiaolu.customers.forms import IndustryForm
from xiaolu.customers.models import Industry
from xiaolu.customers.views.pages import form_page, whole_number
from xiaolu.web.answers import page_of, see


@require_GET
def industry_list(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    page = page_of(request, queries.industries(archived=archived, by_score=True))
    counts = queries.account_counts("industry", [industry.pk for industry in page])
    sees_all = request.user.scope_of("account") == "all"
    context = {
        "page": page,
        "counts": counts,
        "markets": {one.pk: queries.Market(counts.get(one.pk, 0), one.estimated_companies) for one in page},
        "archived": archived,
        "sees_all": sees_all,
    }
    return render(request, "customers/industry_list.html", context)


@require_GET
def industry_detail(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id)
    seen = access.visible_to(request.user)
    asked = queries.asked_about(Industry)
    context = {
        "industry": industry,
        "asked": asked,
        "standing": queries.standing(industry, asked),
        "market": queries.Market(
            queries.account_counts("industry", [industry.pk]).get(industry.pk, 0), industry.estimated_companies
        ),
        "sees_all": request.user.scope_of("account") == "all",
        "page": page_of(request, queries.accounts_in(industry, seen), size=20),
        "footholds": queries.footholds_in(industry),
        "rivals": queries.rivals_in(industry, seen),
        "worth": queries.worth_in(request.user, industry),
        "may_rate": access.knows_markets(request.user),
    }
    return render(request, "customers/industry_detail.html", context)


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
    industry = access.industry_for(request.user, industry_id, to="edit")
    form = IndustryForm(request.POST or None, subject=industry)
    if not form.is_valid():
        return form_page(request, form, heading=industry.name, submit=_("Save"), back=_page(industry_id))
    actions.edit_industry(industry, by=request.user, seen=form.seen, **form.values)
    return see(request, _page(industry_id), _("Saved."))


@require_POST
def archive_industry(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id, to="edit")
    actions.archive_industry(industry, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Archived. Past figures keep it."))


@require_POST
def restore_industry(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id, to="edit")
    actions.restore_industry(industry, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _list(), _("Restored."))


@require_http_methods(["GET", "POST"])
def rate_industry(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id, to="rate")
    asked = queries.asked_about(Industry)
    if asked is None:
        raise Http404
    form = RatingForm(request.POST or None, asked=asked, standing=queries.standing(industry, asked))
    if not form.is_valid():
        heading = _("How attractive is %(industry)s?") % {"industry": industry.name}
        return form_page(request, form, heading=heading, submit=_("Save"), back=_page(industry_id), text=asked.hint)
    actions.rate_industry(industry, by=request.user, seen=form.seen, answers=form.answers)
    return see(request, _page(industry_id), _("Saved."))


@require_http_methods(["GET", "POST"])
def create_industry_foothold(request: HttpRequest, industry_id: int) -> HttpResponse:
    industry = access.industry_for(request.user, industry_id, to="rate")
    form = IndustryFootholdForm(request.POST or None, user=request.user)
    if not form.is_valid():
        heading = _("A competitor in %(industry)s") % {"industry": industry.name}
        return form_page(request, form, heading=heading, submit=_("Save"), back=_page(industry_id))
    actions.create_industry_foothold(industry, by=request.user, **form.values)
    return see(request, _page(industry_id) + "#competitors", _("Saved."))


@require_http_methods(["GET", "POST"])
def edit_industry_foothold(request: HttpRequest, industry_foothold_id: int) -> HttpResponse:
    foothold = access.industry_foothold_for(request.user, industry_foothold_id)
    form = IndustryFootholdForm(request.POST or None, user=request.user, subject=foothold)
    back = _page(foothold.industry_id) + "#competitors"
    if not form.is_valid():
        return form_page(request, form, heading=str(foothold), submit=_("Save"), back=back)
    actions.edit_industry_foothold(foothold, by=request.user, seen=form.seen, **form.values)
    return see(request, back, _("Saved."))


@require_POST
def archive_industry_foothold(request: HttpRequest, industry_foothold_id: int) -> HttpResponse:
    foothold = access.industry_foothold_for(request.user, industry_foothold_id)
    actions.archive_industry_foothold(foothold, by=request.user, seen=whole_number(request.POST.get("version")))
    return see(request, _page(foothold.industry_id) + "#competitors", _("Archived."))


def _list() -> str:
    return reverse("customers:industry_list")


def _page(industry_id: int) -> str:
    return reverse("customers:industry_detail", args=[industry_id])
