"""Record something done: at once, or as planned; the next step stands in the same form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xiaolu.activities import access, actions, queries
from xiaolu.activities.forms import About, RecordForm
from xiaolu.activities.models import Activity
from xiaolu.activities.views.asked import about, from_line, given, here, initial, page_of, said_next
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.acting_once import acts_once
from xiaolu.web.answers import back_to, see
from xiaolu.web.rules import sentence


@require_http_methods(["GET", "POST"])
@acts_once
def record_activity(request: HttpRequest) -> HttpResponse:
    access.require_editor(request.user)
    if request.method == "GET":
        it, values = from_line(request) if request.GET.get("line") else (about(request), {})
        kind = request.GET.get("kind", "")
        asked = {"kind": kind} if kind in Activity.Kind.values else {}
        form = RecordForm(user=request.user, about=it, initial=initial(it) | asked | values)
        return _form(request, form, heading=_("Jot down"), status=200)
    it = about(request)
    form = RecordForm(request.POST, request.FILES, user=request.user, about=it)
    return _kept(request, form, it) or _form(request, form, heading=_("Jot down"), status=422)


@require_http_methods(["GET", "POST"])
@acts_once
def finish_activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity = access.activity_for(request.user, activity_id, to="edit")
    it = about(request, activity)
    if request.method == "GET":
        planned = {name: getattr(activity, name) for name in ("kind", "owner", "start", "minutes", "key_activity")}
        people = {"contacts": activity.contacts.all(), "colleagues": activity.colleagues.all()}
        values = initial(it) | planned | people | {"version": activity.version}
        form = RecordForm(user=request.user, about=it, initial=values)
        return _form(request, form, heading=str(activity), status=200, planned=activity)
    form = RecordForm(request.POST, request.FILES, user=request.user, about=it)
    return _kept(request, form, it, activity) or _form(
        request, form, heading=str(activity), status=422, planned=activity
    )


def _kept(request: HttpRequest, form: RecordForm, it: About, planned: Activity | None = None) -> HttpResponse | None:
    """The answer after a valid form was kept; None when something stands against it, which the form then says."""
    if not form.is_valid():
        return None
    values = given(it, form)
    files, seen = values.pop("attached"), form.seen
    if planned is None:
        named = {name: values[name] for name in ("owner", "kind", "account", "opportunity")}
        planned = queries.fitting_plan(**named, on=values["day"])
        seen = planned.version if planned else 0
    done = {"by": request.user, "next_step": form.next_step, "files": files, **values}
    try:
        if planned is None:
            activity = actions.record_activity(**done)
        else:
            activity = actions.finish_activity(planned, seen=seen, **done)
    except RuleBroken as broken:
        form.add_error(None, sentence(broken))
        return None
    toast = said_next(form.next_step.day if form.next_step else None)
    return see(request, back_to(request, page_of(activity)), toast)


def _form(
    request: HttpRequest, form: RecordForm, *, heading: str, status: int, planned: Activity | None = None
) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "planned": planned, "submit": _("Save"), "next": back_to(request, here(request)),
        "back": page_of(planned) if planned else reverse("activities:activity_list"),
        "line": request.GET.get("line", ""), "address": request.path,
    }  # fmt: skip
    part = "#form" if request.headers.get("HX-Request") else ""
    return render(request, f"activities/record_activity.html{part}", context, status=status)


@require_GET
def activity_about(request: HttpRequest) -> HttpResponse:
    """What a form offers once the customer or opportunity is chosen: opportunities, contacts, key activities, next date."""
    access.require_editor(request.user)
    it = about(request)
    form = RecordForm(user=request.user, about=it, initial=initial(it))
    return render(request, "activities/about.html", {"form": form, "recording": "plan" not in request.GET})
