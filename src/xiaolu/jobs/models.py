"""Queued work with progress. A job that was interrupted is run again from its start."""

from django.db import models
from django.db.models import Q


class Beat(models.Model):
    """A worker says that it lives; one row each."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()


class Job(models.Model):
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")  # waiting running done failed cancelled
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="jobs_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}
