"""After how many days without anything done people are told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.activities import access, actions, queries
from xiaolu.activities.forms import RhythmForm
from xiaolu.domain.rules import RuleBroken
from xiaolu.web.answers import see
from xiaolu.web.rules import sentence


@require_http_methods(["GET", "POST"])
def edit_rhythm(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    row, back = queries.rhythm(), reverse("clocks:calendar_page")
    form = RhythmForm(request.POST or None, subject=row)
    if form.is_valid():
        try:
            actions.edit_rhythm(by=request.user, seen=form.seen, **form.values)
            return see(request, back, _("Saved."))
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
    context = {
        "form": form, "heading": _("Silence and contacts"), "submit": _("Save"), "back": back,
        "text": _("Days without anything done for an open opportunity. 0 tells nobody."),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
