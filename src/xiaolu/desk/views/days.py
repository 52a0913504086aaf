"""The daily review of a person, and the morning and evening meeting of a team."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xiaolu.activities import actions
from xiaolu.activities import meeting_access as people
from xiaolu.activities.answering import AnswersForm
from xiaolu.activities.queries import meetings as queries
from xiaolu.activities.words import ICONS
from xiaolu.desk import days
from xiaolu.desk import meeting_access as access
from xiaolu.org.queries import today, zone
from xiaolu.pipeline.queries.methods import in_use
from xiaolu.web.answers import see

NOON = 14  # the hour from which on the page opens in the evening


@require_http_methods(["GET", "POST"])
def day_review(request: HttpRequest) -> HttpResponse:
    """Planned and done, what moved, where the time went, tomorrow; with the method's questions to oneself.

    Who leads somebody reads that person's (`person`); only one's own is written.
    """
    people.require_seer(request.user)
    day, method = _day(request), in_use()
    person = (
        people.person_of(request.user, _number(request.GET["person"])) if request.GET.get("person") else request.user
    )
    asked, kept = queries.asked_about_a_day(method) if method else None, queries.review_of(person, day)
    own = person.pk == request.user.pk and request.user.edit_scope is not None
    first = {**(kept.answers if kept else {}), "version": kept.version if kept else 0}
    form = AnswersForm(request.POST or None, asked=asked, initial=first) if asked and own else None
    if request.method == "POST" and form is None:
        raise Http404
    if form and form.is_valid():
        actions.review_day(by=request.user, day=day, answers=form.answers, seen=form.seen)
        return see(request, request.get_full_path(), _("Kept. Good evening!"))
    context: dict[str, object] = {
        "it": days.person_day(person, method, day), "person": person, "day": day, "today": today(), "asked": asked, "kept": kept,
        "form": form, "own": own, "icons": ICONS, "editable": set(),
    }  # fmt: skip
    return render(request, "desk/day_review.html", context, status=422 if form and form.is_bound else 200)


@require_GET
def team_day(request: HttpRequest) -> HttpResponse:
    """One screen for the morning (yesterday's results, today's appointments, cards, promises) and the evening (plan and done)."""
    day, scope = _day(request), access.scope_of_pack(request.user, request.GET.get("scope", ""))
    half = request.GET.get("half", "")
    if half not in ("morning", "evening"):
        half = "morning" if timezone.now().astimezone(zone()).hour < NOON else "evening"
    lines = days.team_day(access.people_in(request.user, scope), in_use(), day)
    context = {
        "lines": lines, "half": half, "day": day, "today": today(), "before": days.working_day_before(day), "scope": scope,
        "teams": access.teams_of(request.user),
    }  # fmt: skip
    return render(request, "desk/team_day.html", context)


def _day(request: HttpRequest) -> date:
    """The day that the address names, up to a year back; today for anything else."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today()
    return day if today() - timedelta(days=366) <= day <= today() else today()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Http404
    return int(text)
