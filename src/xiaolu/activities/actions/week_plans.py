"""The weekly visit plan: visits of customers in the table, laid into days; handed in, approved or returned."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiaolu.activities.actions.keeping import locked as locked_activity
from xiaolu.activities.actions.planning import plan_activity, reschedule_activity
from xiaolu.activities.actions.recording import withdraw_activity
from xiaolu.activities.models import Activity, WeekPlan
from xiaolu.clocks.actions import notice, tell
from xiaolu.domain.rules import RuleBroken
from xiaolu.domain.week_plan import OPEN_STATES, PlanState, monday_of
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.leaders import managers_of
from xiaolu.org.models import Person
from xiaolu.org.queries import company
from xiaolu.pipeline.models import Opportunity


@transaction.atomic
def plan_visit(opportunity: Opportunity, *, person: Person, monday: date, by: Person | None, day: date) -> Activity:
    """Lay a visit into a day of the week; the deal's next step is its purpose until another one is written.

    Raises RuleBroken (not_in_table, day_outside_week, visit_planned_already, week_plan_fixed, planned_in_past).
    """
    plan = _plan_of(person, monday)
    if opportunity.owner_id != person.pk or opportunity.stage_kind != "open" or opportunity.withdrawn:
        raise RuleBroken("not_in_table")
    _check_day(plan, day)
    if plan.visits.filter(opportunity=opportunity, plan_day=day.toordinal(), withdrawn=False).exists():
        raise RuleBroken("visit_planned_already")
    return plan_activity(
        kind="visit", owner=person, by=by, day=day, account=opportunity.account, opportunity=opportunity,
        subject=opportunity.next_action, week_plan=plan, plan_day=day,
    )  # fmt: skip


@transaction.atomic
def move_visit(activity: Activity, *, by: Person | None, seen: int, day: date) -> Activity:
    """Lay a planned visit into another day of the same week. Raises Stale, RuleBroken as `plan_visit` does."""
    plan = _open_plan(activity)
    _check_day(plan, day)
    moved = reschedule_activity(activity, by=by, seen=seen, day=day, start=activity.start)
    Activity.objects.filter(pk=moved.pk).update(plan_day=day.toordinal())
    moved.plan_day = day
    return moved


@transaction.atomic
def take_out_visit(activity: Activity, *, by: Person | None, seen: int) -> Activity:
    """Take a visit out of the plan while it is open. Raises Stale, RuleBroken (not_planned, week_plan_fixed)."""
    _open_plan(activity)
    if activity.state != "planned":
        raise RuleBroken("not_planned")
    return withdraw_activity(activity, by=by, seen=seen, reason=_("Taken out of the week plan"))


@transaction.atomic
def prepare_visit(
    activity: Activity, *, by: Person | None, seen: int, subject: str, preparation: dict[str, str]
) -> Activity:
    """Keep the purpose of a visit and the answers known before it. Raises Stale, RuleBroken (not_planned)."""
    now = locked_activity(activity, seen=seen)
    if now.state != "planned":
        raise RuleBroken("not_planned")
    given = {"subject": subject, "preparation": {code: text for code, text in preparation.items() if text}}
    changes = {name: (getattr(now, name), value) for name, value in given.items() if getattr(now, name) != value}
    now.subject, now.preparation = subject, given["preparation"]
    now.version += 1
    now.save(update_fields=["subject", "preparation", "version"])
    audit.record(now, "prepare_visit", by=by, changes=changes)
    return now


@transaction.atomic
def submit_week_plan(plan: WeekPlan, *, by: Person | None, seen: int) -> WeekPlan:
    """Hand the plan in for approval, and tell whoever leads the person. Raises Stale, RuleBroken (no_approval_here, week_plan_empty, week_plan_fixed)."""
    plan = locked(plan, seen=seen)
    if not company().approves_week_plans:
        raise RuleBroken("no_approval_here")
    if plan.state not in OPEN_STATES:
        raise RuleBroken("week_plan_fixed")
    if not plan.visits.filter(withdrawn=False).exists():
        raise RuleBroken("week_plan_empty")
    plan = _into(plan, "submitted", by, submitted_at=timezone.now())
    _tell(plan, "week_plan_submitted", [one.pk for one in managers_of([plan.person_id]).get(plan.person_id, [])])
    return plan


@transaction.atomic
def take_back_week_plan(plan: WeekPlan, *, by: Person | None, seen: int) -> WeekPlan:
    """Open a plan that was handed in or approved, to change it. Raises Stale, RuleBroken (week_plan_open)."""
    plan = locked(plan, seen=seen)
    if plan.state in OPEN_STATES:
        raise RuleBroken("week_plan_open")
    return _into(plan, "draft", by)


@transaction.atomic
def decide_week_plan(plan: WeekPlan, *, by: Person, seen: int, approved: bool, comment: str) -> WeekPlan:
    """Approve a plan that was handed in, or return it with a comment. Raises Stale, RuleBroken (not_submitted, reason_needed)."""
    plan = locked(plan, seen=seen)
    if plan.state != "submitted":
        raise RuleBroken("not_submitted")
    if not approved and not comment.strip():
        raise RuleBroken("reason_needed")
    given = {"comment": comment.strip(), "decided_by": by, "decided_at": timezone.now()}
    plan = _into(plan, "approved" if approved else "returned", by, **given)
    _tell(plan, f"week_plan_{plan.state}", [plan.person_id])
    return plan


@transaction.atomic
def comment_week_plan(plan: WeekPlan, *, by: Person, seen: int, comment: str) -> WeekPlan:
    """What the manager says to a plan, whatever its state. Raises Stale."""
    plan = locked(plan, seen=seen)
    return _into(plan, plan.state, by, comment=comment.strip(), decided_by=by)


@transaction.atomic
def export_week_plan(plan: WeekPlan, count: int, *, by: Person) -> None:
    """Every export is logged."""
    audit.record(plan, "export_week_plan", by=by, changes={"rows": (0, count)})


def _plan_of(person: Person, monday: date) -> WeekPlan:
    """The open plan of a person's week, made with its first visit and held until the transaction ends."""
    plan, _made = WeekPlan.objects.select_for_update().get_or_create(
        person=person, monday=monday_of(monday).toordinal()
    )
    plan.monday = monday_of(monday)  # as a day, also where it was just made
    if plan.state not in OPEN_STATES:
        raise RuleBroken("week_plan_fixed")
    return plan


def _open_plan(activity: Activity) -> WeekPlan:
    if activity.week_plan is None:
        raise RuleBroken("not_in_week_plan")
    return _plan_of(activity.week_plan.person, activity.week_plan.monday)


def _check_day(plan: WeekPlan, day: date) -> None:
    if not plan.monday <= day <= plan.monday + timedelta(days=6):
        raise RuleBroken("day_outside_week", day=day.isoformat())


def _into(plan: WeekPlan, state: PlanState | str, by: Person | None, **given: Any) -> WeekPlan:
    said = {name: given.pop(name) for name in ("comment",) if name in given}
    return write(plan, f"week_plan_{state}", by=by, values={"state": state, **said}, derived=given)


def _tell(plan: WeekPlan, code: str, people: Iterable[int]) -> None:
    key, title = f"{code}:{plan.pk}:{plan.version}", f"{plan.person} · {plan.monday:%m-%d}"
    tell(notice(one, code, key=key, kind="week_plan", object_id=plan.pk, title=title) for one in people)
