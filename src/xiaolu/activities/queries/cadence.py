"""How often a customer was contacted, against how often at most; when silence is told."""

from datetime import date, timedelta

from xiaolu.activities.models import Activity, Rhythm
from xiaolu.customers.models import Account
from xiaolu.domain.cadence import most_contacts_a_week
from xiaolu.domain.method import Method
from xiaolu.methods.models import Method as MethodRow
from xiaolu.methods.queries import rules_of
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.gates import newest_rules
from xiaolu.pipeline.queries.methods import in_use

CONTACTS = ("call", "visit", "message", "meeting", "demonstration")
WEEK = timedelta(days=7)


def method_of(opportunity: Opportunity | None) -> tuple[MethodRow, Method] | None:
    """By which method a customer is looked after: that of the opportunity, else the one in use."""
    if opportunity is not None:
        return opportunity.method, newest_rules(opportunity)
    method = in_use()
    return (method, rules_of(method)) if method else None


def contacts_too_many(account: Account, deal: Opportunity | None, today: date) -> tuple[int, int] | None:
    """How often a customer was contacted in seven days and how often it should be at most, when that is reached."""
    under = method_of(deal)
    most = (most_contacts_a_week(under[1], account.grade) if under else None) or rhythm().most_contacts
    if not most:
        return None
    since = (today - WEEK).toordinal()
    rows = Activity.objects.filter(account=account, state="done", withdrawn=False, kind__in=CONTACTS, day__gt=since)
    done = rows.count()
    return (done, most) if done >= most else None


def rhythm() -> Rhythm:
    """When silence is told; as shipped until somebody changed it."""
    return Rhythm.objects.first() or Rhythm()
