"""What leaves Xiaolu: letters by e-mail or robot, and the robots that may speak in a chat."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.org.models import Person, Team


class Robot(models.Model):
    """A robot in a group chat, through whose address Xiaolu speaks there.

    `person`: somebody's own robot, told only what this person is told. Else the team's, or the whole company's. `address`
    and `secret` are never shown again.
    """

    class Serves(models.TextChoices):
        PEOPLE = "people", _("our own people")
        CUSTOMERS = "customers", _("a group with customers in it")

    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(_("Service"), max_length=10)  # robots.SERVICES
    address = models.CharField(max_length=300)
    secret = models.CharField(max_length=100, blank=True)
    serves = models.CharField(_("Who reads it"), max_length=9, choices=Serves, default=Serves.PEOPLE)
    names_customers = models.BooleanField(_("May name customers"), default=False)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="robots", verbose_name=_("Team"))
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="robots")
    problem = models.CharField(max_length=200, blank=True)  # what the service answered last; '': it took it
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(person__isnull=False, archived=False), name="one_robot_of_a_person"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(team__isnull=True, serves="people"), name="own_robot_has_no_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """Something that is to leave Xiaolu once, under its key: to somebody who works here, to an address, or to a chat.

    It goes from `not_before` on, at least once; what is not away by `until` came too late and stays here. `held_until`: a
    worker is at it. `about` and `object_id` name what it tells of, by which a higher app says whether it is still to go.
    """

    class Way(models.TextChoices):
        EMAIL = "email", _("By mail")
        ROBOT = "robot", _("By robot")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        DROPPED = "dropped", _("taken back")

    key = models.CharField(max_length=100, unique=True)
    way = models.CharField(max_length=5, choices=Way)
    about = models.CharField(max_length=20)
    object_id = models.BigIntegerField(default=0)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="letters")
    address = models.CharField(max_length=254, blank=True)
    robot = models.ForeignKey(Robot, models.CASCADE, null=True, related_name="letters")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=200, blank=True)  # a path of this installation
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField()
    until = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="letters_that_wait"),
            models.Index(fields=["about", "object_id"], name="letters_about_a_record"),
            models.Index(fields=["person", "-id"], name="letters_to_a_person"),
            models.Index(fields=["by", "-id"], name="letters_of_a_person"),
            models.Index(fields=["state", "-id"], name="letters_by_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_at_some_time"),
            models.CheckConstraint(
                condition=Q(way="email", robot__isnull=True) & (Q(person__isnull=False) | ~Q(address=""))
                | Q(way="robot", robot__isnull=False),
                name="letter_has_a_receiver",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
