"""What people do with customers: calls, visits, messages, meetings; planned, done or called off."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.models import Account, Contact
from xiaolu.domain.week_plan import OPEN_STATES
from xiaolu.org.models import DayField, Person
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
    subject = models.CharField(_("What"), max_length=200, blank=True)
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
