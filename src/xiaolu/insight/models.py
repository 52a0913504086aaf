"""What people add to figures: the increase that they are to bring, what is wrong and why (3W), what the meeting is to see."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.methods.models import Method
from xiaolu.org.models import DayField, Person, Team


class IncreaseTarget(models.Model):
    """The yearly volume increase targeted, in thousandths of the measure: of one person or of one team."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="increase_targets")
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="increase_targets")
    year = models.PositiveSmallIntegerField(_("Year"))
    volume = models.BigIntegerField(_("Yearly increase targeted"))
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="one_increase_per_person_and_year"),
            models.UniqueConstraint(fields=["team", "year"], name="one_increase_per_team_and_year"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="increase_of_a_person_or_a_team",
            ),
            models.CheckConstraint(condition=Q(volume__gt=0), name="increase_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.team or ''} {self.year}".strip()


class FigureNamed(models.Model):
    """A figure by its address (see `pipeline.figure_links`), and whose it is: one person's, a team's, or everybody's.

    `value`: what it was when it was kept, None without a figure; `query`: scope, days and part of the address.
    """

    method = models.ForeignKey(Method, models.PROTECT, null=True, related_name="+")
    kpi = models.CharField(max_length=120, blank=True)
    query = models.CharField(max_length=500, blank=True)
    label = models.CharField(max_length=200, blank=True)
    value = models.FloatField(null=True)
    day = DayField()
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("Team"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("Whose"))

    class Meta:
        abstract = True


class ThreeW(FigureNamed):
    """3W: bottleneck → problem → why → why that → why that → solution for the third → goal and plan.

    `measured`: the same figure later, over a period of the same length; None before it was measured.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MEASURED = "measured", _("measured")
        CLOSED = "closed", _("closed")

    bottleneck = models.CharField(_("Bottleneck"), max_length=200)
    problem = models.TextField(_("What is the problem"))
    why1 = models.TextField(_("Why (W1)"), blank=True)
    why2 = models.TextField(_("Why that (W2)"), blank=True)
    why3 = models.TextField(_("Why that (W3)"), blank=True)
    solution = models.TextField(_("Solution for W3"), blank=True)
    plan = models.TextField(_("Goal and plan"), blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="three_ws", verbose_name=_("Owner"))
    due = DayField(_("Due"))
    state = models.CharField(_("State"), max_length=8, choices=State, default=State.OPEN)
    measured = models.FloatField(null=True)
    measured_on = DayField(null=True)
    result = models.TextField(_("Result"), blank=True)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["archived", "state", "due"], name="three_ws_by_due_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "measured", "closed"]), name="three_w_of_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return self.bottleneck


class AgendaItem(FigureNamed):
    """Something for the weekly meeting of a team: a figure, a record (`kind`, `object_id`), or a line of one's own."""

    line = models.CharField(_("What about it"), max_length=200, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    object_id = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, default="waiting")  # waiting taken
    put_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["archived", "state", "team"], name="agenda_of_a_team")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["waiting", "taken"]), name="agenda_item_of_a_known_state"),
        ]

    def __str__(self) -> str:
        return self.line or self.label or f"{self.kind} {self.object_id}"
