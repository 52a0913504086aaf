"""Saved views of lists: a menu that any list page shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xiaolu.org import access, actions, queries
from xiaolu.org.rights_forms import SavedViewForm
from xiaolu.web.answers import see


@require_GET
def saved_views(request: HttpRequest) -> HttpResponse:
    """What is saved for a page, and the form that saves what it shows now."""
    page = access.page_named(request.GET.get("of", ""))
    context = {
        "views": queries.saved_views(request.user, page), "address": reverse(page), "of": page,
        "query": request.GET.get("query", "")[:1000], "may_share": access.may_share_views(request.user),
    }  # fmt: skip
    part = "" if request.headers.get("HX-Request") else "_page"
    return render(request, f"org/saved_views{part}.html", context)


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    form = SavedViewForm(request.POST)
    page = access.page_named(request.POST.get("of", ""))
    if not form.is_valid():
        return see(request, reverse(page), _("Give the view a name."))
    shared = form.cleaned_data["shared"] and access.may_share_views(request.user)
    row = actions.save_view(
        page=page, name=form.cleaned_data["name"], query=form.cleaned_data["query"], shared=shared, by=request.user
    )
    return see(request, f"{reverse(page)}?{row.query}", _("Saved as “%(name)s”.") % {"name": row.name})


@require_POST
def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    row = access.saved_view_for(request.user, view_id)
    actions.remove_view(row, by=request.user)
    return see(request, reverse(row.page), _("Removed."))
