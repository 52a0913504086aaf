"""What the demo company can show for its milestones: most gates kept, some things missing, a few let through."""

from collections.abc import Iterator
from datetime import date
from random import Random

from django.utils import timezone

from xiaolu.methods.models import Method
from xiaolu.operate.demo.history import Walk
from xiaolu.org.models import Membership
from xiaolu.pipeline.models import Change, Evidence, Opportunity, Passage, Request

GATE = "C"  # entered through the gate of N, which asks for the accepted offer
LET_THROUGH, FORGOTTEN, EARLY, ASKED = 0.04, 0.08, 0.35, 0.12
OFFERS = ("客户回签的报价单", "盖章的方案确认单", "采购部邮件确认方案，已打印存档")
SAID = (
    "换油周期能延长一倍，停机就少了一半。",
    "现在的供应商送货老是拖，我们等不起。",
    "废油处理一年要花十几万，想省下来。",
    "只要质量稳定，价格可以谈。",
)


def passed(one: Walk, number: int) -> dict[int, str]:
    """Which entry of a walk was let through a closed gate, and why; chosen by number, so that nothing else shifts."""
    place = next((place for place, (_, stage) in enumerate(one.entries) if stage == GATE), 0)
    return {place: "evidence_follows"} if place and number % 100 < 100 * LET_THROUGH else {}


def prove(method: Method, random: Random) -> None:
    """Evidence for what the opportunities went through, and some that still waits for the manager's word."""
    let_through = set(Change.objects.exclude(override="").values_list("opportunity", flat=True))
    Evidence.objects.bulk_create(offers(method, random, let_through), batch_size=2_000)
    managers = managers_of_owners()
    said = list(confirmations(method, random, managers))
    Evidence.objects.bulk_create(said, batch_size=2_000)
    waiting = [one for one in said if one.confirmed_at is None]
    Request.objects.bulk_create(
        Request(opportunity=one.opportunity, kind="confirmation", evidence=one, day=one.day, asked_by=one.given_by)
        for one in waiting
    )


def offers(method: Method, random: Random, let_through: set[int]) -> Iterator[Evidence]:
    """The accepted offer of those that were won, and of some that are being negotiated."""
    owners = dict(Opportunity.objects.filter(method=method).values_list("pk", "owner_id"))
    rows = Passage.objects.filter(method=method.pk, stage__in=(GATE, "N"), skipped=False).order_by(
        "opportunity", "stage"
    )
    won = set(rows.filter(stage=GATE).values_list("opportunity", flat=True))
    for row in rows.iterator(chunk_size=5_000):
        if row.stage == "N" and (row.opportunity in won or random.random() > EARLY):
            continue
        if row.opportunity in let_through or random.random() < FORGOTTEN:
            continue
        day = date.fromordinal(row.day)
        yield Evidence(
            opportunity_id=row.opportunity, milestone="offer_accepted", kind="file", by_hand=True, day=day,
            note=random.choice(OFFERS), given_by_id=owners[row.opportunity],
        )  # fmt: skip


def confirmations(method: Method, random: Random, managers: dict[int, int]) -> Iterator[Evidence]:
    """The need in the customer's words, for about half of those that are open in A and N; a few still wait."""
    rows = Opportunity.objects.filter(method=method, stage__in=("A", "N"), withdrawn=False, owner__isnull=False)
    for row in rows.order_by("pk").iterator(chunk_size=5_000):
        manager = managers.get(row.owner_id or 0)
        if manager is None or random.random() < 0.5:
            continue
        asked = random.random() < ASKED
        yield Evidence(
            opportunity=row, milestone="needs_known", kind="confirmation", day=row.stage_since, words=random.choice(SAID),
            note="拜访时客户说的", given_by_id=row.owner_id,
            confirmed_by_id=None if asked else manager, confirmed_at=None if asked else timezone.now(),
        )  # fmt: skip


def managers_of_owners() -> dict[int, int]:
    """Person → the manager of the person's home team, for those who are not that manager."""
    rows = list(Membership.objects.values_list("person", "team"))
    leads = dict(Membership.objects.filter(person__grants__role="manager").values_list("team", "person"))
    return {person: leads[team] for person, team in rows if team in leads and leads[team] != person}
