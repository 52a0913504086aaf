"""Methods: the list, one version, what changed, and what their keepers do."""

import tomli_w
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.domain.method import MethodInvalid
from xiaolu.methods import access, actions, queries
from xiaolu.methods.differences import differences
from xiaolu.methods.forms import ImportForm
from xiaolu.methods.models import MethodVersion
from xiaolu.methods.running import PARTS
from xiaolu.methods.words import Reading, sentence
from xiaolu.web.answers import see

MOST_PROBLEMS = 100


@require_GET
def method_list(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("archived") == "1"
    lines = queries.lines(access.visible_to(request.user), archived=archived)
    return render(request, "methods/method_list.html", {"lines": lines, "archived": archived})


@require_GET
def version_detail(request: HttpRequest, version_id: int) -> HttpResponse:
    version = access.version_for(request.user, version_id)
    rules = queries.says(version)
    versions = queries.versions_of(version.method)
    context = {
        "version": version,
        "method": version.method,
        "rules": rules,
        "reading": Reading(rules),
        "stages": queries.stage_lines(rules),
        "versions": versions,
        "earlier": _earlier(version, versions),
        "parts": PARTS,
    }
    return render(request, "methods/version_detail.html", context)


def _earlier(version: MethodVersion, versions) -> MethodVersion | None:
    """The published version before this one, with which it is compared."""
    return next((one for one, _by in versions if one.number < version.number and one.state == "published"), None)


@require_GET
def compare_versions(request: HttpRequest, version_id: int, other_id: int) -> HttpResponse:
    old, new = (access.version_for(request.user, one) for one in (other_id, version_id))
    if old.method_id != new.method_id:
        raise Http404
    sections = differences(queries.says(old), queries.says(new))
    context = {"old": old, "new": new, "rules": queries.says(new), "sections": sections}
    return render(request, "methods/compare_versions.html", context)


@require_GET
def export_version(request: HttpRequest, version_id: int) -> HttpResponse:
    version = access.version_for(request.user, version_id)
    text = tomli_w.dumps(queries.document_in_order(version))
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.method.code}-{version.number}.toml"'
    return response


@require_http_methods(["GET", "POST"])
def import_method(request: HttpRequest) -> HttpResponse:
    """Keep a file as the draft of its method; what is wrong with it is listed by place."""
    access.require_keeper(request.user)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if not form.is_valid():
        return render(request, "methods/import_method.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        version = actions.add_version(form.cleaned_data["file"], by=request.user)
    except MethodInvalid as invalid:
        problems = [(problem.place, sentence(problem)) for problem in invalid.problems]
        context = {"form": ImportForm(), "problems": problems[:MOST_PROBLEMS], "more": len(problems[MOST_PROBLEMS:])}
        return render(request, "methods/import_method.html", context, status=422)
    if version.state == "published":
        return see(request, _page(version), _("This is what is published already."))
    return see(request, _page(version), _("Kept as a draft. Read it, then publish it."))


@require_POST
def publish_version(request: HttpRequest, version_id: int) -> HttpResponse:
    version = access.version_for(request.user, version_id, to="edit")
    actions.publish_version(version, by=request.user)
    return see(request, _page(version), _("Published. New opportunities run under it from now on."))


@require_POST
def discard_draft(request: HttpRequest, version_id: int) -> HttpResponse:
    actions.discard_draft(access.version_for(request.user, version_id, to="edit"), by=request.user)
    return see(request, reverse("methods:method_list"), _("Thrown away. What was published stays as it was."))


@require_POST
def archive_method(request: HttpRequest, method_id: int) -> HttpResponse:
    actions.archive_method(access.method_for(request.user, method_id, to="edit"), by=request.user)
    return see(request, reverse("methods:method_list"), _("Archived. Past figures keep it."))


@require_POST
def restore_method(request: HttpRequest, method_id: int) -> HttpResponse:
    actions.restore_method(access.method_for(request.user, method_id, to="edit"), by=request.user)
    return see(request, reverse("methods:method_list"), _("Restored."))


def _page(version: MethodVersion) -> str:
    return reverse("methods:version_detail", args=[version.pk])
