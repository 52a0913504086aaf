"""What can be found, one row per record; sqlite.py and postgresql.py keep the index of its bigrams."""

from django.db import models


class SearchEntry(models.Model):
    """A record that can be found. `text` holds its names, pinyin, phones and codes in search form."""

    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(default=0)  # 0: nobody
    label = models.CharField(max_length=200)
    sub = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_entry_per_record"),
        ]

    def __str__(self) -> str:
        return self.label
