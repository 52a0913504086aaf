"""Who buys or may buy: accounts, the people there, and the lists they are sorted by."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.names import normalised
from xiaolu.org.models import Person


class Choice(models.Model):
    """One line of a list that people choose from; archived ones stay in past figures."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Industry(Choice):
    attractiveness = models.PositiveSmallIntegerField(
        _("Attractiveness"), null=True, validators=[MaxValueValidator(100)]
    )
    estimated_companies = models.PositiveIntegerField(_("Companies in the market"), null=True)

    class Meta(Choice.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(attractiveness__lte=100), name="attractiveness_is_0_to_100"),
        ]


class Source(Choice):
    """How the company came to know a customer."""


def name_key(name: str) -> str:
    """What two spellings of one name have in common, as the accounts keep it."""
    return normalised(name)[:400]


class Account(models.Model):
    """An organisation or a person that buys or may buy."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("Organisation")
        PERSON = "person", _("Person")

    code = models.CharField(_("Code"), max_length=40, blank=True)
    name = models.CharField(_("Name"), max_length=200)
    normal_name = models.CharField(max_length=400, db_index=True)
    pinyin = models.CharField(max_length=1200)
    initials = models.CharField(max_length=400)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.ORGANISATION)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, verbose_name=_("Industry"))
    source = models.ForeignKey(Source, models.PROTECT, null=True, verbose_name=_("Source"))
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="accounts", verbose_name=_("Owner"))
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    address = models.CharField(_("Address"), max_length=300, blank=True)
    region = models.CharField(_("Region"), max_length=80, blank=True)
    website = models.CharField(_("Website"), max_length=200, blank=True)
    note = models.TextField(_("Note"), blank=True)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pinyin", "id"]
        indexes = [
            models.Index(fields=["pinyin", "id"], name="accounts_in_order"),
            models.Index(fields=["owner", "archived", "pinyin"], name="accounts_of_an_owner"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_account_per_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person at an account."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=80)
    post = models.CharField(_("Post"), max_length=80, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    phone_key = models.CharField(max_length=60, blank=True, db_index=True)
    email = models.CharField(_("E-mail"), max_length=254, blank=True)
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    note = models.TextField(_("Note"), blank=True)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
