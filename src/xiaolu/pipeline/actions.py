"""Every change to an opportunity. One function, one transaction, one audit entry; the ledger is written alongside."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from xiaolu.domain.ledger import FACTS
from xiaolu.domain.periods import month_of
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.methods.models import Method
from xiaolu.methods.queries import newest, rules_of
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import cards, ledger
from xiaolu.pipeline.models import ExternalKey, Opportunity
from xiaolu.search import actions as search

FOREIGN = {"owner": "owner_id", "industry": "industry_id", "source": "source_id", "product": "product_id"}


def locked(opportunity: Opportunity, *, seen: int | None) -> Opportunity:
    """The row, locked for this transaction. Raises Stale when it changed since the page that was `seen`."""
    now = Opportunity.objects.select_for_update(of=("self",)).select_related("account", "owner").get(pk=opportunity.pk)
    if seen is not None and now.version != seen:
        raise Stale(now.title, seen, now.version)
    if now.withdrawn:
        raise RuleBroken("withdrawn")
    return now


@transaction.atomic
def create_opportunity(
    *, method: Method, stage: str = "", by: Person | None, on: date | None = None, **values: object
) -> Opportunity:
    """A new opportunity under the newest published version, in the method's first open stage unless another is named.

    Raises RuleBroken for a stage that the method does not have, or a day after today.
    """
    version, rules = newest(method), rules_of(method)
    on = on or today()
    if on > today():
        raise RuleBroken("day_in_future", day=on.isoformat())
    stage = stage or rules.first_open
    if stage not in rules.codes:
        raise RuleBroken("unknown_stage", stage=stage)
    opportunity = Opportunity(
        method=method, version_of_method=version, stage=stage, created_on=on, stage_since=on, **values
    )
    opportunity.stage_kind = rules.stage(stage).kind
    if opportunity.stage_kind == "open" and opportunity.next_date is None:
        opportunity.next_date = cards.default_next_date(rules.stage(stage), today())
    opportunity.save()
    ledger.begin(opportunity, by=by, on=on)
    index(opportunity)
    audit.record(opportunity, "create_opportunity", by=by, changes={"stage": (None, stage)})
    return opportunity


@transaction.atomic
def move_opportunity(
    opportunity: Opportunity, *, to: str, by: Person | None, on: date | None = None, seen: int | None = None,
    reason: str = "", competitor: str = "",
) -> Opportunity:  # fmt: skip
    """Move to another stage of the method on a day (today). A lost stage and a move back need a reason.

    Raises Stale, RuleBroken (unknown_stage, reason_needed, day_in_future, before_creation, withdrawn).
    """
    opportunity = locked(opportunity, seen=seen)
    on = on or today()
    before = ledger.stage_on(opportunity, on)
    require_movable(opportunity, before, to, reason)
    ledger.state_facts(opportunity, {"stage": to}, by=by, on=on, reason=reason)
    rules = rules_of(opportunity.method_id)
    if opportunity.stage == to and rules.stage(to).kind == "lost":
        opportunity.lost_reason, opportunity.competitor = reason, competitor or opportunity.competitor
    if opportunity.stage_kind == "open":
        opportunity.next_date = opportunity.next_date or cards.default_next_date(
            rules.stage(opportunity.stage), today()
        )
    else:
        opportunity.next_date = None
    _save(opportunity)
    audit.record(
        opportunity, "move_opportunity", by=by, changes={"stage": (before, to), "reason": ("", reason), "day": ("", on)}
    )
    return opportunity


def require_movable(opportunity: Opportunity, before: str, to: str, reason: str) -> None:
    """What a move asks for: a stage of the method, and a reason where it goes back, skips or is lost. Raises RuleBroken."""
    rules = rules_of(opportunity.method_id)
    if to not in rules.codes or rules.stage(to).retired:
        raise RuleBroken("unknown_stage", stage=to)
    stage, now = rules.stage(to), rules.stage(before)
    if stage.kind == "lost" and now.kind != "lost" and not reason:
        raise RuleBroken("reason_needed")
    if now.kind == "open" and stage.kind != "lost":
        ahead = [code for code in rules.of_kind("open", "won", "paid") if not rules.stage(code).retired]
        step = rules.position(to) - rules.position(before)
        skipped = [code for code in ahead if rules.position(before) < rules.position(code) < rules.position(to)]
        rule = rules.backward_moves if step < 0 else rules.skips if skipped else "free"
        if rule == "never":
            raise RuleBroken("move_not_allowed", stage=to)
        if rule == "with reason" and not reason:
            raise RuleBroken("reason_needed")


@transaction.atomic
def edit_opportunity(
    opportunity: Opportunity, *, by: Person | None, on: date | None = None, seen: int | None = None, **values: Any
) -> Opportunity:
    """Change anything but the stage. What the ledger counts (owner, classes, amounts, close month) is posted on `on`.

    Raises Stale, RuleBroken (day_in_future, before_creation, withdrawn).
    """
    opportunity = locked(opportunity, seen=seen)
    changes = audit.differences(opportunity, values)
    facts = ledger_facts(values)
    for name, value in values.items():
        if name not in FOREIGN and name not in FACTS:
            setattr(opportunity, name, value)
    if facts:
        ledger.state_facts(opportunity, facts, by=by, on=on or today())
    if "expected_close" in values and month_of(opportunity.expected_close) == month_of(values["expected_close"]):
        opportunity.expected_close = values["expected_close"]
    if opportunity.stage_kind == "open" and opportunity.next_date is None:
        raise RuleBroken("next_date_needed")
    _save(opportunity)
    index(opportunity)
    audit.record(opportunity, "edit_opportunity", by=by, changes=changes)
    return opportunity


def ledger_facts(values: Mapping[str, Any]) -> dict[str, object]:
    """Of some field values those that the ledger counts, as it names them."""
    facts: dict[str, object] = {}
    for name, value in values.items():
        if name in FOREIGN:
            facts[name] = getattr(value, "pk", 0) or 0
        elif name == "expected_close":
            facts["close_month"] = month_of(value)
        elif name in FACTS and name != "stage":
            facts[name] = value
    return facts


@transaction.atomic
def reassign_opportunities(
    opportunities: Iterable[Opportunity], *, to: Person | None, by: Person | None, on: date | None = None
) -> int:
    """Give opportunities to another owner on a day; one audit entry each. Gives how many changed hands."""
    moved = 0
    for row in opportunities:
        opportunity = locked(row, seen=None)
        old = opportunity.owner
        if ledger.state_facts(opportunity, {"owner": to.pk if to else 0}, by=by, on=on or today()):
            _save(opportunity)
            index(opportunity)
            audit.record(opportunity, "reassign_opportunity", by=by, changes={"owner": (old, to)})
            moved += 1
    return moved


@transaction.atomic
def follow_method(opportunity_id: int) -> bool:
    """After a version was published: the order of its stages holds for the past too. Whether anything differed."""
    opportunity = Opportunity.objects.select_for_update().get(pk=opportunity_id)
    if opportunity.withdrawn or not ledger.follow_method(opportunity):
        return False
    _save(opportunity)
    audit.record(opportunity, "follow_method", by=None)
    return True


@transaction.atomic
def withdraw_opportunity(
    opportunity: Opportunity, *, by: Person | None, reason: str, seen: int | None = None
) -> Opportunity:
    """Entered by mistake: every posting is reversed on its own day, as if it had never been. Raises Stale, RuleBroken."""
    opportunity = locked(opportunity, seen=seen)
    if not reason:
        raise RuleBroken("reason_needed")
    ledger.cancel(opportunity, [one.id for one in ledger.statements_of(opportunity.pk)], by=by, reason=reason)
    _save(opportunity)
    search.forget("opportunity", [opportunity.pk])
    audit.record(opportunity, "withdraw_opportunity", by=by, changes={"reason": ("", reason)})
    return opportunity


def save_imported(opportunity: Opportunity, before: str, *, by: Person | None) -> None:
    """Keep an opportunity whose stages an import corrected; the ledger was written already."""
    _save(opportunity)
    index(opportunity)
    audit.record(opportunity, "import_opportunity", by=by, changes={"stage": (before, opportunity.stage)})


def _save(opportunity: Opportunity) -> None:
    opportunity.version += 1
    opportunity.save()


def index(opportunity: Opportunity) -> None:
    """Make the opportunity findable by its customer, title and number."""
    search.index_many([search_entry(opportunity)])


def index_many(opportunities: QuerySet[Opportunity]) -> None:
    """Make many opportunities findable at once, after a bulk write."""
    rows = opportunities.select_related("account").iterator(chunk_size=2000)
    search.index_many((search_entry(row) for row in rows), fresh=True)


def search_entry(opportunity: Opportunity) -> search.Row:
    """What the search index knows of an opportunity."""
    account = opportunity.account
    texts = [opportunity.name, opportunity.number] + (
        [account.name, account.pinyin, account.initials] if account else []
    )
    return search.Row(
        "opportunity", opportunity.pk, opportunity.title, [text for text in texts if text],
        opportunity.owner_id or 0, opportunity.stage,
    )  # fmt: skip


def follow_account(loser: int, winner: int) -> list[int]:
    """Two accounts were merged: the opportunities of one go to the other, withdrawn ones too. Gives their ids.

    No posting is written: the ledger counts opportunities, whatever account they name.
    """
    moved = list(Opportunity.objects.filter(account=loser).order_by("pk").values_list("pk", flat=True))
    _give_account(moved, winner)
    return moved


def account_in_the_way(moved: list[int], winner: int, contacts: list[int]) -> list[str]:
    """The opportunities that a merge taken back would tear: moved on since, gone, or new ones with a moved contact."""
    there = dict(Opportunity.objects.filter(pk__in=moved).values_list("pk", "account"))
    elsewhere = [number for number in moved if there.get(number) != winner]
    torn = Opportunity.objects.filter(account=winner, contact__in=contacts).exclude(pk__in=moved)
    return [f"OP{number}" for number in [*elsewhere, *torn.order_by("pk").values_list("pk", flat=True)]]


def account_taken_back(moved: list[int], loser: int) -> None:
    """The merge is taken back: these opportunities are the loser's again."""
    _give_account(moved, loser)


def _give_account(opportunities: list[int], account: int) -> None:
    rows = Opportunity.objects.filter(pk__in=opportunities)
    rows.update(account=account)
    search.index_many(search_entry(row) for row in rows.filter(withdrawn=False).select_related("account"))


def follow_keys(loser: int, winner: int) -> list[int]:
    """What other systems call the loser of a merge leads to the winner. Gives the ids of these keys."""
    moved = list(ExternalKey.objects.filter(kind="account", object_id=loser).values_list("pk", flat=True))
    ExternalKey.objects.filter(pk__in=moved).update(object_id=winner)
    return moved


def keys_in_the_way(moved: list[int], winner: int, contacts: list[int]) -> list[str]:
    there = ExternalKey.objects.filter(pk__in=moved).exclude(object_id=winner)
    return list(there.order_by("pk").values_list("key", flat=True))


def keys_taken_back(moved: list[int], loser: int) -> None:
    ExternalKey.objects.filter(pk__in=moved).update(object_id=loser)
