"""The weekly meeting: its page from the last agreements to the new ones, the pack that it keeps, and its files."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xiaolu.activities import actions as activities
from xiaolu.activities import meeting_access as agreed
from xiaolu.activities.models import Agreement, Meeting
from xiaolu.activities.queries import meetings as queries
from xiaolu.activities.words import STATE_TONES
from xiaolu.desk import meeting_access as access
from xiaolu.desk.forms import PackForm
from xiaolu.desk.pack import files
from xiaolu.desk.pack.differences import differences
from xiaolu.desk.pack.document import document, lens_of
from xiaolu.desk.pack.papers import papers
from xiaolu.desk.pack.told import told
from xiaolu.insight.actions import note_list_export
from xiaolu.insight.queries.scopes import Scope
from xiaolu.methods.models import Method
from xiaolu.methods.queries import methods, rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.queries.methods import in_use
from xiaolu.web.answers import see


def lines(user: Person, rows: list[Agreement]) -> dict[str, object]:
    """Agreements with what their lines need."""
    return {"agreements": rows, "abouts": agreed.abouts(user, rows), "editable": agreed.editable_agreements(user, rows)}


@require_GET
def meeting_pack(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """A meeting in the order of its agenda. Who is needed but does not lead sees agreements, not the others' figures."""
    return _page(
        request, access.meeting_for(request.user, meeting_id), PackForm(initial={"at": today() - timedelta(days=1)})
    )


def _page(request: HttpRequest, meeting: Meeting, form: PackForm, status: int = 200) -> HttpResponse:
    user, figures = request.user, access.sees_figures(request.user, meeting)
    asked, seats = queries.asked_before(meeting), queries.seats_of(meeting)
    own = list(meeting.agreements.select_related("owner", "account", "opportunity__account").order_by("due", "pk"))
    context = {
        "meeting": meeting, "form": form, "sees": figures, "pack": told(user, meeting.pack, meeting.method) if meeting.pack and figures else None,
        "brought": lines(user, list(queries.brought_into(meeting))), "agreed": lines(user, own), "tones": STATE_TONES,
        "today": today(), "seats": seats, "asked": asked, "mine": next((one for one in seats if one.person_id == user.pk), None),
        "notes": list(meeting.notes.select_related("author").order_by("at", "pk")), "may_run": access.may_run(user, meeting.team_id),
        "rules": rules_of(meeting.method_id), "team_code": meeting.team.code if meeting.team else "all",
        "keepers": agreed.possible_keepers(user, meeting), "is_kept": True,
    }  # fmt: skip
    return render(request, "desk/meeting_pack.html", context, status=status)


@require_POST
def make_pack(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Count the figures as of a day and keep them with the meeting, which is held from now on."""
    meeting = access.meeting_for(request.user, meeting_id, to="edit")
    form = PackForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, form, status=422)
    at = form.cleaned_data["at"]
    since = queries.first_day_of(meeting.team, meeting.day, at, meeting.pk)
    pack = document(lens_of(meeting.method, access.scope_of(meeting.team), at), since, today())
    activities.keep_pack(
        meeting, by=request.user, seen=form.seen, pack=pack, since=date.fromisoformat(pack["since"]), at=at
    )
    return see(request, reverse("desk:meeting_pack", args=[meeting.pk]), _("These numbers are kept with the meeting."))


@require_GET
def pack_restated(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """What reads differently now than the meeting saw it; loaded into its page."""
    meeting = access.meeting_for(request.user, meeting_id)
    scope = access.scope_of_meeting(request.user, meeting)
    found = differences(request.user, meeting.pack, meeting.method, scope, today()) if meeting.pack else []
    return render(request, "desk/pack_restated.html", {"found": found, "meeting": meeting})


@require_GET
def export_meeting(request: HttpRequest, meeting_id: int, ending: str) -> HttpResponse:
    """The kept pack of a meeting as slides, workbook or PDF."""
    access.require_exporter(request.user)
    meeting = access.meeting_for(request.user, meeting_id)
    scope = access.scope_of_meeting(request.user, meeting)
    if meeting.pack is None:
        raise Http404
    table = papers(request.user, meeting.method, meeting.team, meeting.pack, meeting)
    found = differences(request.user, meeting.pack, meeting.method, scope, today()) if ending == "xlsx" else []
    note_list_export(meeting, "export_pack", rows=1, asked=ending, by=request.user)
    return _file(request, ending, table, found)


@require_GET
def weekly_pack(request: HttpRequest) -> HttpResponse:
    """The pack of a scope on a day, only looked at: nothing is kept."""
    method, scope, form = _asked(request)
    if method is None:
        return render(request, "desk/weekly_pack.html", {"pack": None, "method": None, "teams": []})
    at = _day(form)
    pack = document(lens_of(method, scope, at), queries.first_day_of(scope.team, today(), at), today())
    context = {
        "pack": told(request.user, pack, method), "method": method, "scope": scope, "form": form, "at": at, "rules": rules_of(method),
        "methods": [(one, rules_of(one)) for one in methods()], "teams": access.teams_of(request.user), "today": today(),
        "team_code": scope.team.code if scope.team else "all", "may_run": request.user.edit_scope in ("subtree", "all"), "is_kept": False,
    }  # fmt: skip
    return render(request, "desk/weekly_pack.html", context, status=422 if form.is_bound and form.errors else 200)


@require_GET
def export_pack(request: HttpRequest, ending: str) -> HttpResponse:
    """The same as slides, workbook or PDF."""
    access.require_exporter(request.user)
    method, scope, form = _asked(request)
    if method is None:
        raise Http404
    at = _day(form)
    pack = document(lens_of(method, scope, at), queries.first_day_of(scope.team, today(), at), today())
    table = papers(request.user, method, scope.team, pack, None)
    note_list_export(method, "export_pack", rows=1, asked=f"{ending} {scope.code} {at}", by=request.user)
    return _file(request, ending, table)


def _asked(request: HttpRequest) -> tuple[Method | None, Scope, PackForm]:
    """What the address asks for. Raises Http404 for a method or scope that is not the reader's."""
    code = request.GET.get("method", "")
    method = next((one for one in methods() if one.code == code), None) if code else in_use()
    if code and method is None:
        raise Http404
    form = PackForm(
        {"at": request.GET["at"]} if request.GET.get("at") else None, initial={"at": today() - timedelta(days=1)}
    )
    return method, access.scope_of_pack(request.user, request.GET.get("scope", "")), form


def _day(form: PackForm) -> date:
    return form.cleaned_data["at"] if form.is_valid() else today() - timedelta(days=1)


def _file(request: HttpRequest, ending: str, table: Any, restated: Any = ()) -> HttpResponse:
    kind = files.KINDS.get(ending)
    if kind is None:
        raise Http404
    response = HttpResponse(files.made(request, ending, table, restated), content_type=kind)
    response["Content-Disposition"] = (
        f'{"inline" if ending == "pdf" else "attachment"}; filename="{table.name}.{ending}"'
    )
    return response
