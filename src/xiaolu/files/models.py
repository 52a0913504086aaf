"""Stored files: their rows here, their bytes under their hash in the files folder."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A file that belongs to one record of some kind. Who may see the record may see the file."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id", "-id"], name="files_of_one_record")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sound(self) -> bool:
        """Whether a page can play it."""
        return self.type.startswith("audio/") and self.type != "audio/amr"
