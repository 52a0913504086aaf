"""Lists of meetings and agreements, and what a meeting begins with. What a user may see is decided before."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from xiaolu.activities.models import Agreement, DayReview, Meeting, Seat
from xiaolu.domain.method import Questionnaire
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import AuditEntry, Person, Team
from xiaolu.org.queries import audit

LONGEST_BREAK = 35  # days: after a longer one a pack shows one week, not all since the last meeting
SOON = 7


@dataclass(frozen=True)
class AgreementFilters:
    """What a list of agreements was asked for; '' and 0 for all. `due`: late, or week (within seven days)."""

    q: str = ""
    state: str = ""
    owner: int = 0
    team: str = ""
    due: str = ""

    @property
    def any(self) -> bool:
        return bool(self.q or self.state or self.owner or self.team or self.due)


def agreements(rows: QuerySet[Agreement], asked: AgreementFilters, now: date) -> QuerySet[Agreement]:
    """Of these agreements the ones that were asked for: what is open first, by its day."""
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    if asked.team:
        rows = rows.filter(team__isnull=True) if asked.team == "all" else rows.filter(team__code=asked.team)
    if asked.due:
        last = now - timedelta(days=1) if asked.due == "late" else now + timedelta(days=SOON)
        rows = rows.filter(state="open", due__lte=last.toordinal())
    if asked.q:
        rows = rows.filter(Q(text__icontains=asked.q) | Q(account__name__icontains=asked.q))
    settled = Case(When(state="open", then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(settled, "due", "pk")


def open_of(person: Person) -> QuerySet[Agreement]:
    """What a person still has to keep, the most urgent first."""
    rows = Agreement.objects.filter(owner=person, state="open")
    return rows.select_related("owner", "team", "meeting", "account", "opportunity__account").order_by("due", "pk")


def due_by(rows: QuerySet[Agreement], day: date) -> int:
    """How many of these are open and due up to a day."""
    return rows.filter(state="open", due__lte=day.toordinal()).count()


def brought_into(meeting: Meeting) -> QuerySet[Agreement]:
    """With what a meeting opens: what its team agreed on before and is open, or was settled since the meeting before it."""
    before = meeting_before(meeting.team, meeting.day, meeting.pk or 0)
    since = before.day if before else meeting.day - timedelta(days=LONGEST_BREAK)
    rows = Agreement.objects.filter(team=meeting.team) if meeting.team_id else Agreement.objects.filter(team=None)
    rows = rows.exclude(meeting=meeting) if meeting.pk else rows
    if meeting.closed_at:
        rows = rows.filter(created_at__lte=meeting.closed_at)
    rows = rows.filter(Q(state="open") | Q(settled_on__gte=since.toordinal()))
    return rows.select_related("owner", "account", "opportunity__account").order_by("due", "pk")


def meeting_before(team: Team | None, day: date, without: int = 0) -> Meeting | None:
    """The last meeting of a team up to a day whose pack was kept."""
    rows = Meeting.objects.filter(team=team, day__lte=day.toordinal(), withdrawn=False, pack__isnull=False)
    return rows.exclude(pk=without).defer("pack").order_by("-day", "-pk").first()


def first_day_of(team: Team | None, day: date, at: date, without: int = 0) -> date:
    """From which day on a pack tells changes: after the last pack of the team, else the seven days up to `at`."""
    before = meeting_before(team, day, without)
    last: date | None = before.at if before else None
    if last and 0 < (at - last).days <= LONGEST_BREAK:
        return last + timedelta(days=1)
    return at - timedelta(days=6)


def meetings(rows: QuerySet[Meeting], team: str) -> QuerySet[Meeting]:
    """Meetings, the latest first, each with how many agreements it has; of one team, `all`: of the whole company."""
    if team:
        rows = rows.filter(team__isnull=True) if team == "all" else rows.filter(team__code=team[:40])
    counted = rows.annotate(
        agreed=Count("agreements", distinct=True),
        open_ones=Count("agreements", filter=Q(agreements__state="open"), distinct=True),
    )
    return counted.defer("pack").order_by("-day", "-pk")


def seats_of(meeting: Meeting) -> list[Seat]:
    return list(meeting.seats.select_related("person").order_by("person__name", "pk"))


def asked_before(meeting: Meeting) -> Questionnaire | None:
    """The questions that the method asks everybody before a meeting; None where it asks none."""
    rules = rules_of(meeting.method_id)
    return next((one for one in rules.questionnaires if one.about == "meeting"), None)


def asked_about_a_day(method: Method | int) -> Questionnaire | None:
    """What the method lets everybody ask oneself at the end of a day; None where it asks nothing."""
    return next((one for one in rules_of(method).questionnaires if one.about == "day"), None)


def review_of(person: Person, day: date) -> DayReview | None:
    return DayReview.objects.filter(person=person, day=day.toordinal()).first()


def reviewers_on(day: date) -> set[int]:
    """Who has looked back on a day."""
    return set(DayReview.objects.filter(day=day.toordinal()).values_list("person", flat=True))


def history_of(row: Agreement) -> list[AuditEntry]:
    return list(audit(kind="agreement", object_id=row.pk)[:30])
