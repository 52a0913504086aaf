"""The weekly visit plan: whom to visit and why, laid into days; handed in, commented, approved; planned against done."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaolu.activities import access, actions
from xiaolu.activities.forms.calendar import CalendarForm
from xiaolu.activities.forms.week_plans import CommentForm, MoveVisitForm, PlanVisitForm, PrepareForm, VersionForm
from xiaolu.activities.models import WeekPlan
from xiaolu.activities.queries import week_plans
from xiaolu.activities.views.asked import here
from xiaolu.activities.week_workbook import write_week
from xiaolu.activities.words import OUTCOME_NAMES
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.week_plan import monday_of
from xiaolu.org.models import Person
from xiaolu.org.queries import company, today
from xiaolu.web.answers import back_to, see
from xiaolu.web.rules import sentence
from xiaolu.web.workbooks import TYPE


@require_GET
def week_plan(request: HttpRequest) -> HttpResponse:
    person = access.week_person(request.user, request.GET.get("person", ""))
    _view, day = CalendarForm(request.GET).chosen(today())
    return _page(request, person, monday_of(day))


@require_GET
def week_plan_of(request: HttpRequest, week_plan_id: int) -> HttpResponse:
    """The page of one plan, wherever somebody was told of it."""
    plan = access.week_plan_for(request.user, week_plan_id)
    return see(request, _address(plan.person, plan.monday))


@require_POST
def plan_visit(request: HttpRequest) -> HttpResponse:
    """Names person, day and opportunity in the body; a button of a day, or a card that was dragged there."""
    person = access.week_person(request.user, request.POST.get("person", ""), to="edit")
    form = PlanVisitForm(request.POST)
    if not form.is_valid():
        return _page(request, person, monday_of(today()), problem=_("Choose a day of the week."))
    day = form.cleaned_data["day"]
    deal = access.opportunity_for(request.user, form.cleaned_data["opportunity"], to="edit")
    try:
        actions.plan_visit(deal, person=person, monday=monday_of(day), by=request.user, day=day)
    except RuleBroken as broken:
        return _page(request, person, monday_of(day), problem=sentence(broken))
    return see(request, _address(person, day), _("Planned."))


@require_POST
def move_visit(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity, plan = access.visit_for(request.user, activity_id)
    form = MoveVisitForm(request.POST)
    if not form.is_valid():
        return _page(request, plan.person, plan.monday, problem=_("Choose a day of the week."))
    try:
        actions.move_visit(activity, by=request.user, seen=form.seen, **form.values)
    except RuleBroken as broken:
        return _page(request, plan.person, plan.monday, problem=sentence(broken))
    return see(request, _address(plan.person, plan.monday), _("Moved."))


@require_POST
def take_out_visit(request: HttpRequest, activity_id: int) -> HttpResponse:
    activity, plan = access.visit_for(request.user, activity_id)
    form = VersionForm(request.POST)
    try:
        actions.take_out_visit(activity, by=request.user, seen=form.seen if form.is_valid() else 0)
    except RuleBroken as broken:
        return _page(request, plan.person, plan.monday, problem=sentence(broken))
    return see(request, _address(plan.person, plan.monday), _("Taken out."))


@require_http_methods(["GET", "POST"])
def prepare_visit(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Purpose, and what the method wants known before: what is answered stands there, what is open is to be asked."""
    activity, _plan = access.visit_for(request.user, activity_id)
    asked = week_plans.questions_for(activity)
    known = week_plans.answers_at([activity.account_id or 0]).get(activity.account_id or 0, {})
    form = PrepareForm(
        request.POST or None, asked=asked, known=known, subject=activity, initial={"version": activity.version}
    )
    back = _address(activity.owner, activity.plan_day or activity.day)
    if form.is_valid():
        try:
            actions.prepare_visit(
                activity,
                by=request.user,
                seen=form.seen,
                subject=form.cleaned_data["subject"],
                preparation=form.answers,
            )
        except RuleBroken as broken:
            form.add_error(None, sentence(broken))
        else:
            return see(request, back_to(request, back), _("Saved."))
    context = {"form": form, "activity": activity, "asked": asked, "back": back, "next": back_to(request, here(request)),
               "answered": sum(1 for code in form.codes if known.get(code))}  # fmt: skip
    part = "#form" if request.headers.get("HX-Request") else ""
    return render(request, f"activities/prepare_visit.html{part}", context, status=422 if form.is_bound else 200)


