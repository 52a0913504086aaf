"""Silence alarms: open opportunities for which nothing was done for 7, 15, 30 days (as the company sets it).

Each is looked at only on the day on which it could reach a level. A batch, its notices and the rows' next day commit
together; several workers share the work by skipping locked rows.
"""

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from xiaolu.activities.models import Rhythm, SilenceWatch
from xiaolu.activities.queries.cadence import rhythm
from xiaolu.clocks.actions import notice, tell
from xiaolu.clocks.models import Notice
from xiaolu.customers.queries.touches import last_days
from xiaolu.domain.cadence import silence_reached
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org import audit
from xiaolu.org.leaders import managers_of
from xiaolu.org.models import Person
from xiaolu.org.queries import today
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.touches import last_touched

BATCH, MOST_BATCHES = 500, 40
MOST_DAYS = 365


def sound_alarms(now: date | None = None, *, most: int = MOST_BATCHES) -> int:
    """Watch what is open, and tell what reached a level of silence; how many opportunities were looked at."""
    now = now or today()
    watch_open(now)
    looked = 0
    for _ in range(most):
        taken = sound_batch(now)
        looked += taken
        if taken < BATCH:
            break
    return looked


@transaction.atomic
def watch_open(now: date) -> int:
    """Begin to watch open opportunities that nobody watches yet. What was silent before is not told; how many began."""
    watched = SilenceWatch.objects.filter(opportunity=OuterRef("pk"))
    rows = Opportunity.objects.filter(~Exists(watched), stage_kind="open", withdrawn=False, owner__isnull=False)
    new = [
        SilenceWatch(opportunity_id=pk, due_on=now) for pk in rows.values_list("pk", flat=True)[: BATCH * MOST_BATCHES]
    ]
    SilenceWatch.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def sound_batch(now: date) -> int:
    """Look at up to 500 opportunities that no other worker holds; how many."""
    rows = SilenceWatch.objects.filter(due_on__lte=now.toordinal()).order_by("due_on", "pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    held = list(rows.select_related("opportunity__account")[:BATCH])
    if not held:
        return 0
    levels, latest = rhythm().levels, last_days(last_touched, [one.opportunity_id for one in held])
    telling: list[tuple[SilenceWatch, int]] = []
    over: list[int] = []
    for one in held:
        deal = one.opportunity
        if deal.stage_kind != "open" or deal.withdrawn or deal.owner_id is None:
            over.append(one.pk)
            continue
        since = max(latest.get(deal.pk, deal.created_on), deal.created_on)
        first, before = one.since is None, one.level if one.since == since else 0
        one.level, one.since = silence_reached((now - since).days, levels), since
        if one.level > before and not first:
            telling.append((one, (now - since).days))
        one.due_on = _next(one, levels, now)
    SilenceWatch.objects.filter(pk__in=over).delete()
    SilenceWatch.objects.bulk_update([one for one in held if one.pk not in set(over)], ["since", "level", "due_on"])
    tell(_notices(telling, levels))
    return len(held)


def _next(one: SilenceWatch, levels: tuple[int, ...], now: date) -> date:
    """The day on which the next level would be reached; after the last one a month later, in case something was done."""
    since = one.since or now
    ahead = [since + timedelta(days=level) for level in levels if since + timedelta(days=level) > now]
    return min(ahead, default=now + timedelta(days=30))


def _notices(telling: list[tuple[SilenceWatch, int]], levels: tuple[int, ...]) -> list[Notice]:
    """The owner each time; from the highest level on the manager too."""
    highest = max(levels, default=0)
    managers = managers_of({one.opportunity.owner_id or 0 for one, _ in telling if one.level == highest})
    found = []
    for one, days in telling:
        deal = one.opportunity
        owner = deal.owner_id or 0
        above = [person.pk for person in managers.get(owner, [])] if one.level == highest else []
        for person, code in [(owner, "silence_owner"), *((pk, "silence_above") for pk in above)]:
            key, said = f"silence:{deal.pk}:{one.since}:{one.level}", {"title": deal.title, "days": days}
            found.append(notice(person, code, key=key, kind="opportunity", object_id=deal.pk, **said))
    return found


@transaction.atomic
def edit_rhythm(*, by: Person | None, seen: int, first: int, second: int, third: int, most_contacts: int) -> Rhythm:
    """Set after how many days silence is told, and how often a customer is contacted at most; 0 turns each off. Raises Stale, RuleBroken (levels_not_rising)."""
    row = Rhythm.objects.select_for_update().first() or Rhythm()
    if row.version != seen:
        raise Stale(str(row), seen, row.version)
    given = [days for days in (first, second, third) if days]
    if sorted(set(given)) != given or any(not 0 < days <= MOST_DAYS for days in given):
        raise RuleBroken("levels_not_rising")
    values = {"first": first, "second": second, "third": third, "most_contacts": most_contacts}
    changes = audit.differences(row, values)
    for name, value in {**values, "version": row.version + 1}.items():
        setattr(row, name, value)
    row.save()
    audit.record(row, "edit_rhythm", by=by, changes=changes)
    return row
