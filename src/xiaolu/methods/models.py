"""Methods and their versions. A published version never changes."""

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.method import read_method


class Method(models.Model):
    code = models.CharField(max_length=40, unique=True)
    builtin = models.BooleanField(default=False)
    archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code


class MethodVersion(models.Model):
    method = models.ForeignKey(Method, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    state = models.CharField(max_length=10, default="draft")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["method", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["method", "number"], name="one_version_per_number"),
            models.CheckConstraint(condition=Q(state__in=["draft", "published"]), name="version_is_draft_or_published"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="published_version_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method.code} {self.number}"

    @cached_property
    def rules(self) -> MethodRules:
        """The document as the kernel reads it."""
        return read_method(self.document)