@require_POST
def submit_week_plan(request: HttpRequest, week_plan_id: int) -> HttpResponse:
    plan = access.week_plan_for(request.user, week_plan_id, to="edit")
    return _changed(request, plan, actions.submit_week_plan, _("Handed in."))


@require_POST
def take_back_week_plan(request: HttpRequest, week_plan_id: int) -> HttpResponse:
    plan = access.week_plan_for(request.user, week_plan_id, to="edit")
    return _changed(request, plan, actions.take_back_week_plan, _("Taken back."))


@require_POST
def approve_week_plan(request: HttpRequest, week_plan_id: int) -> HttpResponse:
    plan = access.week_plan_for(request.user, week_plan_id, to="decide")
    return _changed(request, plan, actions.decide_week_plan, _("Approved."), approved=True)


@require_POST
def return_week_plan(request: HttpRequest, week_plan_id: int) -> HttpResponse:
    plan = access.week_plan_for(request.user, week_plan_id, to="decide")
    return _changed(request, plan, actions.decide_week_plan, _("Returned."), approved=False)


@require_POST
def comment_week_plan(request: HttpRequest, week_plan_id: int) -> HttpResponse:
    plan = access.week_plan_for(request.user, week_plan_id, to="decide")
    return _changed(request, plan, actions.comment_week_plan, _("Saved."))


@require_GET
def export_week_plan(request: HttpRequest, week_plan_id: int) -> HttpResponse:
    access.require_exporter(request.user)
    plan = access.week_plan_for(request.user, week_plan_id)
    week = week_plans.week_of(plan.person, plan.monday, today(), chinese=True)
    file = BytesIO()
    actions.export_week_plan(plan, write_week(week, file), by=request.user)
    response = HttpResponse(file.getvalue(), content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="xiaolu-week-{plan.monday.isoformat()}.xlsx"'
    return response


def _changed(request: HttpRequest, plan: WeekPlan, act: Any, toast: str, **more: Any) -> HttpResponse:
    """A step of the plan, with the comment of whoever decides."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(
            request, plan.person, plan.monday, problem=" ".join(str(one) for one in form.errors.get("comment", []))
        )
    if act in (actions.decide_week_plan, actions.comment_week_plan):
        more["comment"] = form.cleaned_data["comment"]
    try:
        act(plan, by=request.user, seen=form.seen, **more)
    except RuleBroken as broken:
        return _page(request, plan.person, plan.monday, problem=sentence(broken))
    return see(request, _address(plan.person, plan.monday), toast)


def _page(request: HttpRequest, person: Person, monday: date, *, problem: str = "") -> HttpResponse:
    week = week_plans.week_of(person, monday, today(), chinese=(get_language() or "zh").startswith("zh"))
    context = {
        "person": person, "week": week, "plan": week.plan, "problem": problem, "today": today(), "monday": monday,
        "sunday": monday + timedelta(days=6), "this_monday": monday_of(today()),
        "earlier": _address(person, monday - timedelta(days=7)), "later": _address(person, monday + timedelta(days=7)),
        "now": _address(person, today()), "people": access.people_who_plan(request.user),
        "may_edit": access.may_plan_for(request.user, person), "may_decide": access.may_decide_for(request.user, person),
        "approves": company().approves_week_plans, "comment": CommentForm(initial={"comment": week.plan.comment}),
        "outcomes": OUTCOME_NAMES,
    }  # fmt: skip
    return render(request, "activities/week_plan.html", context, status=422 if problem else 200)


def _address(person: Person, day: date) -> str:
    return f"{reverse('activities:week_plan')}?person={person.pk}&day={monday_of(day).isoformat()}"
