"""Agreements: who does what by when; kept, not kept, dropped, open again."""

from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet

from xiaolu.activities.actions.meetings import locked as locked_meeting
from xiaolu.activities.models import Agreement, Meeting
from xiaolu.clocks.actions import notice, tell
from xiaolu.customers.models import Account
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity

OPEN, KEPT, MISSED, DROPPED = Agreement.State


@transaction.atomic
def create_agreement(
    *, text: str, owner: Person, due: date, by: Person | None, meeting: Meeting | None = None, team: Team | None = None,
    account: Account | None = None, opportunity: Opportunity | None = None, three_w: int = 0,
) -> Agreement:  # fmt: skip
    """Agree on something, in a meeting or outside of one; `due` is today or later. It opens the team's next meeting.

    Raises RuleBroken (meeting_closed, agreement_in_past, other_customers_deal).
    """
    if meeting is not None:
        meeting = locked_meeting(meeting)
        team = meeting.team
        if meeting.state == Meeting.State.CLOSED:
            raise RuleBroken("meeting_closed")
    if due < today():
        raise RuleBroken("agreement_in_past", day=due.isoformat())
    if opportunity is not None:
        if account is not None and opportunity.account_id != account.pk:
            raise RuleBroken("other_customers_deal")
        account = opportunity.account
    about = {"account": account, "opportunity": opportunity, "three_w": three_w}
    made = Agreement.objects.create(
        text=text, owner=owner, due=due, meeting=meeting, team=team, created_by=by, **about
    )  # fmt: skip
    told = {name: (None, value) for name, value in {"owner": owner, "due": due, **about}.items() if value}
    audit.record(made, "create_agreement", by=by, changes=told)
    _tell(made, by)
    return made


@transaction.atomic
def edit_agreement(
    agreement: Agreement, *, by: Person | None, seen: int, text: str, owner: Person, due: date
) -> Agreement:
    """Put it in other words, give it to another, or to another day. Raises Stale, RuleBroken (agreement_settled, …)."""
    now = locked(agreement, seen=seen)
    if now.state != OPEN:
        raise RuleBroken("agreement_settled")
    if due != now.due and due < today():
        raise RuleBroken("agreement_in_past", day=due.isoformat())
    before = now.owner_id
    changed = write(now, "edit_agreement", by=by, values={"text": text, "owner": owner, "due": due})
    if owner.pk != before:
        _tell(changed, by)
    return changed


def _tell(agreement: Agreement, by: Person | None) -> None:
    """Who is to do it hears of it, unless one agreed it with oneself."""
    if by is None or by.pk == agreement.owner_id:
        return
    key = f"agreement:{agreement.pk}:{agreement.version}"
    said = {"by": str(by), "title": agreement.text, "day": agreement.due.isoformat()}
    tell([notice(agreement.owner_id, "agreement_made", key=key, kind="agreement", object_id=agreement.pk, **said)])


@transaction.atomic
def settle_agreement(agreement: Agreement, *, by: Person | None, seen: int, state: str, because: str = "") -> Agreement:
    """Say that it was kept, not kept or dropped; the last two with a reason.

    Raises Stale, RuleBroken (agreement_settled, reason_needed_here).
    """
    now = locked(agreement, seen=seen)
    if now.state != OPEN:
        raise RuleBroken("agreement_settled")
    if state != KEPT and not because.strip():
        raise RuleBroken("reason_needed_here")
    values = {"state": Agreement.State(state), "because": because.strip(), "settled_on": today()}
    return write(now, "settle_agreement", by=by, values=values)


@transaction.atomic
def reopen_agreement(agreement: Agreement, *, by: Person | None, seen: int) -> Agreement:
    """It is to be done after all. Raises Stale, RuleBroken (agreement_open)."""
    now = locked(agreement, seen=seen)
    if now.state == OPEN:
        raise RuleBroken("agreement_open")
    return write(now, "reopen_agreement", by=by, values={"state": OPEN, "because": "", "settled_on": None})


@transaction.atomic
def note_agreements_export(rows: int, *, by: Person, asked: str) -> None:
    """Every export is logged: how the list was filtered, how many rows."""
    audit.record(Agreement(), "export_agreements", by=by, changes={"asked": ("", asked), "rows": (0, rows)})


def open_agreements(person: Person) -> QuerySet[Agreement]:
    """What a person still has to keep."""
    return Agreement.objects.filter(owner=person, state="open")


def count_agreements(person: Person) -> int:
    return open_agreements(person).count()


@transaction.atomic
def hand_over_agreements(person: Person, *, to: Person, by: Person | None) -> int:
    """Give everything that a leaver agreed to and did not do yet to another."""
    moved = open_agreements(person).update(owner=to, version=F("version") + 1)
    if moved:
        audit.record(person, "hand_over_agreements", by=by, changes={"owner": (person, to), "agreements": (moved, 0)})
    return moved
