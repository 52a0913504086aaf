"""What a yellow card 黄卡 says: who, needs, budget, current product, rivals, intention, who decides, history, next date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiaolu.activities.models import Activity
from xiaolu.customers.models import Contact, Foothold
from xiaolu.domain.method import Stage
from xiaolu.methods.queries import rules_of
from xiaolu.pipeline.models import Evidence, Opportunity
from xiaolu.pipeline.queries.gates import FIELD, evidence_of

HISTORY, PEOPLE = 6, 4
ASKED = ("need", "budget", "current_product", "intention", "terms")  # what gates ask for and no column holds


@dataclass(frozen=True)
class YellowCard:
    """One customer card. Times are days; a line that nobody filled in is ''."""

    opportunity: Opportunity
    stage: Stage
    since: int
    contacts: Sequence[Contact]
    told: dict[str, str]
    rivals: Sequence[Foothold]
    history: Sequence[Activity]
    planned: Activity | None
    others: int  # further open opportunities of the customer
    measure: str

    @property
    def deciders(self) -> list[Contact]:
        """Those who have a say, whoever decides first."""
        say = {"decides": 0, "may_refuse": 1, "advises": 2}
        return sorted((one for one in self.contacts if one.authority in say), key=lambda one: say[one.authority])


def yellow_cards(deals: Sequence[Opportunity], today: date) -> list[YellowCard]:
    """The cards of these opportunities (with account, contact, owner), in a few statements for all."""
    ids, accounts = [one.pk for one in deals], {one.account_id for one in deals if one.account_id}
    evidence = evidence_of(ids)
    contacts, rivals, done, planned = _contacts(accounts), _rivals(accounts), _done(ids), _planned(ids)
    open_at = _open_at(accounts)
    cards = []
    for deal in deals:
        account, rules = deal.account_id or 0, rules_of(deal.method_id)
        stage, measure = rules.stage(deal.stage), rules.volume.measure if rules.volume else ""
        cards.append(
            YellowCard(
                deal, stage, (today - deal.stage_since).days, contacts.get(account, [])[:PEOPLE], told_by(evidence.get(deal.pk, [])),
                rivals.get(account, [])[:3], done.get(deal.pk, [])[:HISTORY], planned.get(deal.pk),
                max(open_at.get(account, 0) - (deal.stage_kind == "open"), 0), measure,
            )
        )  # fmt: skip
    return cards


def told_by(evidence: Sequence[Evidence]) -> dict[str, str]:
    """What was written down for the fields that have no column; the latest counts."""
    found = {row.milestone.removeprefix(FIELD): row.note for row in evidence if row.milestone.startswith(FIELD)}
    return {name: found.get(name, "") for name in ASKED}


def _contacts(accounts: set[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    for one in Contact.objects.filter(account__in=accounts, archived=False).order_by("pk"):
        found.setdefault(one.account_id, []).append(one)
    return found


def _rivals(accounts: set[int]) -> dict[int, list[Foothold]]:
    found: dict[int, list[Foothold]] = {}
    for one in (
        Foothold.objects.filter(account__in=accounts, archived=False).select_related("competitor").order_by("pk")
    ):
        found.setdefault(one.account_id, []).append(one)
    return found


def _done(ids: Sequence[int]) -> dict[int, list[Activity]]:
    found: dict[int, list[Activity]] = {}
    rows = Activity.objects.filter(opportunity__in=ids, state="done", withdrawn=False).select_related("owner")
    for one in rows.order_by("-day", "-id"):
        found.setdefault(one.opportunity_id or 0, []).append(one)
    return found


def _planned(ids: Sequence[int]) -> dict[int, Activity]:
    rows = Activity.objects.filter(opportunity__in=ids, state="planned", withdrawn=False).order_by("-day", "-id")
    return {one.opportunity_id or 0: one for one in rows}


def _open_at(accounts: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = Opportunity.objects.filter(account__in=accounts, stage_kind="open", withdrawn=False)
    for account in rows.values_list("account", flat=True):
        found[account or 0] = found.get(account or 0, 0) + 1
    return found
