"""Who buys or may buy: accounts, the people there, and the lists they are sorted by."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiaolu.domain.names import normalised
from xiaolu.org.models import DayField, Person


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
    """A line of business that customers are in. `attractiveness`: the score of its latest rating."""

    attractiveness = models.PositiveSmallIntegerField(_("Attractiveness"), null=True)
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
    credit_code = models.CharField(_("Credit code"), max_length=18, blank=True, db_index=True)
    rating = models.PositiveSmallIntegerField(null=True, db_index=True)  # the score of its latest rating, 0–100
    high_potential = models.BooleanField(_("High potential"), default=False)
    grade = models.CharField(_("Grade"), max_length=1, blank=True, db_index=True)  # '' before the first grading
    grade_until = DayField(null=True)  # set by hand: until this day no grading changes it
    business = models.TextField(_("Business"), blank=True)
    organisation = models.TextField(_("Structure of the organisation"), blank=True)
    employees = models.CharField(_("Employees"), max_length=200, blank=True)
    purchasing_habits = models.TextField(_("Purchasing habits"), blank=True)
    relationship = models.TextField(_("History of the relationship"), blank=True)
    products_used = models.CharField(_("Products used"), max_length=300, blank=True)
    yearly_volume = models.BigIntegerField(_("Yearly volume"), null=True)  # thousandths
    current_supplier = models.CharField(_("Current supplier"), max_length=120, blank=True)
    supplier_price = models.BigIntegerField(_("Supplier's price"), null=True)  # of one unit, in minor units
    payment_terms = models.CharField(_("Payment terms"), max_length=300, blank=True)
    credit_limit = models.BigIntegerField(_("Credit limit"), null=True)  # minor units
    custom = models.JSONField(_("Own fields"), default=dict)  # by the codes of org.CustomField
    note = models.TextField(_("Note"), blank=True)
    archived = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    unchecked = models.BooleanField(default=True)  # changed since it was last compared with the others
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pinyin", "id"]
        indexes = [
            models.Index(fields=["pinyin", "id"], name="accounts_in_order"),
            models.Index(fields=["owner", "archived", "pinyin"], name="accounts_of_an_owner"),
            models.Index(fields=["id"], name="accounts_to_compare", condition=Q(unchecked=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_account_per_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A person at an account. `authority`: the part in the decision to buy, '' when nobody knows."""

    class Authority(models.TextChoices):
        DECIDES = "decides", _("decides")
        ADVISES = "advises", _("advises")
        MAY_REFUSE = "may_refuse", _("may refuse")
        NONE = "none", _("has no say")

    account = models.ForeignKey(Account, models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=80)
    post = models.CharField(_("Post"), max_length=80, blank=True)
    authority = models.CharField(_("Part in the decision"), max_length=10, choices=Authority, blank=True)
    phone = models.CharField(_("Phone"), max_length=60, blank=True)
    phone_key = models.CharField(max_length=60, blank=True, db_index=True)
    email = models.CharField(_("E-mail"), max_length=254, blank=True)
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    custom = models.JSONField(_("Own fields"), default=dict)
    note = models.TextField(_("Note"), blank=True)
    no_messages = models.BooleanField(_("Wants no messages"), default=False)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Qualification(models.Model):
    """MAN of an account: what was answered (None: not asked yet), and what follows from it and the contacts."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="qualification")
    could_use = models.BooleanField(_("Could they use it?"), null=True)
    could_buy = models.BooleanField(_("Could they buy it?"), null=True)
    cares_product = models.PositiveSmallIntegerField(_("Cares about the product"), null=True)
    cares_buying = models.PositiveSmallIntegerField(_("Cares about buying it"), null=True)
    fits_needs = models.PositiveSmallIntegerField(_("It fits the needs"), null=True)
    trusts_product = models.PositiveSmallIntegerField(_("Trusts the product"), null=True)
    thinks_well = models.PositiveSmallIntegerField(_("Thinks well of our company"), null=True)
    credit = models.PositiveSmallIntegerField(_("Credit"), null=True)
    payment_plan = models.PositiveSmallIntegerField(_("Payment plan"), null=True)
    letters = models.CharField(max_length=3, db_index=True)
    action = models.CharField(max_length=20, db_index=True)
    half_points = models.PositiveSmallIntegerField()
    reachable = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.account)

    @property
    def score(self) -> float:
        return self.half_points / 2

    @property
    def highest(self) -> float:
        return self.reachable / 2


class Grade(models.Model):
    """A grade that an account got on a day, computed from the amount of twelve months or set by hand until a day."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grades")
    grade = models.CharField(max_length=1)
    day = DayField()
    amount = models.BigIntegerField(null=True)  # what it was computed from; None when set by hand
    reason = models.CharField(max_length=200, blank=True)
    until = DayField(null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [models.Index(fields=["account", "-day", "-id"], name="grades_of_an_account")]


class Grading(models.Model):
    """All accounts were graded on a day; the first of a month brings the next."""

    day = DayField()
    changed = models.IntegerField()


class Rating(models.Model):
    """What somebody answered on a day about how attractive an industry or an account is, and the score of it.

    The latest one holds; an answer that is missing counts nothing, and `reachable` is the score with all of them best.
    """

    industry = models.ForeignKey(Industry, models.CASCADE, null=True, related_name="ratings")
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="ratings")
    questionnaire = models.CharField(max_length=60)
    answers = models.JSONField(default=dict)  # code of the question → score
    score = models.PositiveSmallIntegerField()
    reachable = models.PositiveSmallIntegerField()
    day = DayField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(industry__isnull=True, account__isnull=False)
                | Q(industry__isnull=False, account__isnull=True),
                name="a_rating_is_about_one",
            ),
            models.CheckConstraint(condition=Q(score__lte=F("reachable"), reachable__lte=100), name="rated_0_to_100"),
        ]
        indexes = [
            models.Index(fields=["industry", "-id"], name="ratings_of_an_industry"),
            models.Index(fields=["account", "-id"], name="ratings_of_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.industry or self.account} {self.score}"


class Alias(models.Model):
    """What else files may call an account: the name or code of one that went into it, or a name that a load gave it.

    `import_id`: the load that said so; taken back with it.
    """

    class Kind(models.TextChoices):
        NAME = "name", _("Name")
        CODE = "code", _("Code")
        CREDIT_CODE = "credit_code", _("Credit code")

    account = models.ForeignKey(Account, models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=11, choices=Kind)
    key = models.CharField(max_length=400)
    said = models.CharField(max_length=200)  # as it was written
    merge = models.ForeignKey("Merge", models.CASCADE, null=True, related_name="+")
    import_id = models.BigIntegerField(default=0, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["key", "kind"], name="aliases_by_key")]

    def __str__(self) -> str:
        return self.said


class DuplicateKey(models.Model):
    """One of the keys under which an account is looked for when another one may be the same (domain.duplicates)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="duplicate_keys")
    key = models.CharField(max_length=30)

    class Meta:
        indexes = [models.Index(fields=["key", "account"], name="accounts_under_a_key")]


class DuplicatePair(models.Model):
    """Two accounts that may be one, or of which somebody said that they are not. `reasons`: [code, value, other] each."""

    first = models.ForeignKey(Account, models.CASCADE, related_name="+")
    second = models.ForeignKey(Account, models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    apart = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-percent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_smaller_id_first"),
        ]
        indexes = [models.Index(fields=["apart", "-percent", "id"], name="pairs_in_order")]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}"


class Merge(models.Model):
    """One account went into another. `record` holds what is needed to take them apart again exactly."""

    winner = models.ForeignKey(Account, models.PROTECT, related_name="merges")
    loser = models.ForeignKey(Account, models.PROTECT, related_name="went_into")
    record = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loser"], condition=Q(undone_at__isnull=True), name="merged_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loser} → {self.winner}"


class Note(models.Model):
    """What somebody wrote down about an account, on the day it was about; a file may belong to it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="notes")
    text = models.TextField(_("Text"), blank=True)
    day = DayField(_("Day"))
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["account", "-day", "-id"], name="notes_of_an_account")]

    def __str__(self) -> str:
        return self.text[:60] or str(self.account)


