"""When an opportunity is due again by the cadences of its method, and whether a day lies further off than they allow."""

from datetime import date

from xiaolu.clocks.queries import calendar_of
from xiaolu.customers.queries.touches import last_days
from xiaolu.domain.cadence import Due, Standing, is_changed, next_due
from xiaolu.domain.method import IntentionCadence, Method
from xiaolu.pipeline.models import Evidence, Opportunity
from xiaolu.pipeline.queries.gates import FIELD, newest_rules
from xiaolu.pipeline.queries.touches import last_touched


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
    if not levels or not deal.pk:
        return ""
    rows = Evidence.objects.filter(opportunity=deal, milestone=f"{FIELD}intention", withdrawn_at__isnull=True)
    said = (rows.order_by("-pk").values_list("note", flat=True).first() or "").strip()
    return next((one.code for one in levels if said and said in (one.code, one.name.zh, one.name.en)), "")


def too_late(deal: Opportunity, day: date | None, today: date) -> Due | None:
    """What the cadence proposes for an open opportunity when a day lies further off than it allows; else None."""
    if day is None or deal.stage_kind != "open" or day <= today:
        return None
    due = due_of(deal, today)
    return due if is_changed(day, due) else None
