"""The calendar of a year, working hours, the company's own days, and who is away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.clocks import access, actions, queries
from xiaolu.clocks.forms import WEEKDAYS, HoursForm, LeaveForm, OwnDayForm, written_shifts
from xiaolu.clocks.words import short_weekday
from xiaolu.domain.rules import RuleBroken
from xiaolu.org.queries import today
from xiaolu.web.answers import see
from xiaolu.web.rules import sentence

YEARS = 10  # on either side


@require_GET
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Everybody may see when work is done; house keepers change it."""
    now = today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and abs(int(asked) - now.year) <= YEARS else now.year
    context = {
        "year": year,
        "months": queries.year_of(year),
        "hours": [(name, written_shifts(shifts)) for name, shifts in zip(WEEKDAYS, queries.week(), strict=True)],
        "weekdays": [(short_weekday(place), name) for place, name in enumerate(WEEKDAYS)],
        "known_until": queries.years_known(),
        "today": now,
        "form": OwnDayForm() if request.user.keeps_house else None,
    }
    return render(request, "clocks/calendar_page.html", context)


@require_http_methods(["GET", "POST"])
def set_working_hours(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form, back = HoursForm(request.POST or None, week=queries.week()), reverse("clocks:calendar_page")
    if form.is_valid():
        try:
            actions.set_working_hours(form.shifts, by=request.user)
            return see(request, back, _("Saved."))
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
    context = {
        "form": form, "heading": _("Working hours"), "submit": _("Save"), "back": back,
        "text": _("Shifts of each weekday. Clocks that run already keep the times that they were given."),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def set_own_day(request: HttpRequest) -> HttpResponse:
    access.require_house_keeper(request.user)
    form = OwnDayForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "heading": _("Own day"), "submit": _("Save"), "back": reverse("clocks:calendar_page")}
        return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)
    row = actions.set_own_day(**form.cleaned_data, by=request.user)
    return see(request, f"{reverse('clocks:calendar_page')}?year={row.day.year}", _("Saved."))


@require_POST
def remove_own_day(request: HttpRequest, day_id: int) -> HttpResponse:
    row = access.own_day_for(request.user, day_id)
    year = row.day.year
    actions.remove_own_day(row, by=request.user)
    return see(request, f"{reverse('clocks:calendar_page')}?year={year}", _("Removed."))


@require_GET
def leave_list(request: HttpRequest) -> HttpResponse:
    """Who is away now and later, of oneself and those whose work one may change."""
    people = set(access.people_led_by(request.user).values_list("pk", flat=True))
    return render(request, "clocks/leave_list.html", {"rows": queries.leave_from(people, today()), "today": today()})


@require_http_methods(["GET", "POST"])
def create_leave(request: HttpRequest) -> HttpResponse:
    people, back = access.people_led_by(request.user), reverse("clocks:leave_list")
    now = today()
    form = LeaveForm(request.POST or None, people=people, initial={"person": request.user, "first": now, "last": now})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.take_leave(
                given["person"], first=given["first"], last=given["last"], reason=given["reason"], by=request.user
            )
            return see(request, back, _("Saved."))
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
    context = {
        "form": form, "heading": _("Enter leave"), "submit": _("Save"), "back": back,
        "text": _("Working time of clocks does not pass on these days. For a deputy, name one on the person's page."),
    }  # fmt: skip
    return render(request, "web/form_page.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_leave(request: HttpRequest, leave_id: int) -> HttpResponse:
    actions.end_leave(access.leave_for(request.user, leave_id), by=request.user)
    return see(request, reverse("clocks:leave_list"), _("Ended."))
