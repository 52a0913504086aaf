"""The tickler box as a page shows it: how many cards lie in each slot, and the cards of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from xiaolu.activities.models import Activity
from xiaolu.clocks.models import RunningClock
from xiaolu.clocks.queries import open_on
from xiaolu.domain.method import Stage
from xiaolu.domain.tickler import Slot, Span, box, counts
from xiaolu.methods.queries import rules_of, shades
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.gates import lacks, with_version

CARDS = 40


@dataclass(frozen=True)
class Drawer:
    """One slot of the box with how many cards lie in it; `late`: of today's slot, those that are overdue."""

    span: Span
    cards: int
    late: int = 0

    @property
    def key(self) -> str:
        """How an address names the slot: d25, m3."""
        return f"{self.span.slot.kind[0]}{self.span.slot.number}"


@dataclass(frozen=True)
class Card:
    """An open opportunity as a card of the box: where it stands since when, when it was last touched, what its gate lacks."""

    opportunity: Opportunity
    stage: Stage
    ramp: str
    days_in_stage: int
    touched: date | None
    lacks: int
    today: date
    measure: str = ""
    clock: RunningClock | None = None  # the open one that is due first

    @property
    def is_late(self) -> bool:
        return bool(self.opportunity.next_date and self.opportunity.next_date < self.today)

    @property
    def days_late(self) -> int:
        return (self.today - (self.opportunity.next_date or self.today)).days

    @property
    def is_silent(self) -> bool:
        """Whether it stands in its stage longer than the method allows without anything done."""
        rots, last = self.stage.rots_after_days, self.touched or self.opportunity.stage_since
        return rots is not None and (self.today - last).days > rots


def open_cards(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """Of these opportunities the open ones: each is one card, in exactly one slot."""
    return rows.filter(stage_kind="open", withdrawn=False)


def drawers(rows: QuerySet[Opportunity], today: date) -> list[Drawer]:
    """The slots of a box, today's first, with exact counts of these opportunities' cards."""
    dates = [
        (day, cards)
        for day, cards in open_cards(rows).order_by().values_list("next_date").annotate(n=Count("pk"))
        if day
    ]
    in_slot, late = counts(dates, today), sum(cards for day, cards in dates if day < today)
    return [
        Drawer(span, in_slot.get(span.slot, 0), late if span.slot == Slot("day", today.day) else 0)
        for span in box(today)
    ]


def chosen_span(key: str, today: date) -> Span:
    """The slot that an address names; today's for anything else."""
    spans = {f"{span.slot.kind[0]}{span.slot.number}": span for span in box(today)}
    return spans.get(key) or next(iter(spans.values()))


def in_span(rows: QuerySet[Opportunity], span: Span) -> QuerySet[Opportunity]:
    """The cards of a slot."""
    rows = open_cards(rows).filter(next_date__lte=span.last.toordinal())
    return rows.filter(next_date__gte=span.first.toordinal()) if span.first else rows


def cards(rows: QuerySet[Opportunity], today: date, *, by_amount: bool = True, most: int = CARDS) -> list[Card]:
    """The first cards in the order in which they are worked: the longest overdue, then the largest."""
    order = ("next_date", "-amount", "pk") if by_amount else ("next_date", "pk")
    found = list(with_version(rows).select_related("account", "contact", "owner", "method").order_by(*order)[:most])
    missing, touched = lacks(found), last_touched(found)
    running = open_on("opportunity", [one.pk for one in found]) if found else {}
    return [_card(one, missing.get(one.pk, 0), touched.get(one.pk), today, running.get(one.pk)) for one in found]


def _card(one: Opportunity, missing: int, touched: date | None, today: date, clock: RunningClock | None) -> Card:
    rules = rules_of(one.method_id)
    days = (today - one.stage_since).days
    return Card(one, rules.stage(one.stage), shades(rules)[one.stage], days, touched, missing, today,
                rules.volume.measure if rules.volume else "", clock)  # fmt: skip


def last_touched(opportunities: Sequence[Opportunity]) -> dict[int, date]:
    """The day of the last thing done on each of these opportunities; those without are left out. One query."""
    ids = [one.pk for one in opportunities]
    if not ids:
        return {}
    rows = Activity.objects.filter(opportunity__in=ids, state="done", withdrawn=False).order_by()
    days = rows.values_list("opportunity").annotate(last=Max("day"))
    return {pk: day if isinstance(day, date) else date.fromordinal(day) for pk, day in days}
