"""Reading what one was told."""

from django.db import transaction
from django.utils import timezone

from xiaolu.clocks.models import Notice
from xiaolu.org.models import Person


@transaction.atomic
def read_notice(notice: Notice) -> Notice:
    """The person has read it; the first time counts. Reading is not audited: it changes nothing for anybody else."""
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())
    notice.refresh_from_db()
    return notice


@transaction.atomic
def read_all_notices(person: Person) -> int:
    """The person has read everything; how many were unread."""
    return Notice.objects.filter(person=person, read_at__isnull=True).update(read_at=timezone.now())
