"""Change, move, call off, withdraw."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiaolu.activities import access, actions
from xiaolu.activities.forms import CancelForm, PlanForm, RecordForm, RescheduleForm, WithdrawForm
from xiaolu.activities.models import Activity
from xiaolu.activities.views.asked import about, given, initial
from xiaolu.activities.views.planning import plan_form
from xiaolu.domain.rules import RuleBroken
from xiaolu.web.answers import back_to, see
from xiaolu.web.form_parts import VersionedForm
from xiaolu.web.rules import sentence

PEOPLE = ("contacts", "colleagues")


@require_http_methods(["GET", "POST"])
def edit_activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Another form for what is planned than for what is done; the next step is not asked for again."""
    activity = access.activity_for(request.user, activity_id, to="edit")
    it = about(request, activity)
    values = initial(it) | {name: getattr(activity, name).all() for name in PEOPLE} | {"owner": activity.owner_id}
    values |= {
        name: {True: "yes", False: "no"}.get(getattr(activity, name), "") for name in ("reached", "in_charge_met")
    }
    asked = PlanForm if activity.state == "planned" else RecordForm
    form = asked(request.POST or None, user=request.user, about=it, subject=activity, initial=values)
    for name in ("next_kind", "next_day", "next_start", "next_subject", "attached"):
        form.fields.pop(name, None)
    if form.is_valid():
        try:
            actions.edit_activity(activity, by=request.user, seen=form.seen, **given(it, form))
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, _page(activity), _("Saved."))
    return plan_form(request, form, str(activity), 422 if form.is_bound else 200, activity)


@require_http_methods(["GET", "POST"])
def reschedule_activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity = access.activity_for(request.user, activity_id, to="edit")
    form = RescheduleForm(request.POST or None, subject=activity)
    if form.is_valid():
        try:
            actions.reschedule_activity(activity, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, back_to(request, _page(activity)), _("Moved."))
    return _short(request, form, activity, _("Move to another day"), _("Move"))


@require_http_methods(["GET", "POST"])
def cancel_activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity = access.activity_for(request.user, activity_id, to="edit")
    form = CancelForm(request.POST or None, initial={"version": activity.version})
    if form.is_valid():
        try:
            actions.cancel_activity(activity, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, back_to(request, _page(activity)), _("Called off."))
    return _short(request, form, activity, _("Call off"), _("Call off"))


@require_http_methods(["GET", "POST"])
def withdraw_activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity = access.activity_for(request.user, activity_id, to="edit")
    form = WithdrawForm(request.POST or None, initial={"version": activity.version})
    if form.is_valid():
        actions.withdraw_activity(activity, by=request.user, seen=form.seen, **form.values)
        return see(request, reverse("activities:activity_list"), _("Withdrawn."))
    return _short(request, form, activity, _("Withdraw"), _("Withdraw"), danger=True)


def _short(
    request: HttpRequest, form: VersionedForm, activity: Activity, heading: str, submit: str, *, danger: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "back": _page(activity),
        "danger": danger,
        "text": activity,
    }
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)


def _page(activity: Activity) -> str:
    return reverse("activities:activity_detail", args=[activity.pk])
