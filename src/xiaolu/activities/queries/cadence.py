"""How often a customer was contacted, against how often at most; when silence is told."""

from datetime import date, timedelta

from xiaolu.activities.models import Activity, Rhythm
from xiaolu.customers.models import Account
from xiaolu.domain.cadence import most_contacts_a_week
from xiaolu.domain.method import Method

CONTACTS = ("call", "visit", "message", "meeting", "demonstration")
WEEK = timedelta(days=7)


def contacts_too_many(account: Account, rules: Method | None, today: date) -> tuple[int, int] | None:
    """How often a customer was contacted in seven days and how often it should be at most, when that is reached."""
    most = (most_contacts_a_week(rules, account.grade) if rules else None) or rhythm().most_contacts
    if not most:
        return None
    since = (today - WEEK).toordinal()
    rows = Activity.objects.filter(account=account, state="done", withdrawn=False, kind__in=CONTACTS, day__gt=since)
    done = rows.count()
    return (done, most) if done >= most else None


def rhythm() -> Rhythm:
    """When silence is told; as shipped until somebody changed it."""
    return Rhythm.objects.first() or Rhythm()
