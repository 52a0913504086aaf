"""The weekly visit plans of the demo company's first sellers: last week with what became of it, and this week."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from xiaolu.activities.actions import plan_visit, prepare_visit, submit_week_plan
from xiaolu.activities.models import Activity, WeekPlan
from xiaolu.activities.queries.week_plans import in_table, proposed, questions_for
from xiaolu.domain.week_plan import monday_of
from xiaolu.domain.workdays import is_working_day
from xiaolu.org.models import Person
from xiaolu.org.queries import company, today

SELLERS, VISITS = 6, 7
KNOWN = ("设备科长说了算，老板签字。", "做精密零件，靠出口订单。", "年用 40 吨左右。", "向本地经销商买，账期 60 天。")


def lay_week_plans(people: Sequence[Person], until: date) -> None:
    """Plans of the week before `until` and of its own week, for the first few sellers."""
    monday = monday_of(until)
    for place, person in enumerate(people[:SELLERS]):
        _last_week(person, monday - timedelta(days=7))
        if until >= today():
            _this_week(person, monday if until.weekday() < 4 else monday + timedelta(days=7), until, place)


def _last_week(person: Person, monday: date) -> None:
    """What was done then stood in the plan, every third on another day; one visit was missed."""
    plan = WeekPlan.objects.create(person=person, monday=monday, state="approved", decided_at=timezone.now())
    done = Activity.objects.filter(owner=person, kind="visit", state="done", day__gte=monday.toordinal())
    rows = list(done.filter(day__lte=(monday + timedelta(days=6)).toordinal()).order_by("day", "pk")[:VISITS])
    for place, one in enumerate(rows[1:]):
        day = one.day - timedelta(days=1) if place % 3 == 2 and one.day > monday else one.day
        Activity.objects.filter(pk=one.pk).update(week_plan=plan, plan_day=day.toordinal(), planned_for=day.toordinal())
    if deal := in_table(person).select_related("account").order_by("-volume", "pk").first():
        thursday = monday + timedelta(days=3)
        Activity.objects.create(
            kind="visit", state="planned", owner=person, account=deal.account, opportunity=deal, subject=deal.next_action,
            day=thursday, planned_for=thursday, week_plan=plan, plan_day=thursday,
        )  # fmt: skip


def _this_week(person: Person, monday: date, until: date, place: int) -> None:
    """The most urgent proposals, spread over the days that are left; handed in by the first ones."""
    days = [day for step in range(7) if (day := monday + timedelta(days=step)) >= until and is_working_day(day)]
    shown, _more = proposed(person, monday, set(), until)
    for number, one in enumerate(shown[:VISITS] if days else []):
        visit = plan_visit(one.opportunity, person=person, monday=monday, by=person, day=days[number % len(days)])
        asked = questions_for(visit)
        if asked and number % 2 == 0:
            answers = {question.code: text for question, text in zip(asked.questions, KNOWN, strict=False)}
            prepare_visit(
                visit, by=person, seen=visit.version, subject=visit.subject or "了解需求", preparation=answers
            )
    plan = WeekPlan.objects.filter(person=person, monday=monday.toordinal()).first()
    if plan and place < 2 and company().approves_week_plans:
        submit_week_plan(plan, by=person, seen=plan.version)
