"""A person's calendar at a secret address, and the panel of the profile that makes, renews and ends it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from xiaolu.activities import access, actions
from xiaolu.activities.ics import as_ics
from xiaolu.activities.queries import calendar as days
from xiaolu.org.queries import company, today, zone
from xiaolu.web.answers import see

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
SHOWN_ONCE = "calendar_feed"


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the person of a secret address does and comes along to: a month back, half a year ahead."""
    person = access.person_of_feed(token)
    rows = days.between(access.own_and_joined(person), today() - BACK, today() + AHEAD)
    with override(person.language):
        text = as_ics(rows, name=f"{company().name} · {person.name}", zone=zone())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="xiaolu.ics"'
    response["Cache-Control"] = "private, max-age=300"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The panel of one's profile. A fresh address is shown this once."""
    context = {"feed": access.feed_of(request.user), "fresh": request.session.pop(SHOWN_ONCE, "")}
    part = "#panel" if request.headers.get("HX-Request") else ""
    response = render(request, f"activities/calendar_feed.html{part}", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def make_calendar_feed(request: HttpRequest) -> HttpResponse:
    token = actions.make_calendar_feed(request.user, by=request.user)
    request.session[SHOWN_ONCE] = request.build_absolute_uri(reverse("activities:feed", args=[token]))
    return see(request, reverse("activities:calendar_feed"))


@require_POST
def end_calendar_feed(request: HttpRequest) -> HttpResponse:
    actions.end_calendar_feed(request.user, by=request.user)
    return see(request, reverse("activities:calendar_feed"), _("The address is switched off."))
