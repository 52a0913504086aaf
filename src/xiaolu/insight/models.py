"""What figures need from people: the yearly volume increase that a person or team is to bring."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiaolu.org.models import Person, Team


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
