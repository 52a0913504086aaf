"""Lists of activities, one activity, and the panels of customers and opportunities."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from xiaolu.activities import access, actions, queries
from xiaolu.activities.forms import FilterForm
from xiaolu.activities.models import Activity
from xiaolu.activities.queries.messages import due_of
from xiaolu.activities.words import ACTION_NAMES, ICONS, SIGNALS
from xiaolu.activities.workbook import write_activities
from xiaolu.customers.access import account_for
from xiaolu.files.queries import files_of
from xiaolu.org.queries import audit, today
from xiaolu.outbox.queries import states_of
from xiaolu.pipeline.queries.gates import rules_under
from xiaolu.web.answers import page_of
from xiaolu.web.workbooks import TYPE

MOST_EXPORTED = 50_000


@require_GET
def activity_list(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    page = page_of(request, queries.activities(access.listed_for(request.user), asked))
    context = {
        "page": page,
        "asked": asked,
        "kinds": Activity.Kind.choices,
        "states": Activity.State.choices,
        "owners": access.owners_in_lists(request.user).order_by("name", "id").values_list("pk", "name"),
        "editable": access.editable_ids(request.user, list(page.object_list)),
        "icons": ICONS,
        "today": today(),
        "may_record": request.user.edit_scope is not None,
    }
    return render(request, "activities/activity_list.html", context)


@require_GET
def export_activities(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file; that it was taken is kept in the audit trail."""
    access.require_exporter(request.user)
    rows = queries.activities(access.listed_for(request.user), _asked(request))[:MOST_EXPORTED]
    file = BytesIO()
    count = write_activities(rows.iterator(chunk_size=2000), file)
    actions.export_activities(count, by=request.user, asked=request.GET.urlencode()[:200])
    response = HttpResponse(file.getvalue(), content_type=TYPE)
    response["Content-Disposition"] = 'attachment; filename="xiaolu-activities.xlsx"'
    return response


@require_GET
def activity_detail(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity = access.activity_for(request.user, activity_id)
    deal = activity.opportunity
    key = (
        next((one for one in rules_under(deal).activities if one.code == activity.key_activity), None) if deal else None
    )
    context = {
        "activity": activity,
        "key": key,
        "signals": [SIGNALS[code] for code in activity.signals if code in SIGNALS],
        "files": files_of("activity", activity.pk),
        "next_steps": activity.next_steps.filter(withdrawn=False).select_related("account", "owner"),
        "entries": audit(kind="activity", object_id=activity.pk)[:20],
        "action_names": ACTION_NAMES,
        "icons": ICONS,
        "may_edit": access.may_edit(request.user, activity),
        "today": today(),
        "letter": states_of("message", [activity.pk]).get(activity.pk) if activity.kind == "message" else None,
        "messages": due_of(access.messages_for(request.user).filter(event=activity)),
        "now": timezone.now(),
    }
    return render(request, "activities/activity_detail.html", context)


@require_GET
def account_activities(request: HttpRequest, account_id: int) -> HttpResponse:
    """The panel of a customer's page: what is planned, and what was done last."""
    account = account_for(request.user, account_id)
    return _panel(request, access.at_account(request.user, account), f"account={account.pk}")


@require_GET
def opportunity_activities(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    deal = access.opportunity_for(request.user, opportunity_id)
    return _panel(request, access.on_opportunity(deal), f"opportunity={deal.pk}")


def _panel(request: HttpRequest, rows, about: str) -> HttpResponse:
    rows = rows.select_related("owner", "account", "opportunity__account")
    planned = list(rows.filter(state="planned").order_by("day", "start", "id")[:20])
    context = {
        "planned": planned, "done": rows.filter(state="done").order_by("-day", "-id")[:8], "about": about,
        "editable": access.editable_ids(request.user, planned), "icons": ICONS, "today": today(),
        "may_record": request.user.edit_scope is not None, "here": request.headers.get("HX-Current-URL", ""),
    }  # fmt: skip
    return render(request, "activities/activity_panel.html", context)


def _asked(request: HttpRequest) -> queries.Filters:
    form = FilterForm(request.GET)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    return queries.Filters(**given)
