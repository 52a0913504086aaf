"""When people work, what must be done by when, who was told what, and how they want to be told."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.business_time import Shift
from xiaolu.domain.method import Text
from xiaolu.domain.quiet_hours import QuietHours, minute_of
from xiaolu.org.models import DayField, Person


class WorkingHours(models.Model):
    """One shift of a weekday (0: Monday), in minutes of the day. No row at all: the usual week."""

    weekday = models.PositiveSmallIntegerField()
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "first"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("last"), last__lte=1440), name="shift_ends_after_it_began"),
            models.UniqueConstraint(fields=["weekday", "first"], name="one_shift_begins_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.first}–{self.last}"

    @property
    def shift(self) -> Shift:
        return Shift(self.first, self.last)


class OwnDay(models.Model):
    """A day on which the company works although others do not, or the other way round."""

    day = DayField(unique=True)
    works = models.BooleanField()
    name = models.CharField(_("Name"), max_length=60, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Leave(models.Model):
    """Somebody is away from one day until before another, with or without a deputy."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="leave")
    from_day = DayField()
    to_day = DayField()
    reason = models.CharField(_("Kind of leave"), max_length=60, blank=True)

    class Meta:
        ordering = ["from_day", "id"]
        indexes = [models.Index(fields=["person", "from_day", "to_day"], name="leave_of_a_person")]
        constraints = [models.CheckConstraint(condition=Q(from_day__lt=F("to_day")), name="leave_ends_after_it_began")]

    def __str__(self) -> str:
        return f"{self.person} {self.from_day}"

    @property
    def last_day(self) -> date:
        return self.to_day - timedelta(days=1)


class RunningClock(models.Model):
    """Something that must be done on a record by a time. The record is named by kind and id, without a foreign key.

    Open as long as `ended_at` is empty: running, paused, or broken and still to be done. `next_at`: the first step that
    the worker has not taken yet; empty while it stands still and once it has ended. Never deleted.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Standing still")
        KEPT = "kept", _("Kept in time")
        BROKEN = "broken", _("Missed")
        DROPPED = "dropped", _("Dropped")

    code = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    method = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=420, blank=True)
    account = models.CharField(_("Customer"), max_length=200, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="clocks", verbose_name=_("Owner"))
    state = models.CharField(_("State"), max_length=8, choices=State, default="running")
    stops = models.CharField(max_length=30)
    pauses = models.CharField(max_length=30, blank=True)
    resumes = models.CharField(max_length=30, blank=True)
    started_at = models.DateTimeField(_("Started"))
    started_on = DayField()  # in the company's zone
    due_at = models.DateTimeField(_("Due"))
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("Ended"), null=True)
    next_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="clocks_that_come_due"),
            models.Index(fields=["kind", "object_id"], name="clocks_of_a_record"),
            models.Index(
                fields=["owner", "due_at"], condition=Q(ended_at__isnull=True), name="open_clocks_of_an_owner"
            ),
            models.Index(fields=["method", "code", "started_on"], name="clocks_of_a_method"),
            models.Index(fields=["-due_at", "-id"], name="clocks_in_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "code"],
                condition=Q(ended_at__isnull=True),
                name="one_open_clock_of_a_code",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, state__in=["running", "paused", "broken"])
                | Q(ended_at__isnull=False, next_at__isnull=True, state__in=["kept", "broken", "dropped"]),
                name="clock_has_ended_or_not",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True) | Q(state__in=["paused", "broken"], next_at__isnull=True),
                name="paused_clock_stands_still",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} · {self.title}"

    @property
    def name(self) -> Text:
        return Text(self.name_zh, self.name_en)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def left(self, now: datetime) -> timedelta:
        """Plain time until it is due; negative when missed. Of a paused one, what was left when it stood still."""
        return self.due_at - (self.paused_at or now)


class ClockStep(models.Model):
    """One moment of a clock: it warns, is due, escalates. `spoke`: of those taken together, the one that was told."""

    clock = models.ForeignKey(RunningClock, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=20)
    at = models.DateTimeField()
    rank = models.PositiveSmallIntegerField()
    to = models.CharField(max_length=10)
    working = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)
    spoke = models.BooleanField(default=False)
    failed = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "key"], name="one_row_for_a_step_of_a_clock"),
            models.CheckConstraint(condition=Q(spoke=False) | Q(done_at__isnull=False), name="what_spoke_is_done"),
        ]


class ClockMoment(models.Model):
    """What became of a clock: started, stood still, went on, changed hands, ended."""

    clock = models.ForeignKey(RunningClock, models.CASCADE, related_name="moments")
    what = models.CharField(max_length=12)  # a state, or: started resumed handed_over
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]


class Notice(models.Model):
    """Something that one person is told in Xiaolu. `code` names the sentence (words.py), `values` fill it.

    `key` is what it was told for: whatever happens, one person is told one thing once.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=80, unique=True)
    code = models.CharField(max_length=30)
    values = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, blank=True)
    object_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="unread_notices_of_a_person"),
            models.Index(fields=["person", "-at", "-id"], name="notices_of_a_person"),
            models.Index(
                fields=["kind", "object_id"], condition=Q(read_at__isnull=True), name="unread_notices_of_a_record"
            ),
        ]


class NoticeChoice(models.Model):
    """By which ways a person is told things of a kind beside Xiaolu itself. Without a row: as usual (words.USUAL)."""

    class When(models.TextChoices):
        NO = "no", _("no")
        NOW = "now", _("at once")
        DIGEST = "digest", _("once a day")

    person = models.ForeignKey(Person, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=12)  # words.NOTICE_KINDS
    email = models.CharField(_("By mail"), max_length=6, choices=When, default=When.NO)
    robot = models.CharField(_("By robot"), max_length=6, choices=When, default=When.NO)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_of_a_kind")]


class NoticeHours(models.Model):
    """When a person is left in peace, and when all that can wait is told. Without a row: the defaults."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="notice_hours")
    quiet_from = models.TimeField(_("Quiet from"), default=time(21, 0))
    quiet_to = models.TimeField(_("until"), default=time(7, 30))
    digest_at = models.TimeField(_("Once a day at"), default=time(8, 0))
    days_off = models.BooleanField(_("Also quiet on days off and on leave"), default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.person)

    @property
    def hours(self) -> QuietHours:
        return QuietHours(
            minute_of(self.quiet_from), minute_of(self.quiet_to), minute_of(self.digest_at), self.days_off
        )
