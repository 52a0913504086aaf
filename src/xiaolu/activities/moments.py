"""What activities tell of a customer: its timeline."""

from django.urls import reverse

from xiaolu.activities.access import at_account
from xiaolu.activities.words import ICONS
from xiaolu.customers.models import Account
from xiaolu.customers.queries.moments import Moment
from xiaolu.org.models import Person


def activities_done(user: Person, account: Account, most: int) -> list[Moment]:
    """What was done at a customer, as far as the user sees it, newest first."""
    rows = at_account(user, account).filter(state="done").select_related("owner", "account")
    return [
        Moment(
            day=one.day, at=one.done_at or one.created_at, kind="activity", who=one.owner, icon=ICONS[one.kind],
            text=str(one.get_kind_display()), tag=one.subject, said=one.result,
            url=reverse("activities:activity_detail", args=[one.pk]),
        )
        for one in rows.order_by("-day", "-id")[:most]
    ]  # fmt: skip
