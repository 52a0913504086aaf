"""Plan something to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.activities import access, actions
from xiaolu.activities.forms import PlanForm
from xiaolu.activities.models import Activity
from xiaolu.activities.views.asked import about, given, here, initial, page_of
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.acting_once import acts_once
from xiaolu.web.answers import back_to, see
from xiaolu.web.rules import sentence


@require_http_methods(["GET", "POST"])
@acts_once
def plan_activity(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    it = about(request)
    if request.method == "GET":
        asked = {
            name: request.GET[name] for name in ("day", "start", "minutes", "kind", "owner") if request.GET.get(name)
        }
        return plan_form(request, PlanForm(user=request.user, about=it, initial=initial(it) | asked), _("Plan"), 200)
    form = PlanForm(request.POST, user=request.user, about=it)
    if form.is_valid():
        try:
            activity = actions.plan_activity(by=request.user, **given(it, form))
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, back_to(request, page_of(activity)), _("Planned."))
    return plan_form(request, form, _("Plan"), 422)


def plan_form(
    request: HttpRequest, form: PlanForm, heading: str, status: int, subject: Activity | None = None
) -> HttpResponse:
    """The form of a plan, as a page or in the drawer."""
    context = {
        "form": form, "heading": heading, "submit": _("Save"), "next": back_to(request, here(request)), "address": request.path,
        "back": reverse("activities:activity_detail", args=[subject.pk]) if subject else reverse("activities:activity_list"),
        "planned": subject,
    }  # fmt: skip
    part = "#form" if request.headers.get("HX-Request") else ""
    return render(request, f"activities/plan_activity.html{part}", context, status=status)
