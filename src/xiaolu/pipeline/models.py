"""Opportunities, and the ledger that says how each became what it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiaolu.customers.models import Account, Contact, Industry, Source
from xiaolu.methods.models import Method, MethodVersion
from xiaolu.org.models import DayField, Person
from xiaolu.products.models import Product

GROWTH = {"keep": _("Keep"), "grow": _("Grow"), "new": _("New business")}


class Opportunity(models.Model):
    """The live row: what the ledger adds up to today, and what is not counted (next step, notes …)."""

    method = models.ForeignKey(Method, models.PROTECT)
    version_of_method = models.ForeignKey(MethodVersion, models.PROTECT)
    name = models.CharField(_("Title"), max_length=200, blank=True)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="opportunities", verbose_name=_("Customer")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, related_name="opportunities", verbose_name=_("Contact")
    )
    stage = models.CharField(_("Stage"), max_length=16)
    stage_kind = models.CharField(max_length=4)
    stage_since = DayField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="opportunities", verbose_name=_("Owner"))
    amount = models.BigIntegerField(_("Amount"), default=0)
    volume = models.BigIntegerField(_("Volume"), default=0)
    expected_close = models.DateField(_("Expected close"), null=True)
    industry = models.ForeignKey(Industry, models.PROTECT, null=True, verbose_name=_("Industry"))
    source = models.ForeignKey(Source, models.PROTECT, null=True, verbose_name=_("Source"))
    product = models.ForeignKey(Product, models.PROTECT, null=True, verbose_name=_("Product"))
    growth = models.CharField(_("Growth"), max_length=4, blank=True)
    created_on = DayField()
    next_action = models.CharField(_("Next step"), max_length=200, blank=True)
    next_date = DayField(_("Next date"), null=True)
    for_month = models.BooleanField(db_default=False)  # its card waits in the slot of a month, not of a day
    lost_reason = models.CharField(_("Lost reason"), max_length=120, blank=True)
    competitor = models.CharField(_("Competitor"), max_length=120, blank=True)
    current_supplier = models.CharField(_("Current supplier"), max_length=120, blank=True)
    note = models.TextField(_("Note"), blank=True)
    custom = models.JSONField(_("Own fields"), default=dict)  # by the codes of org.CustomField
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage_kind="open") | Q(withdrawn=True) | Q(next_date__isnull=False),
                name="every_open_opportunity_has_a_next_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["method", "stage", "owner", "-amount", "id"],
                name="board_of_an_owner",
                condition=Q(withdrawn=False),
            ),
            models.Index(
                fields=["method", "stage", "-amount", "id"], name="board_of_all", condition=Q(withdrawn=False)
            ),
            models.Index(fields=["method", "-amount", "id"], name="table_of_all", condition=Q(withdrawn=False)),
            models.Index(
                fields=["owner", "method", "-amount", "id"], name="table_of_an_owner", condition=Q(withdrawn=False)
            ),
            models.Index(fields=["owner", "next_date"], name="cards_of_an_owner"),
            models.Index(fields=["account"], name="opportunities_of_account"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """编号: how people and files name this opportunity."""
        return f"OP{self.pk}"

    @property
    def title(self) -> str:
        customer = self.account.name if self.account else str(_("customer missing"))
        return f"{customer} · {self.name}" if self.name else customer


class Evidence(models.Model):
    """What shows that a milestone was reached, or (milestone `field:NAME`) what a field without a column holds.

    Never deleted: what was given by mistake is withdrawn. `subject` and `ref` name what gave it (a stored file, later an
    activity or a filled questionnaire); `by_hand`: only somebody's word for it.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="evidence")
    milestone = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=60, blank=True)
    ref = models.BigIntegerField(default=0)
    by_hand = models.BooleanField(default=False)
    day = DayField()
    note = models.TextField(blank=True)
    words = models.TextField(blank=True)
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    import_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["file", "activity", "field", "confirmation", "questionnaire"]),
                name="evidence_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.pk}"


