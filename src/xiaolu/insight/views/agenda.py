"""For the weekly meeting: what was put there, by whom, for which team."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xiaolu.customers.models import Account
from xiaolu.domain.rules import RuleBroken
from xiaolu.insight import access, actions
from xiaolu.insight.forms import ItemForm
from xiaolu.insight.models import AgendaItem
from xiaolu.insight.queries.three_ws import agenda, open_three_ws
from xiaolu.insight.views.kept_figures import address_now, address_then, figure_of, hides, scope_of, subject_at
from xiaolu.insight.wording import kept_name, kept_value
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.web.answers import back_to, done, page_of, see
from xiaolu.web.asked import seen_version
from xiaolu.web.rules import sentence

TAKEN, AGENDA = 20, 40


@dataclass(frozen=True)
class Told:
    """An item as its reader may see it: a title, where it leads, and the figure's value then."""

    item: AgendaItem
    title: str
    url: str = ""
    value: str = ""
    now_url: str = ""


def told(user: Person, items: list[AgendaItem]) -> list[Told]:
    """Items with what they are about. A record that is not the reader's to see is not named."""
    records = access.records_seen(user, items)
    return [_told(user, item, records.get((item.kind, item.object_id))) for item in items]


def _told(user: Person, item: AgendaItem, record: object) -> Told:
    if item.kind:
        if record is None:
            return Told(item, _("a record that is not yours"))
        name, page = (record.name, "customers:account_detail") if isinstance(record, Account) else (
            record.title, "pipeline:opportunity_detail")  # fmt: skip
        return Told(item, name, reverse(page, args=[record.pk]))
    if not item.kpi:
        return Told(item, "")
    if hides(user, item):
        return Told(item, kept_name(item))
    return Told(item, kept_name(item), address_then(item), kept_value(item, item.value), address_now(item))


@require_GET
def agenda_list(request: HttpRequest) -> HttpResponse:
    return _page(request, ItemForm())


@require_GET
def agenda_panel(request: HttpRequest) -> HttpResponse:
    """What waits for a team's meeting and its open 3Ws, for the page of the meeting; `meeting`: where to agree on them."""
    code, meeting = request.GET.get("team", "all"), request.GET.get("meeting", "")
    team = next((one for one in access.meeting_teams(request.user) if one.code == code), None)
    if team is None and code != "all":
        raise Http404
    items = list(agenda(access.agenda_seen_by(request.user), code, "waiting")[:AGENDA])
    may_act = request.user.edit_scope is not None
    context = {
        "waiting": told(request.user, items), "three_ws": open_three_ws(access.three_ws_seen_by(request.user), team),
        "may_act": may_act, "team_code": code, "today": today(), "meeting": meeting if may_act and meeting.isdecimal() else "",
        "here": request.headers.get("HX-Current-URL", ""),
    }  # fmt: skip
    return render(request, "insight/agenda_panel.html", context)


def _page(request: HttpRequest, form: ItemForm, status: int = 200) -> HttpResponse:
    rows, team = access.agenda_seen_by(request.user), request.GET.get("team", "")
    waiting = page_of(request, agenda(rows, team, "waiting"))
    context = {
        "page": waiting, "waiting": told(request.user, list(waiting)),
        "taken": told(request.user, list(agenda(rows, team, "taken")[:TAKEN])), "form": form,
        "teams": access.meeting_teams(request.user), "may_act": request.user.edit_scope is not None,
    }  # fmt: skip
    return render(request, "insight/agenda_list.html", context, status=status)


@require_POST
def create_item(request: HttpRequest) -> HttpResponse:
    """Put a figure (its address), a record or a line before a team's weekly meeting."""
    access.require_worker(request.user)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    given, user = form.cleaned_data, request.user
    subject = subject_at(user, given["figure"]) if given["figure"] else None
    if given["kind"]:
        access.record_named(user, given["kind"], given["object_id"] or 0)
    team = access.meeting_team(user, given["team"], scope_of(user, subject) if subject else None)
    if team is None and user.scope != "all":
        raise Http404
    try:
        actions.create_item(
            by=user, team=team, figure=figure_of(user, subject) if subject else None, line=given["line"],
            kind=given["kind"], object_id=(given["object_id"] or 0) if given["kind"] else 0,
        )  # fmt: skip
    except RuleBroken as broken:
        form.add_error("line", sentence(broken))
        return _page(request, form, status=422)
    return done(request, back_to(request, reverse("insight:agenda_list")), _("Put before the weekly meeting."),
                event="agenda-changed")  # fmt: skip


@require_POST
def take_item(request: HttpRequest, item_id: int) -> HttpResponse:
    actions.take_item(access.item_for(request.user, item_id), by=request.user, seen=seen_version(request))
    return see(request, _back(request), _("Done."))


@require_POST
def reopen_item(request: HttpRequest, item_id: int) -> HttpResponse:
    actions.reopen_item(access.item_for(request.user, item_id), by=request.user, seen=seen_version(request))
    return see(request, _back(request), _("It waits again."))


@require_POST
def remove_item(request: HttpRequest, item_id: int) -> HttpResponse:
    actions.remove_item(access.item_for(request.user, item_id), by=request.user, seen=seen_version(request))
    return see(request, _back(request), _("Taken off the agenda."))


def _back(request: HttpRequest) -> str:
    return back_to(request, reverse("insight:agenda_list"))
