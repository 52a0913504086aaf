"""Recording what was done, with the next step in the same breath; taking a record back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from xiaolu.activities.actions.clock_events import activity_done
from xiaolu.activities.actions.keeping import differences, keep, locked, put, with_customer
from xiaolu.activities.actions.messages import ask_after, ask_around
from xiaolu.activities.actions.planning import plan_activity, plan_repetition
from xiaolu.activities.models import Activity
from xiaolu.domain.activities import usual_time
from xiaolu.domain.rules import RuleBroken
from xiaolu.files.actions import keep_file
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.actions import edit_opportunity, give_evidence, withdraw_evidence
from xiaolu.pipeline.models import Evidence
from xiaolu.pipeline.queries.gates import evidence_of, rules_under
from xiaolu.search.actions import forget

FILES = "activity"  # the kind under which the files of activities are stored and guarded


@dataclass(frozen=True)
class NextStep:
    """What is to be done next: kind, day and, if agreed, the time; in the seller's words if there are any."""

    kind: str
    day: date
    subject: str = ""
    start: time | None = None
    because: str = ""  # why so far from the day that the cadence proposed
    proposed: date | None = None


@transaction.atomic
def record_activity(
    *, kind: str, owner: Person, by: Person | None, day: date | None = None, next_step: NextStep | None = None,
    files: Iterable["UploadedFile[Any]"] = (), **values: Any,
) -> Activity:  # fmt: skip
    """Record something done on a day up to today (today), and what comes next. `recorded_at`: when a phone without signal
    kept it (now).

    The next step becomes a planned activity; on an open opportunity also its next step and date. A key activity of the
    method is evidence for the milestones that ask for it. Raises RuleBroken (day_in_future, next_step_in_past,
    other_customers_deal, other_customers_contact), and as `keep_file` does.
    """
    activity = Activity(kind=kind, owner=owner, state="planned", created_by=by, day=day or today())
    return _done(activity, {"day": day or today(), **values}, "record_activity", by, next_step, files)


@transaction.atomic
def finish_activity(
    activity: Activity, *, by: Person | None, seen: int, next_step: NextStep | None = None,
    files: Iterable["UploadedFile[Any]"] = (), **values: Any,
) -> Activity:  # fmt: skip
    """What was planned was done. Raises Stale, RuleBroken (not_planned), and as `record_activity` does."""
    activity = locked(activity, seen=seen)
    if activity.state != "planned":
        raise RuleBroken("not_planned")
    return _done(activity, {"day": today(), **values}, "finish_activity", by, next_step, files)


def _done(
    activity: Activity, values: dict[str, Any], action: str, by: Person | None, next_step: NextStep | None,
    files: Iterable["UploadedFile[Any]"],
) -> Activity:  # fmt: skip
    if values["day"] > today():
        raise RuleBroken("day_in_future", day=values["day"].isoformat())
    values = with_customer(values, owner=values.get("owner", activity.owner), by=by)
    recorded_at = values.pop("recorded_at", None)
    changes = differences(activity, values)
    put(activity, values)
    activity.state, activity.done_at = "done", recorded_at or timezone.now()
    if not activity.time_kind:
        named = activity.account_id is not None or activity.opportunity_id is not None
        activity.time_kind = usual_time(activity.kind, with_customer=named)
    keep(activity, values)
    for file in files:
        kept = keep_file(file, kind=FILES, object_id=activity.pk, by=by)
        changes["file"] = ("", kept.name)
    prove(activity, by=by)
    activity_done(activity, by=by)
    plan_repetition(activity, by=by)
    if next_step:
        _go_on(activity, next_step, by=by)
        if next_step.because and next_step.proposed:
            changes |= {"next_date": (next_step.proposed, next_step.day), "reason": ("", next_step.because)}
    ask_around(activity)
    ask_after(activity)
    audit.record(activity, action, by=by, changes=changes)
    return activity


def prove(activity: Activity, *, by: Person | None) -> None:
    """Hand a key activity down as evidence for the milestones of its opportunity that ask for it."""
    deal = activity.opportunity
    if deal is None or not activity.key_activity or deal.withdrawn:
        return
    shown = {(one.milestone, one.ref) for one in evidence_of([deal.pk]).get(deal.pk, []) if one.subject == FILES}
    for milestone in (one for stage in rules_under(deal).stages for one in stage.milestones):
        fits = milestone.evidence == "activity" and milestone.subject == activity.key_activity
        if fits and (milestone.code, activity.pk) not in shown and (activity.words.strip() or not milestone.quoted):
            give_evidence(deal, milestone=milestone.code, by=by, on=activity.day, subject=FILES, ref=activity.pk,
                          note=activity.result[:2000], words=activity.words)  # fmt: skip


def _go_on(activity: Activity, step: NextStep, *, by: Person | None) -> None:
    if step.day < today():
        raise RuleBroken("next_step_in_past", day=step.day.isoformat())
    deal = activity.opportunity
    if deal is not None and deal.stage_kind != "open":
        deal = None
    planned = plan_activity(
        kind=step.kind, owner=activity.owner, by=by, day=step.day, start=step.start, subject=step.subject,
        account=activity.account, opportunity=deal, follows=activity,
    )  # fmt: skip
    if deal is not None:
        edit_opportunity(
            deal,
            by=by,
            next_action=step.subject or str(planned.get_kind_display()),
            next_date=step.day,
            because=step.because,
        )


@transaction.atomic
def withdraw_activity(activity: Activity, *, by: Person | None, seen: int, reason: str) -> Activity:
    """It was recorded by mistake: it leaves every list and figure, and the evidence that it gave is taken back.

    Raises Stale, RuleBroken (reason_needed).
    """
    activity = locked(activity, seen=seen)
    if not reason.strip():
        raise RuleBroken("reason_needed")
    activity.withdrawn = True
    activity.version += 1
    activity.save(update_fields=["withdrawn", "version"])
    forget("activity", [activity.pk])
    ask_around(activity)
    for evidence in Evidence.objects.filter(subject=FILES, ref=activity.pk, withdrawn_at__isnull=True):
        withdraw_evidence(evidence, by=by, reason=reason)
    audit.record(activity, "withdraw_activity", by=by, changes={"reason": ("", reason)})
    return activity


@transaction.atomic
def export_activities(count: int, *, by: Person, asked: str) -> None:
    """Every export is logged: how many rows, and what was asked for."""
    audit.record(Activity(owner=by), "export_activities", by=by, changes={"rows": (0, count), "asked": ("", asked)})
