"""When a record is due again by the cadences of its method, and why; how often its customer was contacted."""

from datetime import date, timedelta

from xiaolu.activities.models import Activity, Rhythm
from xiaolu.clocks.queries import calendar_of
from xiaolu.customers.models import Account
from xiaolu.customers.queries.touches import last_days
from xiaolu.domain.cadence import Due, Standing, most_contacts_a_week, next_due
from xiaolu.domain.method import IntentionCadence, Method
from xiaolu.pipeline.models import Evidence, Opportunity
from xiaolu.pipeline.queries.gates import FIELD, newest_rules
from xiaolu.pipeline.queries.touches import last_touched

CONTACTS = ("call", "visit", "message", "meeting", "demonstration")
WEEK = timedelta(days=7)


def due_of(deal: Opportunity, today: date, *, touched_now: bool = True) -> Due:
    """When an open opportunity is due again by its stage, customer's grade, intention level and silence.

    `touched_now`: something is being recorded, so that silence begins anew today.
    """
    rules = newest_rules(deal)
    last = today if touched_now else last_days(last_touched, [deal.pk]).get(deal.pk, deal.stage_since)
    standing = Standing(
        rules.stage(deal.stage), deal.account.grade if deal.account else "", intention_of(deal, rules), last
    )
    return next_due(rules, standing, today, calendar_of(deal.owner))


def intention_of(deal: Opportunity, rules: Method) -> str:
    """The code of the intention level that was last written down for an opportunity; '' for none the method knows."""
    levels = [one for one in rules.cadences if isinstance(one, IntentionCadence)]
    if not levels:
        return ""
    rows = Evidence.objects.filter(opportunity=deal, milestone=f"{FIELD}intention", withdrawn_at__isnull=True)
    said = (rows.order_by("-pk").values_list("note", flat=True).first() or "").strip()
    return next((one.code for one in levels if said and said in (one.code, one.name.zh, one.name.en)), "")


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
