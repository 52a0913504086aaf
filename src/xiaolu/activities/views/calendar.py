"""The calendar: a week, a day or a team's day; what it shows as JSON, and moving by hand."""

from datetime import date, time, timedelta
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xiaolu.activities import access, actions
from xiaolu.activities.forms import RescheduleForm
from xiaolu.activities.forms.calendar import VIEWS, CalendarForm, DaysForm
from xiaolu.activities.models import Activity
from xiaolu.activities.queries import USUAL_MINUTES
from xiaolu.activities.queries import calendar as days
from xiaolu.activities.words import ICONS
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org.models import Person
from xiaolu.org.queries import company, today
from xiaolu.pipeline.scopes import Scope
from xiaolu.web.answers import with_query
from xiaolu.web.rules import sentence

SHORT = 30  # minutes: time and what for stand on one line


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    view, day = CalendarForm(request.GET).chosen(today())
    scope = access.scope_of(request.user, request.GET.get("scope") or ("seen" if view == "team" else "me"))
    first, last = _span(view, day)
    rows = days.between(access.calendar_for(request.user, scope), first, last)
    people, more = access.side_by_side(request.user, scope) if view == "team" else ([], 0)
    step = 7 if view == "week" else 1
    context = {
        "view": view, "day": day, "first": first, "last": last, "scope": scope, "whose": scope.key or "seen", "scopes": [(key or "seen", label) for key, label in access.scopes_for(request.user)],
        "views": [(code, label, with_query(request, view=code)) for code, label in VIEWS if code != "team" or _leads(request.user)],
        "earlier": with_query(request, view=view, day=(day - timedelta(days=step)).isoformat()),
        "later": with_query(request, view=view, day=(day + timedelta(days=step)).isoformat()),
        "now": with_query(request, view=view, day=None),
        "one_day": with_query(request, view="day", day=day.isoformat()),
        "days": days.days_of(first, last, rows, _cards(request.user, scope, first, last), today(), chinese=_chinese()),
        "people": [{"id": str(one.pk), "title": one.name} for one in people], "more": more,
        "collides": days.colliding(rows, _whose(request.user, scope)),
        "editable": access.editable_ids(request.user, rows), "icons": ICONS, "today": today(),
        "locale": get_language(), "first_day": company().week_start % 7, "may_plan": request.user.edit_scope is not None,
    }  # fmt: skip
    return render(request, "activities/calendar.html", context)


@require_GET
def calendar_events(request: HttpRequest) -> JsonResponse:
    """What the calendar shows of some days: activities, holidays, how many cards are due."""
    form = DaysForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"problem": _said(form)}, status=422)
    scope = access.scope_of(request.user, request.GET.get("scope", "me"))
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    rows = days.between(access.calendar_for(request.user, scope), first, last)
    editable, collides = access.editable_ids(request.user, rows), days.colliding(rows, _whose(request.user, scope))
    cards = _cards(request.user, scope, first, last)
    whole = days.days_of(first, last, [], cards, today(), chinese=_chinese())
    found = [one for day in whole for one in _of_day(day, scope)]
    return JsonResponse({"events": found + [_event(one, editable, collides) for one in rows]})


@require_POST
def move_in_calendar(request: HttpRequest, activity_id: int) -> JsonResponse:
    """A plan was dragged elsewhere, or made longer. What is refused goes back with its sentence."""
    activity = access.activity_for(request.user, activity_id, to="edit")
    form = RescheduleForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"problem": _said(form)}, status=422)
    try:
        moved = actions.reschedule_activity(activity, by=request.user, seen=form.seen, **form.values)
    except Stale:
        return JsonResponse({"problem": _("Somebody changed this meanwhile. The calendar shows it anew.")}, status=409)
    except RuleBroken as broken:
        return JsonResponse({"problem": sentence(broken)}, status=422)
    return JsonResponse({"version": moved.version, "said": _("Moved.")})


def _said(form: BaseForm) -> str:
    """What stands against it, in one line."""
    return " ".join(str(text) for texts in form.errors.values() for text in texts)


def _span(view: str, day: date) -> tuple[date, date]:
    """The days that a view shows; a week begins as the company's does."""
    if view != "week":
        return day, day
    first = day - timedelta(days=(day.weekday() - (company().week_start - 1)) % 7)
    return first, first + timedelta(days=6)


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _leads(person: Person) -> bool:
    return person.scope in ("subtree", "all") or len(person.faces) > 1


def _whose(user: Person, scope: Scope) -> Person | None:
    return user if scope.key == "me" else None


def _cards(user: Person, scope: Scope, first: date, last: date) -> dict[date, int]:
    return days.cards_due(access.cards_for(user).filter(scope.rows), first, last, today())


def _of_day(day: days.Day, scope: Scope) -> list[dict[str, Any]]:
    """What stands over a day: its name, and how many cards are due."""
    whole = {
        "allDay": True,
        "start": day.day.isoformat(),
        "end": (day.day + timedelta(days=1)).isoformat(),
        "editable": False,
    }
    found = []
    if day.named:
        name = day.named.name or _("make-up working day")
        found.append({**whole, "id": f"name-{day.day}", "title": name, "classNames": [f"day-{day.named.kind}"]})
    if day.cards and day.slot:
        title = ngettext("%(n)s card due", "%(n)s cards due", day.cards) % {"n": day.cards}
        address = f"{reverse('activities:tickler_box')}?scope={scope.key or 'seen'}&slot={day.slot}"
        found.append({**whole, "id": f"cards-{day.day}", "title": title, "classNames": ["day-cards"],
                      "extendedProps": {"page": address}})  # fmt: skip
    return found


def _event(one: Activity, editable: set[int], collides: set[int]) -> dict[str, Any]:
    begin = one.start or time()
    minutes = (one.minutes or USUAL_MINUTES) if one.start else 24 * 60
    start = begin.hour * 60 + begin.minute
    last = min(start + minutes, 24 * 60)
    end_day = one.day + timedelta(days=last // (24 * 60))
    what = one.account.name if one.account else one.subject
    return {
        "id": str(one.pk), "allDay": one.start is None, "title": " ".join(part for part in (str(one.get_kind_display()), what) if part),
        "start": f"{one.day}T{begin:%H:%M}:00", "end": f"{end_day}T{last // 60 % 24:02}:{last % 60:02}:00",
        "editable": one.state == "planned" and one.pk in editable,
        "resourceIds": [str(one.owner_id), *(str(person.pk) for person in one.colleagues.all())],
        "classNames": [f"is-{one.state}", *(["is-late"] if one.state == "planned" and one.day < today() else []),
                       *(["collides"] if one.pk in collides else []), *(["is-short"] if one.start and minutes <= SHORT else [])],
        "extendedProps": {
            "page": reverse("activities:activity_detail", args=[one.pk]), "version": one.version,
            "move": reverse("activities:move_in_calendar", args=[one.pk]), "owner": str(one.owner_id),
            "collides": _("collides with another one") if one.pk in collides else "",
        },
    }  # fmt: skip
