"""The fields that the company defines itself: the list, and what is done with one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.org import access, actions, queries
from xiaolu.org.custom_forms import KIND_NAMES, TYPE_NAMES, CustomFieldForm
from xiaolu.org.roles import FIELD_NAMES
from xiaolu.web.answers import see
from xiaolu.web.asked import seen_version


@require_GET
def custom_field_list(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    archived = request.GET.get("archived") == "1"
    context = {
        "groups": queries.custom_field_groups(archived=archived),
        "archived": archived,
        "kind_names": KIND_NAMES,
        "type_names": TYPE_NAMES,
        "field_names": FIELD_NAMES,
    }
    return render(request, "org/custom_field_list.html", context)


@require_http_methods(["GET", "POST"])
def create_custom_field(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = CustomFieldForm(request.POST or None, initial={"kind": request.GET.get("kind", "account")})
    if not form.is_valid():
        return _form(request, form, heading=_("New field"), submit=_("Create"))
    actions.create_custom_field(by=request.user, **form.values)
    return see(request, _list(), _("Created. Forms, filters and tables have it from now on."))


@require_http_methods(["GET", "POST"])
def edit_custom_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = access.custom_field_for(request.user, field_id)
    form = CustomFieldForm(request.POST or None, subject=field)
    if not form.is_valid():
        return _form(request, form, heading=field.name, submit=_("Save"))
    actions.edit_custom_field(field, by=request.user, seen=form.seen, **form.values)
    return see(request, _list(), _("Saved."))


@require_POST
def archive_custom_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = access.custom_field_for(request.user, field_id)
    actions.archive_custom_field(field, by=request.user, seen=seen_version(request))
    return see(request, _list(), _("Archived. What was written in it stays."))


@require_POST
def restore_custom_field(request: HttpRequest, field_id: int) -> HttpResponse:
    field = access.custom_field_for(request.user, field_id)
    actions.restore_custom_field(field, by=request.user, seen=seen_version(request))
    return see(request, _list(), _("Restored."))


@require_POST
def move_custom_field_up(request: HttpRequest, field_id: int) -> HttpResponse:
    actions.move_custom_field(access.custom_field_for(request.user, field_id), by=request.user, up=True)
    return see(request, _list())


@require_POST
def move_custom_field_down(request: HttpRequest, field_id: int) -> HttpResponse:
    actions.move_custom_field(access.custom_field_for(request.user, field_id), by=request.user, up=False)
    return see(request, _list())


def _form(request: HttpRequest, form: CustomFieldForm, *, heading: str, submit: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit, "back": _list()}
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)


def _list() -> str:
    return reverse("org:custom_field_list")
