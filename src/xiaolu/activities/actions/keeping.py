"""What every write of an activity does: lock, compare, keep, make findable."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from xiaolu.activities.models import Activity
from xiaolu.customers.actions import create_account
from xiaolu.domain.rules import RuleBroken, Stale
from xiaolu.org.models import Person
from xiaolu.search import actions as search

MANY = ("contacts", "colleagues")


def locked(activity: Activity, *, seen: int) -> Activity:
    """The activity as it is now, held until the transaction ends. Raises Stale when it changed since, RuleBroken."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("owner", "account", "opportunity__account")
    now = rows.get(pk=activity.pk)
    if now.version != seen:
        raise Stale(str(now), seen, now.version)
    if now.withdrawn:
        raise RuleBroken("activity_withdrawn")
    return now


def with_customer(values: Mapping[str, Any], *, owner: Person, by: Person | None) -> dict[str, Any]:
    """The values with the customer that `new_customer` names, made in the same transaction."""
    given = dict(values)
    if name := given.pop("new_customer", ""):
        given["account"] = create_account(name=name, owner=owner, by=by)
    return given


def check_whole(activity: Activity) -> None:
    """An opportunity belongs to the customer of the activity. Raises RuleBroken (other_customers_deal)."""
    if activity.opportunity is not None:
        if activity.account_id is None:
            activity.account = activity.opportunity.account
        elif activity.opportunity.account_id != activity.account_id:
            raise RuleBroken("other_customers_deal")


def differences(activity: Activity, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What these values would change, with old and new; lists of people by their names."""
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in values.items():
        if name in MANY:
            before = _named(getattr(activity, name).all()) if activity.pk else ""
            if before != _named(value):
                found[name] = (before, _named(value))
        elif getattr(activity, name) != value:
            found[name] = (getattr(activity, name), value)
    return found


def put(activity: Activity, values: Mapping[str, Any]) -> None:
    """Set the columns; the lists of people are kept by `keep`."""
    for name, value in values.items():
        if name not in MANY:
            setattr(activity, name, value)


def keep(activity: Activity, values: Mapping[str, Any]) -> None:
    """Write the row with its next version, its people, and what leads to it in the search."""
    check_whole(activity)
    if activity.pk:
        activity.version += 1
    activity.save()
    for name in MANY:
        if name in values:
            getattr(activity, name).set(_of_account(activity, values[name]) if name == "contacts" else values[name])
    index(activity)


def _of_account(activity: Activity, contacts: Iterable[Any]) -> list[Any]:
    chosen = list(contacts)
    if any(contact.account_id != activity.account_id for contact in chosen):
        raise RuleBroken("other_customers_contact")
    return chosen


def index(activity: Activity) -> None:
    """Make it findable by what it was about and what happened."""
    search.index_many([search_entry(activity)])


def search_entry(activity: Activity) -> search.Row:
    texts = [text for text in (activity.subject, activity.result, activity.words) if text]
    return search.Row("activity", activity.pk, str(activity), texts or [str(activity)], activity.owner_id)


def _named(people: Iterable[Model | Person]) -> str:
    return ", ".join(sorted(str(one) for one in people))
