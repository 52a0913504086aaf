"""What people do with customers: calls, visits, messages, meetings; and what a team's meetings agree on."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.activities.message_models import Message as Message
from xiaolu.activities.message_models import MessageRule as MessageRule
from xiaolu.activities.message_models import MessageTemplate as MessageTemplate
from xiaolu.customers.models import Account, Contact
from xiaolu.domain.week_plan import OPEN_STATES
from xiaolu.methods.models import Method
from xiaolu.org.models import DayField, Person, Team
from xiaolu.pipeline.models import Opportunity


class Activity(models.Model):
    """One thing that somebody plans to do or did. `day`: planned for, or done on. Never deleted, only withdrawn.

    `planned_for` stays when it is done, so that plan and done can be compared. `key_activity` is the method's code, by
    which it is evidence for a milestone. `follows`: the activity whose next step this is.
    """

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        VISIT = "visit", _("Visit")
        MESSAGE = "message", _("Message")
        MEETING = "meeting", _("Meeting")
        DEMONSTRATION = "demonstration", _("Demonstration")
        DELIVERY = "delivery", _("Delivery")
        TASK = "task", _("Task")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("called off")

    class TimeKind(models.TextChoices):
        T1 = "t1", _("T1 with customers")
        T2 = "t2", _("T2 preparing")
        T3 = "t3", _("T3 road, waiting, chores")
        T4 = "t4", _("T4 the rest")

    class Repeats(models.TextChoices):
        DAY = "day", _("every working day")
        WEEK = "week", _("every week")
        FORTNIGHT = "fortnight", _("every two weeks")
        MONTH = "month", _("every month")

    kind = models.CharField(_("Kind"), max_length=14, choices=Kind)
    state = models.CharField(_("State"), max_length=10, choices=State)
    subject = models.CharField(_("What for"), max_length=200, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="activities", verbose_name=_("Who"))
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="activities", verbose_name=_("Customer")
    )
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, null=True, related_name="activities", verbose_name=_("Opportunity")
    )
    day = DayField(_("Day"))
    start = models.TimeField(_("Time"), null=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True)
    planned_for = DayField(null=True)
    repeats = models.CharField(_("Repeats"), max_length=10, choices=Repeats, blank=True)
    key_activity = models.CharField(_("Key activity"), max_length=60, blank=True)
    result = models.TextField(_("What happened"), blank=True)
    words = models.TextField(_("In the customer's words"), blank=True)
    reached = models.BooleanField(_("Reached"), null=True)
    in_charge_met = models.BooleanField(_("Person in charge met"), null=True)
    signals = models.JSONField(_("Buying signals"), default=list)
    time_kind = models.CharField(_("Kind of time"), max_length=2, choices=TimeKind, blank=True)
    contacts = models.ManyToManyField(Contact, related_name="activities", verbose_name=_("Who was met"))
    colleagues = models.ManyToManyField(Person, related_name="joined_activities", verbose_name=_("Colleagues"))
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="next_steps")
    cancelled_because = models.CharField(_("Why it was called off"), max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)
    week_plan = models.ForeignKey("WeekPlan", models.SET_NULL, null=True, related_name="visits")
    plan_day = DayField(null=True)  # the day that the week plan gave it, wherever it moved since
    preparation = models.JSONField(default=dict)  # code of the method's question → what is known before the visit
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "day", "id"], name="activities_of_an_owner"),
            models.Index(fields=["owner", "planned_for"], condition=Q(kind="visit"), name="visits_by_planned_day"),
            models.Index(fields=["account", "-day", "-id"], name="activities_at_an_account"),
            models.Index(fields=["opportunity", "-day", "-id"], name="activities_on_a_deal"),
            models.Index(fields=["-day", "-id"], name="activities_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(planned_for__isnull=False), name="what_is_planned_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="what_is_done_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        about = self.account.name if self.account else self.subject
        return f"{self.get_kind_display()} · {about}" if about else str(self.get_kind_display())


class Meeting(models.Model):
    """A meeting of a team, or of the whole company (no team).

    `pack`: the numbers that its pack showed, of the days from `since` to `at`; None before it was made (see desk.pack).
    """

    class Kind(models.TextChoices):
        WEEKLY = "weekly", _("Weekly meeting")

    class State(models.TextChoices):
        PLANNED = "planned", _("to come")
        HELD = "held", _("being held")
        CLOSED = "closed", _("closed")

    kind = models.CharField(_("Kind"), max_length=10, choices=Kind, default=Kind.WEEKLY)
    method = models.ForeignKey(Method, models.PROTECT, related_name="+", verbose_name=_("Method"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="meetings", verbose_name=_("Team"))
    day = DayField(_("Day"))
    purpose = models.CharField(_("Purpose"), max_length=300)
    state = models.CharField(_("State"), max_length=8, choices=State, default=State.PLANNED)
    since = DayField(null=True)
    at = DayField(null=True)
    pack = models.JSONField(null=True)
    made_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["team", "-day", "-id"], name="meetings_of_a_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "closed"]), name="meeting_of_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(pack__isnull=True) | Q(at__isnull=False, since__isnull=False), name="a_pack_has_its_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team.name} · {self.day}" if self.team else f"{self.get_kind_display()} · {self.day}"


class Seat(models.Model):
    """Somebody who is needed in a meeting, and what this person answered before it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    answers = models.JSONField(default=dict)
    prepared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_seat_per_meeting_and_person")]


