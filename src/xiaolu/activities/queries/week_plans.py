"""A person's week of visits: whom to visit and why, what is planned on which day, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from xiaolu.activities.models import Activity, WeekPlan
from xiaolu.activities.touches import as_day
from xiaolu.customers.models import Contact
from xiaolu.domain.method import Questionnaire, Stage
from xiaolu.domain.named_days import NamedDay, named_day
from xiaolu.domain.visit_proposals import Candidate, Proposal, proposals
from xiaolu.domain.week_plan import Outcome, kept_share, outcome
from xiaolu.domain.workdays import is_working_day
from xiaolu.methods.queries import rules_of, shades
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity

MOST_ASKED, MOST_SHOWN = 1_000, 30


@dataclass(frozen=True)
class Shown:
    """A proposal with its opportunity, as the page shows it."""

    opportunity: Opportunity
    proposal: Proposal
    stage: Stage
    ramp: str
    measure: str = ""


@dataclass(frozen=True)
class Visit:
    """A planned visit: what became of it; `is_first`: nobody was there before; how many of the questions are answered."""

    activity: Activity
    outcome: Outcome
    is_first: bool = False
    answered: int = 0
    asked: int = 0


@dataclass(frozen=True)
class PlanDay:
    """A day of the week with its visits; `fits`: whether visits can still be laid into it."""

    day: date
    named: NamedDay | None
    visits: tuple[Visit, ...]
    fits: bool


@dataclass(frozen=True)
class Week:
    """Everything that the page of a week shows."""

    plan: WeekPlan
    days: tuple[PlanDay, ...]
    proposals: tuple[Shown, ...]
    more: int
    unplanned: tuple[Activity, ...]

    @property
    def visits(self) -> list[Visit]:
        return [visit for day in self.days for visit in day.visits]

    @property
    def counts(self) -> dict[str, int]:
        """How many were done, moved, missed and are to come; and visits that stood in no plan."""
        found = {name: 0 for name in ("done", "moved", "missed", "open")}
        for visit in self.visits:
            found[visit.outcome] += 1
        return found | {"unplanned": len(self.unplanned)}

    @property
    def kept(self) -> tuple[int, int]:
        return kept_share(visit.outcome for visit in self.visits)


def in_table(person: Person) -> QuerySet[Opportunity]:
    """The customers in a person's tracking table: nothing else can be planned."""
    return Opportunity.objects.filter(owner=person, stage_kind="open", withdrawn=False)


def week_of(person: Person, monday: date, now: date, *, chinese: bool) -> Week:
    """A person's week. A fixed number of statements."""
    plan = (
        WeekPlan.objects.filter(person=person, monday=monday.toordinal()).select_related("person", "decided_by").first()
    )
    visits = visits_of(plan, now) if plan else []
    planned = {one.activity.opportunity_id for one in visits}
    shown, more = proposed(person, monday, planned, now) if plan is None or plan.is_open else ([], 0)
    rows = Activity.objects.filter(owner=person, kind="visit", state="done", withdrawn=False, week_plan__isnull=True)
    sunday = monday + timedelta(days=6)
    rows = rows.filter(day__gte=monday.toordinal(), day__lte=sunday.toordinal()).select_related(
        "account", "owner", "opportunity__account"
    )
    days = []
    for step in range(7):
        day = monday + timedelta(days=step)
        own = tuple(one for one in visits if one.activity.plan_day == day)
        if own or is_working_day(day):
            days.append(PlanDay(day, named_day(day, chinese=chinese), own, day >= now))
    return Week(
        plan or WeekPlan(person=person, monday=monday),
        tuple(days),
        tuple(shown),
        more,
        tuple(rows.order_by("day", "pk")[:100]),
    )


def visits_of(plan: WeekPlan, now: date) -> list[Visit]:
    """The visits of a plan in the order of days and times."""
    rows = plan.visits.filter(withdrawn=False).select_related(
        "account", "owner", "opportunity__account", "opportunity__method"
    )
    found = list(rows.order_by("plan_day", "start", "pk"))
    accounts = {one.account_id for one in found if one.account_id}
    known, before = answers_at(accounts), visited_before(accounts, plan.monday)
    return [_visit(one, known.get(one.account_id or 0, {}), one.account_id not in before, now) for one in found]


