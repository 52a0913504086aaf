"""The company, its people, roles and teams, and what was done by whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.custom_fields import Definition, Option
from xiaolu.domain.money import SYMBOLS, minor_digits
from xiaolu.domain.people import KINDS, ROLES, Kind, Reach, Role, Scope, united, widest

# Filled by apps.py: those absent today whose deputy a person is. A model knows no day.
absent_with_deputy: list[Callable[["Person"], list["Person"]]] = []
FOREVER = date.max  # the end of what has not ended: ranges are [from, to) and hold no NULL


if TYPE_CHECKING:
    DayColumn = models.IntegerField[date | int | str | None, Any]
else:
    DayColumn = models.IntegerField


class DayField(DayColumn):
    """A day stored as its number (date.toordinal), so that ranges and sums stay exact and small."""

    def from_db_value(self, value, expression, connection) -> date | None:
        return None if value is None else date.fromordinal(value)

    def to_python(self, value) -> date | None:
        if isinstance(value, int):
            return date.fromordinal(value)
        return date.fromisoformat(value) if isinstance(value, str) else value

    def get_prep_value(self, value) -> int | None:
        return value.toordinal() if isinstance(value, date) else value

    def get_db_prep_value(self, value, connection, prepared=False) -> int | None:
        return self.get_prep_value(value)


class Company(models.Model):
    """One row. Its zone decides what a day is, its currency what an amount is."""

    name = models.CharField(_("Company"), max_length=120, default="Xiaolu 销路")
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    zone = models.CharField(_("Time zone"), max_length=60, default="Asia/Shanghai")
    currency = models.CharField(_("Currency"), max_length=3, default="CNY")
    week_start = models.PositiveSmallIntegerField(_("Week starts on"), default=1)
    approves_week_plans = models.BooleanField(_("Managers approve weekly visit plans"), default=False)
    in_use = models.BooleanField(default=False)  # the ledger has begun: zone and currency are fixed

    @property
    def digits(self) -> int:
        return minor_digits(self.currency)

    @property
    def symbol(self) -> str:
        return SYMBOLS.get(self.currency, self.currency + " ")


class Person(AbstractBaseUser):
    """Somebody who works with Xiaolu, or owned something in imported history."""

    login = models.CharField(_("Login"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    theme = models.CharField(_("Appearance"), max_length=5, default="auto")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: models.Manager["Person"] = BaseUserManager()
    USERNAME_FIELD = "login"

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants.all())

    @cached_property
    def rights(self) -> Role:
        """What the roles give, as the company set them."""
        set_here = {row.code: row.rights for row in RoleRights.objects.filter(code__in=self.roles)}
        return united(set_here.get(code) or ROLES[code] for code in self.roles if code in set_here or code in ROLES)

    @cached_property
    def faces(self) -> tuple["Person", ...]:
        """This person, and those absent today for whom this person stands in."""
        return (self, *(absent for find in absent_with_deputy for absent in find(self)))

    def scope_of(self, kind: Kind) -> Scope | None:
        """Whose records of a kind this person sees; None: nobody's."""
        return widest(face.rights.of(kind).see for face in self.faces)

    def edit_scope_of(self, kind: Kind) -> Scope | None:
        """Whose records of a kind this person may change; None: nobody's."""
        return widest(face.rights.of(kind).edit for face in self.faces)

    @property
    def scope(self) -> Scope | None:
        """Whose opportunities, and with them figures, this person sees."""
        return self.scope_of("opportunity")

    @property
    def edit_scope(self) -> Scope | None:
        return self.edit_scope_of("opportunity")

    def may(self, ability: str) -> bool:
        """Whether one of the roles gives an ability; standing in for somebody gives none."""
        return ability in self.rights.abilities

    def hides(self, field: str) -> bool:
        """Whether a kind of field (domain.people.FIELDS) is hidden from this person."""
        return field in self.rights.hidden

    @property
    def sees_private(self) -> bool:
        """Whether phones and e-mails may lead this person to a record."""
        return not (self.hides("phones") or self.hides("emails"))

    @property
    def keeps_house(self) -> bool:
        return self.may("keeps_house")

    @property
    def keeps_methods(self) -> bool:
        return self.may("keeps_methods")

    @property
    def exports(self) -> bool:
        """Whether this person takes lists out as files."""
        return self.may("exports")

    @property
    def overrides_gates(self) -> bool:
        return self.may("overrides_gates")


class RoleGrant(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="one_grant_per_role")]


