"""A day looked at from its end or its beginning: of one person, and of a team in one screen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from xiaolu.activities.models import Activity, Agreement
from xiaolu.activities.queries.meetings import reviewers_on
from xiaolu.activities.queries.plans import cards_due
from xiaolu.domain.periods import Period
from xiaolu.domain.workdays import is_working_day, working_days_from
from xiaolu.methods.models import Method
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.frames import Frame, Span, of_person
from xiaolu.pipeline.queries.history import rows_of_change
from xiaolu.pipeline.queries.sums import CHANGES, MOVES, Flow, flow
from xiaolu.pipeline.words import CHANGE_NAMES

TOLD = ("won", "lost", "new", "reopened", "advanced", "fell_back", "pushed_out", "pulled_in")
MOST, PEOPLE = 20, 60


def working_day_before(day: date) -> date:
    """The last working day before one."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_day_after(day: date) -> date:
    """The first working day after one."""
    return next(working_days_from(day + timedelta(days=1)))


@dataclass(frozen=True)
class PersonDay:
    """What somebody planned and did on a day, what moved, where the time went (minutes by kind), and what comes next."""

    planned: list[Activity]
    unplanned: list[Activity]
    moved: list[tuple[str, list[Opportunity]]]
    minutes: list[tuple[str, int]]
    untimed: int
    following: date
    plans: list[Activity]
    due: int
    overdue: int

    @property
    def kept(self) -> int:
        """How many of the planned ones were done."""
        return sum(1 for one in self.planned if one.state == "done")


def person_day(person: Person, method: Method | None, day: date) -> PersonDay:
    """The day of a person whose work the reader sees."""
    number = day.toordinal()
    mine = Activity.objects.filter(owner=person, withdrawn=False).select_related(
        "account", "owner", "opportunity__account"
    )
    rows = list(
        mine.filter(Q(planned_for=number) | Q(day=number, state="done"))
        .exclude(state="cancelled")
        .order_by("start", "pk")
    )
    done = [one for one in rows if one.state == "done" and one.day == day]
    times: dict[str, int] = {}
    for one in done:
        if one.time_kind and one.minutes:
            times[one.time_kind] = times.get(one.time_kind, 0) + one.minutes
    following = working_day_after(day)
    due = cards_due(Q(owner=person), method, day, following).get(person.pk, (0, 0)) if method else (0, 0)
    return PersonDay(
        planned=[one for one in rows if one.planned_for == day], unplanned=[one for one in done if one.planned_for != day],
        moved=_moved(person, method, day) if method else [],
        minutes=[(str(label), times[code]) for code, label in Activity.TimeKind.choices if code in times],
        untimed=sum(1 for one in done if not (one.time_kind and one.minutes)), following=following,
        plans=list(mine.filter(state="planned", day=following.toordinal()).order_by("start", "pk")[:MOST]),
        due=due[0], overdue=due[1],
    )  # fmt: skip


def _moved(person: Person, method: Method, day: date) -> list[tuple[str, list[Opportunity]]]:
    frame, period = Frame(method, "total", of_person(person)), Period(day, day)
    total = flow(frame, period).get("total", Flow())
    there = [name for name in TOLD if total.changes.get(name) or total.moves.get(name)]
    ids = {
        name: [one.opportunity for one in rows_of_change(frame, period, name, limit=MOST, by_amount=False)]
        for name in there
    }
    deals = (
        Opportunity.objects.filter(owner=person)
        .select_related("account")
        .in_bulk({pk for some in ids.values() for pk in some})
    )
    return [(str(CHANGE_NAMES[name]), [deals[pk] for pk in ids[name] if pk in deals]) for name in there]


@dataclass
class TeamDayLine:
    """One person in the morning (what came of yesterday, what today holds) and in the evening (plan against done)."""

    person: Person
    results: list[tuple[str, int]] = field(default_factory=list)
    done_before: int = 0
    appointments: list[Activity] = field(default_factory=list)
    planned: int = 0
    kept: int = 0
    done: int = 0
    due: int = 0
    overdue: int = 0
    promises: list[Agreement] = field(default_factory=list)
    reviewed: bool = False


def team_day(people: Iterable[Person], method: Method | None, day: date) -> list[TeamDayLine]:
    """A line for each person, in a fixed number of statements."""
    lines = {one.pk: TeamDayLine(one) for one in list(people)[:PEOPLE]}
    before, number = working_day_before(day), day.toordinal()
    rows = Activity.objects.filter(owner__in=list(lines), withdrawn=False).exclude(state="cancelled")
    rows = rows.filter(Q(planned_for=number) | Q(day=number) | Q(day=before.toordinal(), state="done"))
    for one in rows.select_related("account", "owner").order_by("start", "pk"):
        _count(lines[one.owner_id], one, day, before)
    for agreement in Agreement.objects.filter(owner__in=list(lines), state="open", due__lte=number).order_by(
        "due", "pk"
    ):
        lines[agreement.owner_id].promises.append(agreement)
    reviewed = reviewers_on(day)
    for pk, line in lines.items():
        line.reviewed = pk in reviewed
    if method:
        _add_pipeline(lines, method, day, before)
    return list(lines.values())


def _count(line: TeamDayLine, one: Activity, day: date, before: date) -> None:
    done = one.state == "done"
    line.done_before += done and one.day == before
    line.done += done and one.day == day
    if one.planned_for == day:
        line.planned += 1
        line.kept += done
    if one.day == day and one.start and not done:
        line.appointments.append(one)


def _add_pipeline(lines: dict[int, TeamDayLine], method: Method, day: date, before: date) -> None:
    for pk, (due, overdue) in cards_due(Q(owner__in=list(lines)), method, day, day).items():
        lines[pk].due, lines[pk].overdue = due, overdue
    forever = of_person(next(iter(lines.values())).person)[0] if lines else None
    spans = tuple(Span(pk, forever.start, forever.end) for pk in lines) if forever else ()
    for key, moved in flow(Frame(method, "person", spans), Period(before, before)).items():
        if isinstance(key, int) and key in lines:
            named = {**moved.changes, **moved.moves}
            lines[key].results = [
                (str(CHANGE_NAMES[name]), abs(named[name].count))
                for name in (*CHANGES, *MOVES)
                if name in TOLD and name in named and named[name].count
            ]
