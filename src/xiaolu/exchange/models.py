"""Imports: what file, how it was read, what came of it; and its rows, kept to compare the next load with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xiaolu.jobs.models import Job
from xiaolu.methods.models import Method
from xiaolu.org.models import Person

STATES = {
    "looking": _("Being read"),
    "uploaded": _("Columns to confirm"),
    "checking": _("Being checked"),
    "checked": _("Waiting for your choice"),
    "writing": _("Being written"),
    "done": _("Loaded"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
    "undoing": _("Being undone"),
    "undone": _("Undone"),
}
RUNNING = ("looking", "checking", "writing", "undoing")
# What a row may lack in Xiaolu, each a bit of StagedRow.missing.
LACKS = {"owners": 1, "teams": 2, "accounts": 4, "contacts": 8, "industries": 16, "sources": 32, "products": 64}
CREATABLE = (*LACKS, "competitors")  # competitors are plain text so far: any is taken


class Import(models.Model):
    """One load of one file."""

    kind = models.CharField(max_length=20, default="opportunities")
    file_name = models.CharField(_("File"), max_length=200)
    file_hash = models.CharField(max_length=64, blank=True)
    method = models.ForeignKey(Method, models.PROTECT)
    mapping = models.JSONField(default=dict)
    layout = models.JSONField(default=dict)
    create_missing = models.JSONField(default=list)
    skip_bad = models.BooleanField(default=False)
    existing = models.CharField(
        max_length=6, default="update"
    )  # update skip ask: what to do with known ones that differ
    likely = models.CharField(max_length=6, default="create")  # what to do with names that look like a customer's
    state = models.CharField(max_length=10, default="uploaded")
    counts = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    first_change = models.BigIntegerField(default=0)
    last_change = models.BigIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="imports")
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)  # the last sign of life of a check
    undone_at = models.DateTimeField(null=True)
    copies_kept = models.BooleanField(default=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def sells(self) -> bool:
        """Whether its rows are opportunities."""
        return self.kind == "opportunities"

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])


class StagedRow(models.Model):
    """One row of a file: its cells as they came, what they say, what is wrong, and what is to be done with it."""

    pk = models.CompositePrimaryKey("load", "row")
    load = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False)
    row = models.IntegerField()
    key = models.CharField(max_length=640, blank=True)
    cells = models.JSONField()
    values = models.JSONField()
    problems = models.JSONField()
    warnings = models.PositiveSmallIntegerField(default=0)
    missing = models.PositiveSmallIntegerField(default=0)
    plan = models.CharField(max_length=9)  # create update unchanged failed
    object_id = models.BigIntegerField(default=0)
    owner = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField(default=0)
    needs_card = models.BooleanField(default=False)
    likeness = models.PositiveIntegerField(default=0)  # the number of the Likeness that its new customer has

    class Meta:
        indexes = [models.Index(fields=["key", "load"], name="rows_by_key")]

    def __str__(self) -> str:
        return f"{self.load_id} {self.row}"


class Likeness(models.Model):
    """A name in a file that would become a new customer and looks like one that is there.

    `account_id`: the one that it looks like most, 0 when whoever loads may not see or not use it; then `team` says to
    which team it belongs. `choice`: what is to be done with its rows, '' as with all.
    """

    CHOICES = ("create", "use", "skip")

    pk = models.CompositePrimaryKey("load", "number")
    load = models.ForeignKey(Import, models.CASCADE, related_name="likenesses", db_index=False)
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=400)
    said = models.CharField(max_length=200)
    account_id = models.BigIntegerField(default=0)
    account_name = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=80, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    choice = models.CharField(max_length=6, blank=True)

    def __str__(self) -> str:
        return f"{self.load_id} {self.said}"


class Trace(models.Model):
    """One record that an import made or changed, with its former values: what undo needs.

    `version`: what the record had when the import was done, `version_before` what it had before. People and teams have
    no version: for them it is the number of the latest entry about them in the audit trail.
    """

    pk = models.CompositePrimaryKey("load", "kind", "object_id")
    load = models.ForeignKey(Import, models.CASCADE, related_name="traces", db_index=False)
    kind = models.CharField(max_length=12)
    object_id = models.BigIntegerField()
    made = models.BooleanField()
    former = models.JSONField(default=dict)
    version = models.BigIntegerField(default=0)
    version_before = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="traces_of_a_record")]

    def __str__(self) -> str:
        return f"{self.load_id} {self.kind} {self.object_id}"


class SavedMapping(models.Model):
    """Which column is what, kept under a name for tables with the same headings."""

    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(max_length=20)
    columns = models.JSONField(default=dict)  # heading in comparable form → field
    mapping = models.JSONField(default=dict)  # stages, options and defaults as Import.mapping holds them
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="one_mapping_per_name")]

    def __str__(self) -> str:
        return self.name


class ExportRules(models.Model):
    """One row: what holds for every list that is taken out."""

    watermark = models.BooleanField(default=False)


class Export(models.Model):
    """A list too long to wait for, written by the worker; its file is kept for some days, for whoever asked."""

    method = models.ForeignKey(Method, models.PROTECT)
    asked = models.CharField(max_length=1000, blank=True)  # the query string of the table
    job = models.ForeignKey(Job, models.SET_NULL, null=True)
    file_hash = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Person, models.CASCADE, related_name="exports_asked")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.method} {self.asked}"

    @property
    def is_running(self) -> bool:
        return bool(self.job and not self.job.is_over)
