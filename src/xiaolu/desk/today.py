"""What the first page of the day says, for each role what it uses: cards, appointments, the team, the funnel, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from xiaolu.activities import access as activities
from xiaolu.activities import meeting_access
from xiaolu.activities import queries as plans
from xiaolu.activities.models import Activity, Agreement
from xiaolu.activities.queries import meetings, tickler
from xiaolu.domain.workdays import calendar, is_working_day
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of, shades
from xiaolu.org.access import few_owners, owners_seen_by
from xiaolu.org.models import Person
from xiaolu.pipeline.access import answers_to_read, requests_to_decide
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.methods import in_use
from xiaolu.pipeline.queries.sums import NOTHING, Sums, standing
from xiaolu.pipeline.scopes import everything

CARDS, STRIP, PEOPLE, AGREEMENTS = 8, 10, 15, 6


def greeting(hour: int, name: str) -> str:
    """By the hour in the company's zone."""
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    return _("Good afternoon, %(name)s") % {"name": name} if hour < 18 else _("Good evening, %(name)s") % {"name": name}


def kind_of_day(day: date) -> str:
    """A weekend that is worked to make up for a holiday, a holiday in the week; '' for a usual day."""
    if day.weekday() >= 5 and is_working_day(day):
        return _("make-up working day")
    if day in calendar(day.year):
        return _("public holiday")
    return ""


@dataclass(frozen=True)
class Plan:
    """What a person has to do today and what was left from before; `collides`: it wants the same minutes as another."""

    activity: Activity
    collides: bool = False


@dataclass(frozen=True)
class Band:
    """A stage of the funnel with what stands in it; `share` of the largest, 0 to 100."""

    code: str
    name: Any
    ramp: str
    sums: Sums
    share: int


@dataclass(frozen=True)
class TeamLine:
    """What one person of the team has today."""

    person: Person
    due: int
    late: int
    planned: int
    done: int


@dataclass(frozen=True)
class Today:
    """The page. Parts that a role does not use are empty."""

    cards: list[tickler.Card] = field(default_factory=list)
    due: int = 0
    strip: list[tickler.Drawer] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    left: list[Activity] = field(default_factory=list)
    done: list[Activity] = field(default_factory=list)
    team: list[TeamLine] = field(default_factory=list)
    method: Method | None = None
    rules: Any = None
    funnel: list[Band] = field(default_factory=list)
    to_decide: int = 0
    to_read: int = 0
    agreements: list[Agreement] = field(default_factory=list)
    abouts: Mapping[int, meeting_access.About] = field(default_factory=dict)
    team_late: int = 0

    @property
    def own_agreements(self) -> set[int]:
        """One settles what one agreed to oneself."""
        return {one.pk for one in self.agreements}


def today_of(user: Person, now: date) -> Today:
    """Everything of a person's day in a fixed number of statements."""
    mine = Opportunity.objects.filter(owner=user, withdrawn=False)
    drawers = tickler.drawers(mine, now) if user.edit_scope else []
    cards = tickler.in_span(mine, tickler.chosen_span("", now))
    found = tickler.cards(cards, now, by_amount=not user.hides("amounts"), most=CARDS) if user.edit_scope else []
    method = in_use()
    timed = list(plans.joined_on(user, now).select_related("account", "owner"))
    return Today(
        cards=found,
        due=drawers[0].cards if drawers else 0,
        strip=drawers[:STRIP],
        plans=_plans(user, timed, now),
        left=list(_own(user, "planned").filter(day__lt=now.toordinal()).order_by("day", "pk")[:5]),
        done=list(_own(user, "done").filter(day=now.toordinal()).order_by("-done_at")[:20]),
        team=team_lines(user, now) if user.scope in ("subtree", "all") else [],
        method=method,
        rules=rules_of(method.pk) if method else None,
        funnel=funnel(user, method, now) if method else [],
        to_decide=requests_to_decide(user).count(),
        to_read=answers_to_read(user).count(),
        agreements=(agreements := list(meetings.open_of(user)[:AGREEMENTS])),
        abouts=meeting_access.abouts(user, agreements),
        team_late=_late_agreements(user, now) if user.edit_scope in ("subtree", "all") else 0,
    )