class MeetingNote(models.Model):
    """One line of what was said, with its time. Never changed."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    text = models.TextField(_("Note"))
    at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")


class Agreement(models.Model):
    """Who does what by when. `team`: whose next meeting it opens; `three_w`: the id of the 3W that it serves, 0 for none."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("as agreed")
        MISSED = "missed", _("not kept")
        DROPPED = "dropped", _("dropped")

    text = models.CharField(_("What is done"), max_length=300)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="agreements", verbose_name=_("Who"))
    due = DayField(_("By when"))
    state = models.CharField(_("State"), max_length=8, choices=State, default=State.OPEN)
    because = models.CharField(_("Reason"), max_length=300, blank=True)
    settled_on = DayField(null=True)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="agreements")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("Team"))
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", verbose_name=_("Customer"))
    opportunity = models.ForeignKey(
        Opportunity, models.PROTECT, null=True, related_name="+", verbose_name=_("Opportunity")
    )
    three_w = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "state", "due"], name="agreements_of_an_owner"),
            models.Index(fields=["team", "state", "due"], name="agreements_of_a_team"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "kept", "missed", "dropped"]), name="agreement_of_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_on__isnull=False), name="what_is_settled_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class DayReview(models.Model):
    """What somebody asked and answered oneself at the end of a day, by the method's questions."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="day_reviews")
    day = DayField()
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_review_per_person_and_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.day}"


class Rhythm(models.Model):
    """One row: after how many days without anything done owner, owner again, and manager are told; 0: nobody is.

    `most_contacts`: how often one customer is contacted at most in seven days, where the method sets no limit; 0: none.
    """

    first = models.PositiveSmallIntegerField(_("Remind the owner after"), default=7)
    second = models.PositiveSmallIntegerField(_("Remind the owner again after"), default=15)
    third = models.PositiveSmallIntegerField(_("Tell the manager after"), default=30)
    most_contacts = models.PositiveSmallIntegerField(_("Contacts per customer in seven days, at most"), default=3)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.first}, {self.second}, {self.third}"

    @property
    def levels(self) -> tuple[int, ...]:
        return tuple(days for days in (self.first, self.second, self.third) if days)


class SilenceWatch(models.Model):
    """When an open opportunity could next have been silent for too long. `level`: the silence that was told already.

    `since`: the day of the last thing done when it was looked at. The worker looks again on `due_on`.
    """

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, related_name="silence")
    since = DayField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    due_on = DayField()

    class Meta:
        indexes = [models.Index(fields=["due_on", "id"], name="silences_that_come_due")]


class WeekPlan(models.Model):
    """A person's visits of one week. Its visits are planned activities that point here; `comment` is the manager's."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being made")
        SUBMITTED = "submitted", _("handed in")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    person = models.ForeignKey(Person, models.PROTECT, related_name="week_plans")
    monday = DayField()
    state = models.CharField(_("State"), max_length=9, choices=State, default=State.DRAFT)
    comment = models.TextField(_("Manager's comment"), blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "monday"], name="one_plan_a_week")]

    def __str__(self) -> str:
        return f"{self.person} {self.monday}"

    @property
    def is_open(self) -> bool:
        """Whether the person may change it."""
        return self.state in OPEN_STATES


class CalendarFeed(models.Model):
    """The secret address at which a person's calendar is read from elsewhere. Only the hash of its token is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.person)