class Handover(models.Model):
    """An account went from one owner to another. Whoever had it first needs no row: it is the first one's `before`."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    before = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = DayField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    import_id = models.BigIntegerField(default=0, db_index=True)  # the load that did it

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="handovers_of_an_account")]


class Competitor(Choice):
    """Another supplier whom we meet at customers."""

    note = models.TextField(_("Note"), blank=True)


class Presence(models.Model):
    """What a competitor sells somewhere. `price`: for one unit, in minor units; `share`: of what is bought there."""

    product = models.CharField(_("What they sell there"), max_length=120, blank=True)
    price = models.BigIntegerField(_("Unit price"), null=True)
    strengths = models.CharField(_("Strengths"), max_length=300, blank=True)
    contact = models.CharField(_("Their contact there"), max_length=80, blank=True)
    archived = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Foothold(Presence):
    """What a competitor sells at an account. `share`: of what the account buys."""

    competitor = models.ForeignKey(Competitor, models.PROTECT, related_name="footholds", verbose_name=_("Competitor"))
    account = models.ForeignKey(Account, models.CASCADE, related_name="footholds")
    share = models.PositiveSmallIntegerField(_("Share of wallet"), null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(share__lte=100), name="share_of_wallet_is_0_to_100")]
        indexes = [models.Index(fields=["account", "archived"], name="footholds_at_an_account")]

    def __str__(self) -> str:
        return f"{self.competitor} · {self.account}"


class IndustryFoothold(Presence):
    """What a competitor sells in an industry. `share`: of what the industry buys."""

    competitor = models.ForeignKey(Competitor, models.PROTECT, related_name="markets", verbose_name=_("Competitor"))
    industry = models.ForeignKey(Industry, models.CASCADE, related_name="footholds")
    share = models.PositiveSmallIntegerField(_("Share of the market"), null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(share__lte=100), name="share_of_market_is_0_to_100")]
        indexes = [models.Index(fields=["industry", "archived"], name="footholds_in_an_industry")]

    def __str__(self) -> str:
        return f"{self.competitor} · {self.industry}"
