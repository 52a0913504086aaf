"""Plain functions that make what tests of activities need."""

from datetime import timedelta

from xiaolu.activities import actions
from xiaolu.activities.models import Activity, Agreement, Meeting, Message, WeekPlan
from xiaolu.customers.models import Account
from xiaolu.customers.tests.make import make_contact
from xiaolu.domain.week_plan import monday_of
from xiaolu.methods.models import Method
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today


def make_done(owner: Person, **over) -> Activity:
    return actions.record_activity(**{"kind": "call", "owner": owner, "by": owner, "result": "谈了年度协议", **over})


def make_planned(owner: Person, **over) -> Activity:
    day = today() + timedelta(days=1)
    return actions.plan_activity(
        **{"kind": "visit", "owner": owner, "by": owner, "day": day, "subject": "看车间", **over}
    )


def make_week_plan(person: Person) -> WeekPlan:
    return WeekPlan.objects.create(person=person, monday=monday_of(today()))


def sent(**over) -> dict:
    """What the form of a record sends."""
    day = today().isoformat()
    return {"account_name": "", "kind": "call", "day": day, "result": "谈了年度协议", "next_kind": "", **over}


def make_meeting(method: Method, by: Person, team: Team | None, **over) -> Meeting:
    given = {"day": today(), "purpose": "看清每个单子", "needed": [by], **over}
    return actions.create_meeting(method=method, team=team, by=by, **given)


def make_agreement(meeting: Meeting | None, owner: Person, *, by: Person | None = None, **over) -> Agreement:
    given = {"text": "给客户发总成本对比表", "due": today() + timedelta(days=3), **over}
    return actions.create_agreement(meeting=meeting, owner=owner, by=by or owner, **given)


def make_message(owner: Person, account: Account) -> Message:
    """A message that is due after a visit of today."""
    make_contact(account, name="李采购", email="li@example.com")
    event = make_done(owner, kind="visit", account=account, result="谈了价格；客户要样品")
    return Message.objects.get(event=event)
