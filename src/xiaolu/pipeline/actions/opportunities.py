"""Making and changing opportunities; the ledger is written alongside. Moves stand in `moves`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from xiaolu.domain.custom_fields import Definition, merged, search_texts
from xiaolu.domain.ledger import FACTS
from xiaolu.domain.periods import month_of
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.methods.models import Method
from xiaolu.methods.queries import newest, rules_of
from xiaolu.org import audit
from xiaolu.org.custom_fields import custom_fields
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline import cards, ledger, reactions
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.cadence import too_late
from xiaolu.pipeline.queries.gates import with_version
from xiaolu.search import actions as search

FOREIGN = {"owner": "owner_id", "industry": "industry_id", "source": "source_id", "product": "product_id"}


def locked(opportunity: Opportunity, *, seen: int | None) -> Opportunity:
    """The row, locked for this transaction. Raises Stale when it changed since the page that was `seen`."""
    rows = with_version(Opportunity.objects.select_for_update(of=("self",)).select_related("account", "owner"))
    now = rows.get(pk=opportunity.pk)
    if seen is not None and now.version != seen:
        raise Stale(now.title, seen, now.version)
    if now.withdrawn:
        raise RuleBroken("withdrawn")
    return now


@transaction.atomic
def create_opportunity(
    *, method: Method, stage: str = "", by: Person | None, on: date | None = None, because: str = "", **values: object
) -> Opportunity:
    """A new opportunity under the newest published version, in the method's first open stage unless another is named.
    `because`: why its next date lies further off than the cadence proposes.

    Raises RuleBroken for a stage that the method does not have, or a day after today.
    """
    version, rules = newest(method), rules_of(method)
    on = on or today()
    if on > today():
        raise RuleBroken("day_in_future", day=on.isoformat())
    stage = stage or rules.first_open
    if "custom" in values:
        values["custom"] = merged({}, values["custom"])  # type: ignore[arg-type]
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
    reactions.owned(opportunity, None, by=by)
    late = lateness(opportunity, {"next_date": (None, opportunity.next_date)}, because) if by else {}
    audit.record(opportunity, "create_opportunity", by=by, changes={"stage": (None, stage), **late})
    return opportunity


@transaction.atomic
def edit_opportunity(
    opportunity: Opportunity, *, by: Person | None, on: date | None = None, seen: int | None = None,
    import_id: int = 0, because: str = "", **values: Any,
) -> Opportunity:  # fmt: skip
    """Change anything but the stage. What the ledger counts (owner, classes, amounts, close month) is posted on `on`.
    `custom` is a patch: own fields of the company that it does not name stay. `because`: why the next date lies further
    off than the cadence proposes.

    Raises Stale, RuleBroken (day_in_future, before_creation, withdrawn).
    """
    opportunity = locked(opportunity, seen=seen)
    if "custom" in values:
        values["custom"] = merged(opportunity.custom, values["custom"])
    changes = audit.differences(opportunity, values)
    if by and not import_id:
        changes |= lateness(opportunity, changes, because)
    set_values(opportunity, values, by=by, on=on or today(), import_id=import_id)
    save(opportunity)
    index(opportunity)
    audit.record(opportunity, "edit_opportunity", by=by, changes=changes)
    return opportunity


def set_values(
    opportunity: Opportunity, values: Mapping[str, Any], *, by: Person | None, on: date, import_id: int = 0
) -> None:
    """Bring a locked row to these values and the ledger with it; the caller saves. Raises as `edit_opportunity`."""
    facts, owner = ledger_facts(values), opportunity.owner_id
    if "next_date" in values:
        opportunity.for_month = bool(values.get("for_month"))
    for name, value in values.items():
        if name not in FOREIGN and name not in FACTS and name != "expected_close":  # the ledger sees it change
            setattr(opportunity, name, value)
    if facts:
        ledger.state_facts(opportunity, facts, by=by, on=on, import_id=import_id)
        reactions.owned(opportunity, owner, by=by)
    if "expected_close" in values and month_of(opportunity.expected_close) == month_of(values["expected_close"]):
        opportunity.expected_close = values["expected_close"]
    if opportunity.stage_kind == "open" and opportunity.next_date is None:
        raise RuleBroken("next_date_needed")


def lateness(
    opportunity: Opportunity, changes: Mapping[str, tuple[Any, Any]], because: str = ""
) -> dict[str, tuple[Any, Any]]:
    """What the audit trail says beside a next date that lies further off than the cadence proposes: that day, and why."""
    due = too_late(opportunity, changes["next_date"][1], today()) if "next_date" in changes else None
    if due is None:
        return {}
    return {"proposed_date": ("", due.day)} | ({"reason": ("", because)} if because else {})


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
    opportunities: Iterable[Opportunity], *, to: Person | None, by: Person | None, on: date | None = None,
    fresh: bool = True,
) -> int:  # fmt: skip
    """Give opportunities to another owner on a day; one audit entry each. Gives how many changed hands.

    `fresh`: as something to begin with, so that clocks of the method start; False for everything of a leaver.
    """
    moved = 0
    for row in opportunities:
        opportunity = locked(row, seen=None)
        old = opportunity.owner
        if ledger.state_facts(opportunity, {"owner": to.pk if to else 0}, by=by, on=on or today()):
            save(opportunity)
            index(opportunity)
            reactions.owned(opportunity, old.pk if old else None, by=by, fresh=fresh)
            audit.record(opportunity, "reassign_opportunity", by=by, changes={"owner": (old, to)})
            moved += 1
    return moved


@transaction.atomic
def follow_method(opportunity_id: int) -> bool:
    """After a version was published: the order of its stages holds for the past too. Whether anything differed."""
    opportunity = Opportunity.objects.select_for_update().get(pk=opportunity_id)
    if opportunity.withdrawn or not ledger.follow_method(opportunity):
        return False
    save(opportunity)
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
    save(opportunity)
    search.forget("opportunity", [opportunity.pk])
    reactions.ended(opportunity, by=by)
    audit.record(opportunity, "withdraw_opportunity", by=by, changes={"reason": ("", reason)})
    return opportunity


def save_imported(opportunity: Opportunity, before: str, *, by: Person | None) -> None:
    """Keep an opportunity whose stages an import corrected; the ledger was written already."""
    save(opportunity)
    index(opportunity)
    if opportunity.stage_kind == "lost":
        reactions.ended(opportunity, by=by)
    audit.record(opportunity, "import_opportunity", by=by, changes={"stage": (before, opportunity.stage)})


def save(opportunity: Opportunity) -> None:
    """Keep the live row with its next version; the caller holds its lock."""
    opportunity.version += 1
    opportunity.save()


def index(opportunity: Opportunity) -> None:
    """Make the opportunity findable by its customer, title and number."""
    search.index_many([search_entry(opportunity)])


def index_many(opportunities: QuerySet[Opportunity], *, fresh: bool = True) -> None:
    """Make many opportunities findable at once, after a bulk write. `fresh`: none of them is in the index yet."""
    rows = opportunities.select_related("account").iterator(chunk_size=2000)
    fields = custom_fields("opportunity")
    search.index_many((search_entry(row, fields) for row in rows), fresh=fresh)


def search_entry(opportunity: Opportunity, fields: Sequence[Definition] | None = None) -> search.Row:
    """What the search index knows of an opportunity. `fields`: the company's own, read when they are not given."""
    account = opportunity.account
    own, hidden = search_texts(custom_fields("opportunity") if fields is None else fields, opportunity.custom)
    texts = [opportunity.name, opportunity.number] + (
        [account.name, account.pinyin, account.initials] if account else []
    )
    return search.Row(
        "opportunity", opportunity.pk, opportunity.title, [text for text in (*texts, *own) if text],
        opportunity.owner_id or 0, opportunity.stage, hidden,
    )  # fmt: skip
