"""Roles: what each gives, and changing it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.domain.people import ROLES
from xiaolu.org import access, actions, roles
from xiaolu.org.rights_forms import RoleForm, said_by
from xiaolu.web.answers import see


@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    lines = [
        {"code": code, "name": name, "rights": rights, "reach": roles.reach_lines(rights), "changed": changed,
         "shipped": code in ROLES}
        for code, name, rights, changed in roles.all_roles()
    ]  # fmt: skip
    context = {"lines": lines, "ability_names": roles.ABILITY_NAMES, "field_names": roles.FIELD_NAMES}
    return render(request, "org/role_list.html", context)


@require_http_methods(["GET", "POST"])
def create_role(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = RoleForm(request.POST or None, initial=said_by(ROLES["seller"]))
    if not form.is_valid():
        context = {"form": form, "heading": _("New role"), "submit": _("Create"), "back": reverse("org:role_list")}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.create_role(by=request.user, **form.cleaned_data)
    return see(request, reverse("org:role_list"), _("Created."))


@require_http_methods(["GET", "POST"])
def edit_role(request: HttpRequest, role: str) -> HttpResponse:
    access.require_house_keeper(request.user)
    found = {one: (name, rights) for one, name, rights, _changed in roles.all_roles()}.get(role)
    if found is None:
        raise Http404
    name, rights = found
    form = RoleForm(request.POST or None, named=role not in ROLES, initial={"name": name, **said_by(rights)})
    if not form.is_valid():
        context = {"form": form, "heading": name, "submit": _("Save"), "back": reverse("org:role_list")}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    actions.edit_role(role, by=request.user, **form.cleaned_data)
    return see(request, reverse("org:role_list"), _("Saved. It holds from the next page on."))


@require_POST
def reset_role(request: HttpRequest, role: str) -> HttpResponse:
    access.require_house_keeper(request.user)
    actions.reset_role(access.role_code(role, shipped=True), by=request.user)
    return see(request, reverse("org:role_list"), _("As shipped again."))


@require_POST
def remove_role(request: HttpRequest, role: str) -> HttpResponse:
    access.require_house_keeper(request.user)
    actions.remove_role(access.role_code(role, shipped=False), by=request.user)
    return see(request, reverse("org:role_list"), _("Removed."))