class Request(models.Model):
    """Something that a second person must agree to: a milestone confirmed, or a loss signed off."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=12)
    evidence = models.ForeignKey(Evidence, models.CASCADE, null=True, related_name="requests")
    stage = models.CharField(max_length=16, blank=True)
    day = DayField()
    reason = models.CharField(max_length=120, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    competitor = models.CharField(max_length=120, blank=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, default="waiting")  # waiting accepted refused dropped
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)
    noticed = models.BooleanField(default=False)  # who asked has read the answer

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["confirmation", "loss"], state__in=["waiting", "accepted", "refused", "dropped"]),
                name="request_of_a_known_kind",
            ),
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(kind="loss", state="waiting"), name="one_waiting_loss"
            ),
            models.UniqueConstraint(fields=["evidence"], condition=Q(state="waiting"), name="one_waiting_confirmation"),
        ]
        indexes = [
            models.Index(fields=["opportunity"], condition=Q(state="waiting"), name="requests_waiting"),
            models.Index(
                fields=["asked_by"],
                condition=Q(state__in=["accepted", "refused"], noticed=False),
                name="answers_to_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ExternalKey(models.Model):
    """What another system calls a record; an import knows it again by this."""

    system = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "kind", "key"], name="one_record_per_external_key")]
        indexes = [models.Index(fields=["kind", "object_id"], name="external_keys_of_a_record")]


class Change(models.Model):
    """The header of what was written at once, and the statement: the facts that it set. Never changed."""

    id = models.BigIntegerField(primary_key=True)
    opportunity = models.BigIntegerField()
    day = models.IntegerField()
    known_on = models.IntegerField()
    recorded_at = models.DateTimeField()
    actor = models.BigIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=200, blank=True, db_default="")
    override = models.CharField(
        max_length=40, blank=True, db_default=""
    )  # the reason for which a closed gate was passed
    import_id = models.BigIntegerField(default=0)
    sets = models.JSONField(default=dict)
    cancels = models.BigIntegerField(default=0)
    remaps = models.BooleanField(db_default=False)  # a version's mapping gave the stage another code; nobody moved

    class Meta:
        indexes = [
            models.Index(fields=["opportunity", "day", "id"], name="changes_in_order"),
            models.Index(fields=["import_id"], name="changes_of_an_import", condition=~Q(import_id=0)),
            models.Index(fields=["day"], name="overrides_by_day", condition=~Q(override="")),
        ]


class LedgerNumbers(models.Model):
    """What every table of the ledger sums: whole numbers, exact on every database."""

    count = models.IntegerField()
    amount = models.BigIntegerField()
    volume = models.BigIntegerField()

    class Meta:
        abstract = True


class Posting(LedgerNumbers):
    """One side of a pair. `origin`: the change whose statement it follows; `reverses`: the one that it takes back."""

    pk = models.CompositePrimaryKey("opportunity", "change", "line")
    opportunity = models.BigIntegerField()
    change = models.BigIntegerField()
    line = models.SmallIntegerField()
    origin = models.BigIntegerField()
    reverses = models.BigIntegerField(default=0)
    day = models.IntegerField()
    method = models.IntegerField()
    stage = models.CharField(max_length=16)
    owner = models.BigIntegerField()
    close_month = models.IntegerField()
    industry = models.IntegerField()
    source = models.IntegerField()
    product = models.IntegerField()
    growth = models.CharField(max_length=4)
    kind = models.CharField(max_length=12)
    side = models.SmallIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "method", "day", "stage", "close_month", "kind", "side", "count", "amount", "volume"],
                name="postings_of_an_owner",
            ),
            models.Index(
                fields=["method", "kind", "day"], name="leaving_won", condition=Q(kind__in=["churned", "reopened"])
            ),
            models.Index(fields=["method", "day"], name="closing_a_deal", condition=Q(kind__in=["won", "lost"])),
        ]


class Unfolded(LedgerNumbers):
    """Postings that the day sums and openings do not hold yet; a job folds them in every few seconds."""

    day = models.IntegerField()
    method = models.IntegerField()
    stage = models.CharField(max_length=16)
    owner = models.BigIntegerField()
    close_month = models.IntegerField()
    kind = models.CharField(max_length=12)
    side = models.SmallIntegerField()


class DaySum(LedgerNumbers):
    """The whole company's postings of a day, without owner."""

    pk = models.CompositePrimaryKey("method", "day", "stage", "close_month", "kind", "side")
    method = models.IntegerField()
    day = models.IntegerField()
    stage = models.CharField(max_length=16)
    close_month = models.IntegerField()
    kind = models.CharField(max_length=12)
    side = models.SmallIntegerField()


class Opening(LedgerNumbers):
    """What stood where at the start of a month, per owner; owner −1 is the whole company."""

    pk = models.CompositePrimaryKey("method", "month", "owner", "stage", "close_month")
    method = models.IntegerField()
    month = models.IntegerField()
    owner = models.BigIntegerField()
    stage = models.CharField(max_length=16)
    close_month = models.IntegerField()


class OpeningMonth(models.Model):
    """A month whose openings are complete; what is not listed is read from the one before."""

    month = models.IntegerField(primary_key=True)
    first_day = models.IntegerField(unique=True)


class Passage(models.Model):
    """The first entry of a stage, with the owner and classes of that moment. Rewritten with a restatement."""

    pk = models.CompositePrimaryKey("opportunity", "stage")
    opportunity = models.BigIntegerField()
    method = models.IntegerField()
    stage = models.CharField(max_length=16)
    day = models.IntegerField()
    skipped = models.BooleanField()
    owner = models.BigIntegerField()
    industry = models.IntegerField()
    source = models.IntegerField()
    product = models.IntegerField()
    growth = models.CharField(max_length=4)

    class Meta:
        indexes = [
            models.Index(
                fields=["method", "stage", "owner", "day", "opportunity", "skipped"], name="passages_of_an_owner"
            ),
            models.Index(
                fields=[
                    "method",
                    "stage",
                    "day",
                    "opportunity",
                    "owner",
                    "skipped",
                    "industry",
                    "source",
                    "product",
                    "growth",
                ],
                name="passages_of_all",
            ),
            models.Index(
                fields=["opportunity", "method", "stage", "day", "skipped"], name="passages_of_an_opportunity"
            ),
        ]
