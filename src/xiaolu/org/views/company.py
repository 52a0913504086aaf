"""The company's settings and the audit trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xiaolu.org import access, actions, queries
from xiaolu.org.forms import CompanyForm
from xiaolu.web.answers import page_of, see


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    return render(request, "org/settings.html", {"company": queries.company()})


@require_http_methods(["GET", "POST"])
def edit_company(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = CompanyForm(request.POST or None, instance=None, initial=queries.company().__dict__)
    if not form.is_valid():
        context = {"form": form, "heading": _("Company"), "submit": _("Save"), "back": reverse("org:settings")}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.edit_company(queries.company(), by=request.user, **form.cleaned_data)
    return see(request, reverse("org:settings"), _("Saved."))


@require_GET
def audit_list(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    asked = request.GET
    rows = queries.audit(
        kind=asked.get("kind", ""),
        object_id=int(asked["object"]) if asked.get("object", "").isdecimal() else 0,
        person=int(asked["person"]) if asked.get("person", "").isdecimal() else 0,
        q=asked.get("q", "").strip(),
    )
    return render(request, "org/audit_list.html", {"page": page_of(request, rows), "kinds": queries.audit_kinds()})
