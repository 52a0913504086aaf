"""Competitors, and what they sell at accounts."""

from typing import Any

from django.db import transaction

from xiaolu.customers.actions.change import change, first_values
from xiaolu.customers.models import Account, Competitor, Foothold, Industry, IndustryFoothold
from xiaolu.org import audit
from xiaolu.org.models import Person


@transaction.atomic
def create_competitor(*, code: str, name: str, by: Person | None, note: str = "") -> Competitor:
    given = {"code": code, "name": name, "note": note}
    competitor = Competitor.objects.create(**given)
    audit.record(competitor, "create_competitor", by=by, changes=first_values(given))
    return competitor


@transaction.atomic
def edit_competitor(competitor: Competitor, *, by: Person | None, seen: int, **values: Any) -> Competitor:
    """Change a competitor. Raises Stale."""
    return change(competitor, "edit_competitor", by=by, seen=seen, values=values)


@transaction.atomic
def archive_competitor(competitor: Competitor, *, by: Person | None, seen: int) -> Competitor:
    """Offer a competitor no more; where it stands stays written. Raises Stale."""
    return change(competitor, "archive_competitor", by=by, seen=seen, values={"archived": True})


@transaction.atomic
def restore_competitor(competitor: Competitor, *, by: Person | None, seen: int) -> Competitor:
    return change(competitor, "restore_competitor", by=by, seen=seen, values={"archived": False})


@transaction.atomic
def create_foothold(account: Account, *, competitor: Competitor, by: Person | None, **values: Any) -> Foothold:
    """A competitor sells at an account. `price` in minor units for one unit, `share` 0 to 100."""
    foothold = Foothold.objects.create(account=account, competitor=competitor, **values)
    given = {"account": account, "competitor": competitor, **values}
    audit.record(foothold, "create_foothold", by=by, changes=first_values(given))
    return foothold


@transaction.atomic
def edit_foothold(foothold: Foothold, *, by: Person | None, seen: int, **values: Any) -> Foothold:
    """Change what a competitor sells at an account. Raises Stale."""
    return change(foothold, "edit_foothold", by=by, seen=seen, values=values)


@transaction.atomic
def archive_foothold(foothold: Foothold, *, by: Person | None, seen: int) -> Foothold:
    """The competitor sells nothing there any more. Raises Stale."""
    return change(foothold, "archive_foothold", by=by, seen=seen, values={"archived": True})


@transaction.atomic
def create_industry_foothold(
    industry: Industry, *, competitor: Competitor, by: Person | None, **values: Any
) -> IndustryFoothold:
    """A competitor sells in an industry. `price` in minor units for one unit, `share` 0 to 100."""
    foothold = IndustryFoothold.objects.create(industry=industry, competitor=competitor, **values)
    given = {"industry": industry, "competitor": competitor, **values}
    audit.record(foothold, "create_industry_foothold", by=by, changes=first_values(given))
    return foothold


@transaction.atomic
def edit_industry_foothold(
    foothold: IndustryFoothold, *, by: Person | None, seen: int, **values: Any
) -> IndustryFoothold:
    """Change what a competitor sells in an industry. Raises Stale."""
    return change(foothold, "edit_industry_foothold", by=by, seen=seen, values=values)


@transaction.atomic
def archive_industry_foothold(foothold: IndustryFoothold, *, by: Person | None, seen: int) -> IndustryFoothold:
    """The competitor sells nothing in that industry any more. Raises Stale."""
    return change(foothold, "archive_industry_foothold", by=by, seen=seen, values={"archived": True})
