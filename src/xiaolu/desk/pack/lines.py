"""What a told pack is made of: plain lines for page, print and files. See `desk.pack.told`."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from xiaolu.activities.models import Activity
from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import Method as Rules
from xiaolu.pipeline.models import Opportunity

NAMED = 12  # deals of one list on a page


@dataclass(frozen=True)
class Sized:
    """A count with its size; `amount` None where it is hidden."""

    label: str
    name: str
    count: int
    amount: int | None
    volume: int
    href: str = ""
    ramp: str = ""


@dataclass(frozen=True)
class KpiLine:
    """A figure as it was shown: its value, target and what may be said of it, in words."""

    code: str
    name: str
    reading: Reading
    value: str
    target: str
    quotient: str
    status: str
    tone: str
    href: str
    percent: bool
    step: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class DealLine:
    """A deal that is the reader's to see, as the pack tells of it."""

    deal: Opportunity
    day: str = ""
    amount: int | None = None
    volume: int = 0
    stage: str = ""
    days: int | None = None
    reason: str = ""
    competitor: str = ""

    @property
    def url(self) -> str:
        return reverse("pipeline:opportunity_detail", args=[self.deal.pk])


@dataclass(frozen=True)
class Deals:
    """Some deals by name: how many there are, and those of them that the reader sees."""

    name: str
    label: str
    count: int
    rows: list[DealLine] = field(default_factory=list)
    href: str = ""

    @property
    def first(self) -> list[DealLine]:
        """Those that a page names."""
        return self.rows[:NAMED]

    @property
    def unnamed(self) -> int:
        """How many more there are, or are not the reader's to see."""
        return self.count - len(self.first)


@dataclass(frozen=True)
class PersonLine:
    """One person's figures and what they mean."""

    name: str
    counts: list[tuple[str, int, str]]
    main: str
    main_href: str
    links: list[tuple[str, str, str]]
    verdict: str
    tone: str
    cause: str
    cards: list[str]


@dataclass(frozen=True)
class PlanLine:
    """What one person plans; `due` None: it can only be told of today."""

    person: int
    name: str
    planned: int
    due: int | None
    overdue: int | None
    activities: list[Activity]


@dataclass(frozen=True)
class Trend:
    name: str
    percent: bool
    days: list[str]
    values: list[float | None]
    target: float | None

    @property
    def labels(self) -> list[str]:
        """Month and day of each week."""
        return [day[5:] for day in self.days]


@dataclass(frozen=True)
class Told:
    """A pack in words and numbers, as one reader may see it."""

    rules: Rules
    scope: str
    at: date
    since: date
    measure: str
    changes: list[Sized]
    moves: list[Sized]
    funnel: list[Sized]
    kpis: list[KpiLine]
    chain: list[KpiLine]
    weakest: str
    cause: str
    advice: str
    cards: list[str]
    trends: list[Trend]
    people: list[PersonLine]
    columns: list[str]
    main_name: str
    deals: list[Deals]
    reasons: list[Sized]
    lost: Deals
    late_counts: list[tuple[str, int]]
    late: Deals
    fizzled: Deals | None
    plans: list[PlanLine]
    amounts: bool
    unit: str

    @property
    def bars(self) -> list[dict[str, object]]:
        """The waterfall, in the measure that the reader may see."""
        return [
            {
                "label": one.label,
                "value": getattr(one, self.measure),
                "href": one.href,
                "kind": _kind(one, self.measure),
            }
            for one in self.changes
            if one.name in ("opening", "closing") or getattr(one, self.measure)
        ]

    @property
    def stuck(self) -> list[Deals]:
        """What stands too long and what fizzled out, as far as there is any."""
        return [one for one in (self.fizzled, self.late) if one and one.count]

    @property
    def is_empty(self) -> bool:
        return not (self.people or any(one.count for one in self.changes))


def _kind(one: Sized, measure: str) -> str:
    if one.name in ("opening", "closing"):
        return "total"
    return "blue" if one.name == "won" else "up" if getattr(one, measure) > 0 else "down"