class RoleRights(models.Model):
    """A role that the company changed, or made: what it gives. Roles without a row give what Xiaolu ships."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=60, blank=True)  # empty: a role of Xiaolu's
    see_account = models.CharField(max_length=8, blank=True)
    edit_account = models.CharField(max_length=8, blank=True)
    see_opportunity = models.CharField(max_length=8, blank=True)
    edit_opportunity = models.CharField(max_length=8, blank=True)
    abilities = models.JSONField(default=list)
    hidden = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def rights(self) -> Role:
        reach = {
            kind: Reach(getattr(self, f"see_{kind}") or None, getattr(self, f"edit_{kind}") or None) for kind in KINDS
        }
        return Role(reach, frozenset(self.abilities), frozenset(self.hidden))


class Deputy(models.Model):
    """Who stands in for somebody, from one day until before another."""

    absent = models.ForeignKey(Person, models.CASCADE, related_name="deputies")
    deputy = models.ForeignKey(Person, models.CASCADE, related_name="stand_ins")
    from_day = DayField()
    to_day = DayField()

    class Meta:
        ordering = ["-from_day"]
        indexes = [models.Index(fields=["deputy", "from_day", "to_day"], name="stand_ins_of_a_day")]
        constraints = [
            models.CheckConstraint(condition=Q(from_day__lt=F("to_day")), name="absence_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="nobody_stands_in_for_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} ← {self.absent}"

    @property
    def last_day(self) -> date:
        return self.to_day - timedelta(days=1)


class Team(models.Model):
    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TeamPlace(models.Model):
    """Where a team lay in the tree from one day until before another. No parent: at the top."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="places")
    parent = models.ForeignKey(Team, models.CASCADE, related_name="places_below", null=True)
    from_day = DayField()
    to_day = DayField(default=FOREVER)

    class Meta:
        indexes = [models.Index(fields=["team", "from_day"], name="team_place_by_day")]


class TeamClosure(models.Model):
    """Today's tree, every team with all that lie above it and itself; rights use it."""

    above = models.ForeignKey(Team, models.CASCADE, related_name="closure_below")
    below = models.ForeignKey(Team, models.CASCADE, related_name="closure_above")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["above", "below"], name="one_path_in_a_tree")]


class Membership(models.Model):
    """The one home team of a person from one day until before another."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    from_day = DayField()
    to_day = DayField(default=FOREVER)

    class Meta:
        indexes = [
            models.Index(fields=["person", "from_day", "to_day", "team"], name="membership_by_person"),
            models.Index(fields=["team", "from_day", "to_day", "person"], name="membership_by_team"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(from_day__lt=F("to_day")), name="membership_ends_after_it_began"),
            models.UniqueConstraint(fields=["person", "from_day"], name="one_home_team_on_a_day"),
        ]


class SavedView(models.Model):
    """Filters and order of a list under a name; `shared` ones everybody finds."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=60)
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared = models.BooleanField(_("For everybody"), default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="one_saved_view_per_name")]

    def __str__(self) -> str:
        return self.name


class CustomField(models.Model):
    """A field that the company defined itself. Code, kind of record and type stay; options are [code, name, archived]."""

    kind = models.CharField(_("Of"), max_length=12)
    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    type = models.CharField(_("Type"), max_length=10)
    options = models.JSONField(default=list)
    help = models.CharField(_("Explanation"), max_length=200, blank=True)
    required = models.BooleanField(_("Required"), default=False)
    searchable = models.BooleanField(_("Searchable"), default=False)
    hidden = models.CharField(_("Hidden with"), max_length=10, blank=True)
    place = models.PositiveIntegerField(default=0)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_custom_field_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def definition(self) -> Definition:
        """What the kernel knows of it."""
        return Definition(
            self.code, self.name, self.type, self.kind, tuple(Option(*one) for one in self.options), self.help,
            self.required, self.searchable, self.hidden, self.archived,
        )  # fmt: skip


class AuditEntry(models.Model):
    """One use case by one person: what it was, on what, and what changed. Written once, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True)
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField(default=0)
    label = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "object_id", "-id"], name="audit_of_one_object")]


class KeptAnswer(models.Model):
    """What was answered to a request with an idempotency key; erased after thirty days. `status` 0: being answered."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_key")]


class SignInLink(models.Model):
    """A one-time address: to make the first administrator, or to sign in the first time. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="links")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class SignInFailure(models.Model):
    """A failed sign-in, counted to slow down guessing; old ones are cleared away."""

    login = models.CharField(max_length=80)
    address = models.CharField(max_length=45)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["login", "at"]), models.Index(fields=["address", "at"])]