def _visit(one: Activity, answers: Mapping[str, str], is_first: bool, now: date) -> Visit:
    asked = questions_for(one)
    codes = [question.code for question in asked.questions] if asked else []
    known = sum(1 for code in codes if answers.get(code))
    return Visit(one, outcome(one.state, one.day, one.plan_day or one.day, now), is_first, known, len(codes))


def questions_for(activity: Activity) -> Questionnaire | None:
    """What the method wants known before a customer is contacted first: its questions about the account without points."""
    if activity.opportunity is None:
        return None
    rules = rules_of(activity.opportunity.method_id)
    fit = (one for one in rules.questionnaires if one.about == "account" and one.pass_mark is None)
    return next((one for one in fit if one.code.startswith("before_first")), None)


def answers_at(accounts: Iterable[int]) -> dict[int, dict[str, str]]:
    """What was written down before visits, per account and question; the latest counts."""
    rows = Activity.objects.filter(account__in=list(accounts), week_plan__isnull=False, withdrawn=False)
    found: dict[int, dict[str, str]] = {}
    for account, given in rows.order_by("plan_day", "pk").values_list("account", "preparation"):
        found.setdefault(account or 0, {}).update(given)
    return found


def visited_before(accounts: Iterable[int], day: date) -> set[int]:
    """The accounts at which a visit was done before a day."""
    rows = Activity.objects.filter(
        account__in=list(accounts), kind="visit", state="done", withdrawn=False, day__lt=day.toordinal()
    )
    return {one or 0 for one in rows.order_by().values_list("account", flat=True).distinct()}


def proposed(person: Person, monday: date, planned: set[int | None], now: date) -> tuple[list[Shown], int]:
    """The first proposals for a week, and how many more there are."""
    rows = in_table(person).exclude(pk__in=[pk for pk in planned if pk])
    deals = {one.pk: one for one in rows.select_related("account", "method").order_by("next_date", "pk")[:MOST_ASKED]}
    accounts = {one.account_id for one in deals.values() if one.account_id}
    last, met = _last_visits(accounts), _deciders_met(accounts)
    ranked = proposals((_candidate(one, last, met) for one in deals.values()), monday)
    return [_shown(deals[one.key], one) for one in ranked[:MOST_SHOWN]], max(len(ranked) - MOST_SHOWN, 0)


def _candidate(one: Opportunity, last: Mapping[int, date], met: set[int]) -> Candidate:
    account = one.account_id or 0
    return Candidate(
        one.pk, one.next_date, one.next_action, one.stage_since, rules_of(one.method_id).stage(one.stage).rots_after_days, one.volume,
        one.account.grade if one.account else "", last.get(account), account in met,
    )  # fmt: skip


def _shown(one: Opportunity, proposal: Proposal) -> Shown:
    rules = rules_of(one.method_id)
    return Shown(
        one, proposal, rules.stage(one.stage), shades(rules)[one.stage], rules.volume.measure if rules.volume else ""
    )


def _last_visits(accounts: Iterable[int]) -> dict[int, date]:
    rows = Activity.objects.filter(account__in=list(accounts), kind="visit", state="done", withdrawn=False).order_by()
    return {account or 0: as_day(day) for account, day in rows.values_list("account").annotate(last=Max("day"))}


def _deciders_met(accounts: Iterable[int]) -> set[int]:
    """The accounts where the person in charge, or a contact who decides, was met."""
    decides = Contact.objects.filter(pk=OuterRef("contact_id"), authority="decides")
    through = Activity.contacts.through.objects.filter(activity=OuterRef("pk")).filter(Exists(decides))
    rows = Activity.objects.filter(account__in=list(accounts), state="done", withdrawn=False).order_by()
    return {
        one or 0
        for one in rows.filter(Q(in_charge_met=True) | Exists(through)).values_list("account", flat=True).distinct()
    }
