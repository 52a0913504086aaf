"""Meetings: the list, calling one, answering before it, its notes, closing it. Its page is made by the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.activities import actions
from xiaolu.activities import meeting_access as access
from xiaolu.activities.forms import AnswersForm, CloseForm, MeetingForm, NoteForm
from xiaolu.activities.models import Meeting
from xiaolu.activities.queries import meetings as queries
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.queries import today
from xiaolu.pipeline.queries.methods import in_use
from xiaolu.web.answers import page_of, see
from xiaolu.web.asked import seen_version
from xiaolu.web.form_parts import VersionedForm
from xiaolu.web.rules import sentence

PAGE = 30


def page(meeting: Meeting, part: str = "") -> str:
    """The address of a meeting's page, at one of its parts."""
    return reverse("desk:meeting_pack", args=[meeting.pk]) + (f"#{part}" if part else "")


@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings to come and past ones, of the teams that are one's own."""
    asked = request.GET.get("team", "")
    context = {
        "page": page_of(request, queries.meetings(access.meetings_seen_by(request.user), asked), PAGE),
        "teams": access.teams_to_meet(request.user),
        "asked": asked,
        "today": today(),
        "may_call": request.user.edit_scope in ("subtree", "all"),
    }
    return render(request, "activities/meeting_list.html", context)


@require_http_methods(["GET", "POST"])
def create_meeting(request: HttpRequest) -> HttpResponse:
    """Call a meeting; a fresh form needs everybody of the team whose code the address names, else of the first one."""
    access.require_runner(request.user)
    form = MeetingForm(request.POST or None, user=request.user, initial=_first(request))
    if form.is_valid():
        made = actions.create_meeting(by=request.user, **form.values)
        return see(request, page(made), _("Called. Make the pack when the meeting begins."))
    return _form(request, form, _("Call a meeting"), reverse("activities:meeting_list"))


def _first(request: HttpRequest) -> dict[str, object]:
    teams = list(access.teams_to_meet(request.user))
    team = next((one for one in teams if one.code == request.GET.get("team")), next(iter(teams), None))
    needed = {request.user.pk, *access.members_of(team)}
    purpose = _("See where each deal stands, decide what is done about the weak ones, agree on who does what by when")
    return {
        "method": in_use(), "team": team.code if team else "all", "day": today(), "purpose": purpose, "needed": needed,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = access.meeting_for(request.user, meeting_id, to="edit")
    first = {"needed": [seat.person_id for seat in queries.seats_of(meeting)]}
    form = MeetingForm(request.POST or None, user=request.user, subject=meeting, initial=first)
    if form.is_valid():
        try:
            actions.edit_meeting(meeting, by=request.user, seen=form.seen, **form.values)
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, page(meeting), _("Saved."))
    return _form(request, form, str(meeting), page(meeting))


@require_http_methods(["GET", "POST"])
def answer_before_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The method's questions before a meeting, for whoever is needed there."""
    meeting = access.meeting_for(request.user, meeting_id)
    asked = queries.asked_before(meeting)
    seat = next((one for one in queries.seats_of(meeting) if one.person_id == request.user.pk), None)
    if asked is None or seat is None:
        raise RuleBroken("not_needed")
    form = AnswersForm(request.POST or None, asked=asked, initial=seat.answers)
    if form.is_valid():
        actions.answer_before_meeting(meeting, by=request.user, answers=form.answers)
        return see(request, page(meeting, "prepared"), _("You are prepared."))
    return _form(request, form, asked.name.into(get_language() or "zh-hans"), page(meeting))


@require_POST
def note_in_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = access.meeting_for(request.user, meeting_id, to="edit")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _form(request, form, _("Note"), page(meeting, "notes"))
    actions.note_in_meeting(meeting, by=request.user, text=form.cleaned_data["text"])
    return see(request, page(meeting, "notes"), _("Noted."))


@require_POST
def close_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Close it; every agreement has to be read back."""
    meeting = access.meeting_for(request.user, meeting_id, to="edit")
    form = CloseForm(request.POST, agreements=meeting.agreements.values_list("pk", flat=True))
    read = form.cleaned_data["read"] if form.is_valid() else []
    actions.close_meeting(meeting, by=request.user, seen=seen_version(request), read_back=read)
    return see(
        request, page(meeting), _("Closed. The agreements stand in everybody's Today and open the next meeting.")
    )


@require_POST
def reopen_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = access.meeting_for(request.user, meeting_id, to="edit")
    actions.reopen_meeting(meeting, by=request.user, seen=seen_version(request))
    return see(request, page(meeting), _("Opened again."))


@require_POST
def withdraw_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    meeting = access.meeting_for(request.user, meeting_id, to="edit")
    actions.withdraw_meeting(meeting, by=request.user, seen=seen_version(request))
    return see(request, reverse("activities:meeting_list"), _("The meeting was called off."))


def _form(request: HttpRequest, form: VersionedForm | AnswersForm | NoteForm, heading: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": _("Save"), "back": back}
    return render(request, "activities/meeting_form.html", context, status=422 if form.is_bound else 200)
