"""The one place that says which events clocks hear of: what happens to opportunities, customers and activities.

| what happens                                                     | events                                |
| ---------------------------------------------------------------- | ------------------------------------- |
| an opportunity is made for, or handed to, somebody by another    | assigned                              |
| a customer is handed to somebody by another (the method in use)  | assigned                              |
| a call, message, visit, meeting or demonstration is recorded     | attempted                             |
| … and the customer was reached                                   | spoken_with                           |
| a call; a visit                                                  | call_done; visit_done                 |
| … and it is a key activity that the method calls an event        | that event                            |
| a milestone that the method calls an event is reached            | that event                            |
| a stage that the method calls an event is entered or jumped over | that event                            |
| “delivered on”, “paid on” are filled                             | delivered; paid                       |
| an opportunity enters a paid stage                               | paid                                  |
| an opportunity is won                                            | won                                   |
| it is lost (won before or not), withdrawn, or goes to nobody     | its clocks are dropped                |

Events that a method may name are those of `domain.method.DECLARED`: quotation_asked, quotation_given, order_placed,
delivered, accepted, paid. What evidence and a stage both say is heard once. Imports say nothing of this.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from xiaolu.activities.models import Activity
from xiaolu.clocks import actions as clocks
from xiaolu.clocks.actions import Subject
from xiaolu.clocks.queries import open_on
from xiaolu.customers.models import Account
from xiaolu.domain.events import of_activity
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person
from xiaolu.org.queries import day_of, zone
from xiaolu.pipeline.actions import reassign_opportunities
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.gates import rules_under
from xiaolu.pipeline.queries.methods import in_use

TRIES = ("call", "message", "visit", "meeting", "demonstration")
FACE_TO_FACE = ("visit", "meeting", "demonstration")  # whoever was there was reached, unless said otherwise
FEW = 20  # customers handed over at once that each start a clock; more are a reorganisation


def deal_subject(deal: Opportunity) -> Subject:
    account = deal.account.name if deal.account else ""
    return Subject("opportunity", deal.pk, deal.owner, deal.title, account, deal.method_id)


def deal_owned(opportunity: Opportunity, before: int | None, *, by: Person | None, fresh: bool) -> None:
    """An opportunity has another owner: its clocks go along, and what begins with `assigned` begins."""
    deal = opportunity
    if before is not None:
        clocks.hand_over("opportunity", deal.pk, to=deal.owner, by=by)
    given = deal.owner is not None and by is not None and deal.owner_id != by.pk
    if not (fresh and given and deal.stage_kind == "open"):
        return
    key = f"given:{deal.pk}:{deal.version}"
    said = {"by": str(by), "title": deal.title}
    clocks.tell(
        [clocks.notice(deal.owner_id or 0, "assigned_deal", key=key, kind="opportunity", object_id=deal.pk, **said)]
    )
    if deal.account_id:  # the clock of the opportunity stands for that of its customer
        clocks.drop("account", deal.account_id, by=by)
    clocks.happened("assigned", deal_subject(deal), rules_under(deal).clocks, by=by)


def deal_ended(opportunity: Opportunity, *, by: Person | None) -> None:
    """An opportunity is won, or its clocks have nothing to wait for any more."""
    deal = opportunity
    if deal.withdrawn or deal.stage_kind == "lost":
        clocks.drop("opportunity", deal.pk, by=by)
    else:
        clocks.happened("won", deal_subject(deal), rules_under(deal).clocks, by=by)


def deal_reached(opportunity: Opportunity, events: Iterable[str], *, by: Person | None, on: date) -> None:
    """What the method calls an event was reached, on a day: at the opportunity, and at its customer."""
    if opportunity.withdrawn or opportunity.stage_kind == "lost":
        return
    for event in events:
        _both(event, opportunity, opportunity.account_id, opportunity.owner, by=by, at=moment_on(on))


def _both(
    event: str, deal: Opportunity | None, account: int | None, owner: Person | None, *, by: Person | None, at: datetime
) -> None:
    """An event at an opportunity, where rules may begin with it, and at a customer, where clocks may wait for it."""
    if deal is not None and not deal.withdrawn:
        clocks.happened(event, deal_subject(deal), rules_under(deal).clocks, by=by, at=at)
    if account:
        clocks.happened(event, Subject("account", account, owner), by=by, at=at)


def accounts_owned(rows: list[tuple[int, int | None, int | None]], by: Person | None) -> None:
    """Customers have other owners: their clocks go along; a few that were handed over by another begin anew."""
    _tell_given(rows, by)
    running = open_on("account", [account for account, _, _ in rows])
    beginning = [row for row in rows if by and row[2] not in (None, by.pk)] if len(rows) <= FEW else []
    if not running and not beginning:
        return
    people = Person.objects.in_bulk({after for _, _, after in rows if after})
    for pk in running:
        after = next(owner for account, _, owner in rows if account == pk)
        clocks.hand_over("account", pk, to=people.get(after or 0), by=by)
    method = in_use() if beginning else None
    if method is None or not any(rule.starts == "assigned" for rule in rules_of(method).clocks):
        return
    accounts = Account.objects.in_bulk([pk for pk, _, _ in beginning])
    for pk, _before, after in beginning:
        subject = Subject("account", pk, people[after or 0], accounts[pk].name, accounts[pk].name, method.pk)
        clocks.happened("assigned", subject, rules_of(method).clocks, by=by)


def _tell_given(rows: list[tuple[int, int | None, int | None]], by: Person | None) -> None:
    """Whoever was given customers by somebody else hears of it: of one by its name, of several how many."""
    given: dict[int, list[int]] = {}
    for account, _before, after in rows:
        if by and after and after != by.pk:
            given.setdefault(after, []).append(account)
    names = dict(Account.objects.filter(pk__in=[ids[0] for ids in given.values()]).values_list("pk", "name"))
    moment = timezone.now().timestamp()
    clocks.tell(
        clocks.notice(person, "assigned_account", key=f"given:account:{ids[0]}:{moment}", kind="account", object_id=ids[0],
                      by=str(by), title=names[ids[0]])
        if len(ids) == 1
        else clocks.notice(person, "assigned_many", key=f"given:accounts:{moment}", by=str(by), n=len(ids))
        for person, ids in given.items()
    )  # fmt: skip


def activity_done(activity: Activity, *, by: Person | None) -> None:
    """What was recorded happened at the opportunity and at the customer, when it was done."""
    for event in events_of(activity):
        _both(event, activity.opportunity, activity.account_id, activity.owner, by=by, at=moment_of(activity))


def events_of(activity: Activity) -> list[str]:
    """The events that a done activity is."""
    found = ["attempted"] if activity.kind in TRIES else []
    if found and (activity.reached or (activity.reached is None and activity.kind in FACE_TO_FACE)):
        found.append("spoken_with")
    found += {"call": ["call_done"], "visit": ["visit_done"]}.get(activity.kind, [])
    deal = activity.opportunity
    named = of_activity(rules_under(deal), activity.key_activity) if deal and activity.key_activity else ""
    return [*found, named] if named else found


def moment_of(activity: Activity) -> datetime:
    """When an activity was done."""
    return moment_on(activity.day, activity.start)


def moment_on(day: date, start: time | None = None) -> datetime:
    """The moment of what was done on a day: now for today; for an earlier day its time, the end of the day where none was said."""
    now = timezone.now()
    if day == day_of(now):
        return now
    return datetime.combine(day, start or time(23, 59), zone())


def give_back(deal_id: int) -> None:
    """An opportunity that nobody cared for goes to nobody, so that somebody else may take it. Raises RuleBroken."""
    deal = Opportunity.objects.select_related("owner").get(pk=deal_id)
    if deal.stage_kind == "open" and deal.owner_id:
        reassign_opportunities([deal], to=None, by=None)


def hold_deal(deal_id: int) -> None:
    """Hold an opportunity until the transaction ends."""
    list(Opportunity.objects.select_for_update().filter(pk=deal_id).values_list("pk"))


def open_deals(ids: list[int]) -> set[int]:
    """Of these ids the opportunities that are there."""
    return set(Opportunity.objects.filter(pk__in=ids, withdrawn=False).values_list("pk", flat=True))


def open_accounts(ids: list[int]) -> set[int]:
    """Of these ids the customers that are there."""
    rows = Account.objects.filter(pk__in=ids, merged_into__isnull=True, archived=False)
    return set(rows.values_list("pk", flat=True))
