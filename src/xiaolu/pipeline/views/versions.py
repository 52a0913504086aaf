"""Running opportunities moved to the newest version of their method, by an explicit mapping."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.methods import access as methods
from xiaolu.methods.queries import newest, says, shades
from xiaolu.pipeline import actions
from xiaolu.pipeline.forms import VersionForm
from xiaolu.pipeline.queries.versions import preview
from xiaolu.web.answers import see


@require_http_methods(["GET", "POST"])
def move_to_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """GET: how many would move, per stage. POST: move them, with what takes the place of each retired stage."""
    version = methods.version_for(request.user, version_id, to="edit")
    running = preview(version)
    form = VersionForm(request.POST if request.method == "POST" else None, running=running)
    if not form.is_valid():
        rules = says(version)
        context = {
            "version": version, "rules": rules, "running": running, "form": form, "ramp": shades(rules),
            "count": sum(one.count for one in running), "is_newest": version == newest(version.method),
        }  # fmt: skip
        return render(request, "pipeline/move_to_version.html", context, status=422 if form.is_bound else 200)
    actions.move_to_version(version, mapping=form.mapping, by=request.user)
    return see(
        request,
        reverse("methods:version_detail", args=[version.pk]),
        _("They are being moved; each change is in its history."),
    )
