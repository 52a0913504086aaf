"""How the installation stands: room, sizes, worker, queue; and from where on it should move to something larger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from xiaolu.activities.models import Activity
from xiaolu.customers.models import Account
from xiaolu.files import room
from xiaolu.jobs.models import Beat, Job
from xiaolu.org.models import Person
from xiaolu.pipeline.models import Opportunity

SILENT = timedelta(minutes=2)  # a worker says every twenty seconds that it lives
# Soft limits of the embedded database: nothing is refused beyond them, but PostgreSQL serves better (docs/benchmarks.md).
EMBEDDED = {"opportunities": 200_000, "activities": 1_000_000, "people": 50, "megabytes": 4_000}
FULL_OF = 0.8


@dataclass(frozen=True)
class Standing:
    """One figure of the page; `limit` 0: there is none."""

    name: str
    value: int
    limit: int = 0

    @property
    def is_near(self) -> bool:
        return bool(self.limit) and self.value >= self.limit * FULL_OF

    @property
    def is_over(self) -> bool:
        return bool(self.limit) and self.value >= self.limit


def standings() -> list[Standing]:
    """Records, people and megabytes, each with its soft limit where the embedded database has one."""
    limits = EMBEDDED if connection.vendor == "sqlite" else {}
    return [
        Standing(_("Customers"), Account.objects.count()),
        Standing(_("Opportunities"), Opportunity.objects.count(), limits.get("opportunities", 0)),
        Standing(_("Activities"), Activity.objects.count(), limits.get("activities", 0)),
        Standing(_("People who sign in"), Person.objects.filter(is_active=True).count(), limits.get("people", 0)),
        Standing(_("Database, MB"), database_bytes() // room.MEGABYTE, limits.get("megabytes", 0)),
        Standing(_("Free on the disk, MB"), room.free() // room.MEGABYTE),
    ]


def database_bytes() -> int:
    """How large the database is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(settings.DATABASES["default"]["NAME"]))
    return sum(one.stat().st_size for one in (path, path.with_name(path.name + "-wal")) if one.exists())


def worker_seen() -> datetime | None:
    """When a worker last said that it lives; None: never."""
    return Beat.objects.order_by("-at").values_list("at", flat=True).first()


def is_worker_silent() -> bool:
    seen = worker_seen()
    return seen is None or timezone.now() - seen > SILENT


def queue() -> dict[str, int]:
    """How many jobs wait, run and failed."""
    counted: dict[str, Any] = dict(Job.objects.order_by().values_list("state").annotate(jobs=Count("pk")))
    return {state: counted.get(state, 0) for state in ("waiting", "running", "failed")}


def failed_jobs(most: int = 10) -> list[Job]:
    return list(Job.objects.filter(state="failed").order_by("-pk")[:most])


def warnings() -> Iterator[str]:
    """What who keeps the house should do something about, one sentence each."""
    if room.is_short() or room.is_short(settings.FILES_FOLDER):
        yield _("Less than %(least)s MB are free on the disk: files and imports are refused until there is room.") % {
            "least": settings.LEAST_ROOM
        }
    if is_worker_silent():
        yield _("No worker is running: imports, exports and reminders wait. Start “xiaolu serve” or “xiaolu worker”.")
    if over := [one.name for one in standings() if one.is_over]:
        yield _(
            "Beyond what the embedded database serves well: %(names)s. Move to PostgreSQL by backup and restore."
        ) % {"names": ", ".join(over)}