def _late_agreements(user: Person, now: date) -> int:
    others = meeting_access.agreements_seen_by(user).exclude(owner=user)
    return meetings.due_by(others, now - timedelta(days=1))


def _own(user: Person, state: str) -> QuerySet[Activity]:
    rows = Activity.objects.filter(owner=user, state=state, withdrawn=False)
    return rows.select_related("account", "owner", "opportunity__account")


def _plans(user: Person, timed: list[Activity], now: date) -> list[Plan]:
    collide = plans.overlapping_ids(timed)
    untimed = _own(user, "planned").filter(day=now.toordinal(), start__isnull=True).order_by("pk")[:20]
    shown = [Plan(one, one.pk in collide) for one in timed if one.state == "planned"]
    return shown + [Plan(one) for one in untimed]


def funnel(user: Person, method: Method, now: date) -> list[Band]:
    """The open stages of the method and what is won, of all that the person sees; exact, from the ledger."""
    rules, ramps = rules_of(method.pk), shades(rules_of(method.pk))
    totals = standing(Frame(method, "total", everything(user).spans), now).get("total", {})
    stages = [one for one in rules.stages if one.kind == "open" and not one.retired]
    most = max((totals.get(one.code, NOTHING).count for one in stages), default=0) or 1
    return [
        Band(one.code, one.name, ramps[one.code], found, round(100 * found.count / most))
        for one in stages
        for found in [totals.get(one.code, NOTHING)]
    ]


def team_lines(user: Person, now: date) -> list[TeamLine]:
    """Who of the team has how many cards due, overdue, plans and records today; whoever has most overdue first."""
    few = few_owners(user)
    owned = Q(owner__in=few) if few is not None else Q()
    day = now.toordinal()
    due = tickler.open_cards(Opportunity.objects.filter(owned, next_date__lte=day, owner__isnull=False))
    counted = (
        due.order_by().values_list("owner").annotate(due=Count("pk"), late=Count("pk", filter=Q(next_date__lt=day)))
    )
    cards: Mapping[int, tuple[int, int]] = {owner: (all_, late) for owner, all_, late in counted}
    planned, done = _by_owner(owned, "planned", day), _by_owner(owned, "done", day)
    seen = owners_seen_by(user)
    people = (Person.objects.all() if seen is None else seen).filter(pk__in={*cards, *planned, *done} - {user.pk})
    lines = [
        TeamLine(one, *cards.get(one.pk, (0, 0)), planned.get(one.pk, 0), done.get(one.pk, 0))
        for one in people.filter(is_active=True)
    ]
    return sorted(lines, key=lambda line: (-line.late, -line.due, line.person.name))[:PEOPLE]


def _by_owner(owned: Q, state: str, day: int) -> dict[int, int]:
    rows = Activity.objects.filter(owned, state=state, day=day, withdrawn=False).order_by()
    return dict(rows.values_list("owner").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Summary:
    """A customer at one glance, as far as the reader may see: opportunities, what was bought, contact."""

    open: int
    open_amount: int
    won: int
    won_amount: int
    lost: int
    next_date: date | None
    next_action: str
    last: Activity | None
    planned: Activity | None
    done_90: int


def summary_of(user: Person, account: Any, rows: QuerySet[Opportunity], now: date) -> Summary:
    """The figures over a customer's page; `rows`: the opportunities that the user sees."""
    deals: list[Any] = list(
        rows.filter(account=account).values_list("stage_kind", "amount", "next_date", "next_action")
    )
    opened = [one for one in deals if one[0] == "open"]
    won = [one for one in deals if one[0] in ("won", "paid")]
    soonest = min((one for one in opened if one[2]), key=lambda one: one[2], default=None)
    acts = activities.at_account(user, account).select_related("owner", "account")
    done = acts.filter(state="done")
    return Summary(
        len(opened), sum(one[1] for one in opened), len(won), sum(one[1] for one in won), len(deals) - len(opened) - len(won),
        soonest[2] if soonest else None, soonest[3] if soonest else "", done.order_by("-day", "-id").first(),
        acts.filter(state="planned").order_by("day", "id").first(),
        done.filter(day__gte=(now - timedelta(days=90)).toordinal()).count(),
    )  # fmt: skip
