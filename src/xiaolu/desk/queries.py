"""What is found, of every kind that the user may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from xiaolu.activities import access as activities
from xiaolu.customers import access as customers
from xiaolu.jobs.registry import JOBS
from xiaolu.org.models import Person
from xiaolu.pipeline import access as pipeline
from xiaolu.pipeline.models import Opportunity
from xiaolu.search.queries import find, matching_ids

MOST = 20


@dataclass(frozen=True)
class Hit:
    """One record that was found; `url` is '' when it has no page."""

    label: str
    sub: str
    url: str
    archived: bool = False


@dataclass(frozen=True)
class Group:
    """The hits of one kind; `more`: there are others beyond them."""

    kind: str
    hits: Sequence[Hit]
    more: bool = False


def can_make_demo() -> bool:
    """Whether nobody but who set Xiaolu up works here, and this installation can make the fictitious company."""
    return "operate.demo" in JOBS and Person.objects.count() == 1 and not Opportunity.objects.exists()


def found(user: Person, q: str) -> list[Group]:
    """Customers, contacts and opportunities for a search, those without hits left out."""
    if not q:
        return []
    groups = [_group("account", _accounts(user, q)), _group("contact", _contacts(user, q))]
    groups += [_group("opportunity", _opportunities(user, q)), _group("activity", _activities(user, q))]
    return [group for group in groups if group.hits]


def _group(kind: str, hits: list[Hit]) -> Group:
    return Group(kind, hits[:MOST], more=len(hits) > MOST)


def _accounts(user: Person, q: str) -> list[Hit]:
    rows = (
        customers.visible_to(user)
        .filter(pk__in=matching_ids("account", q, private=user.sees_private))
        .select_related("industry", "owner")
    )
    return [
        Hit(
            account.name,
            " · ".join(str(part) for part in (account.code, account.industry, account.region, account.owner) if part),
            reverse("customers:account_detail", args=[account.pk]),
            account.archived,
        )
        for account in rows.order_by("archived", "pinyin", "pk")[: MOST + 1]
    ]


def _contacts(user: Person, q: str) -> list[Hit]:
    rows = (
        customers.contacts_visible_to(user)
        .filter(pk__in=matching_ids("contact", q, private=user.sees_private))
        .select_related("account")
    )
    return [
        Hit(
            contact.name,
            " · ".join(
                filter(None, [contact.post, contact.account.name, "" if user.hides("phones") else contact.phone])
            ),
            reverse("customers:account_detail", args=[contact.account_id]) + "#contacts",
            contact.archived,
        )
        for contact in rows.order_by("archived", "name", "pk")[: MOST + 1]
    ]


def _opportunities(user: Person, q: str) -> list[Hit]:
    seen = {"opportunity": pipeline.visible_to(user).values("pk")}
    entries = find(q, ["opportunity"], MOST + 1, among=seen, private=user.sees_private)["opportunity"]
    return [Hit(entry.label, entry.sub, _address("pipeline:opportunity_detail", entry.object_id)) for entry in entries]


def _activities(user: Person, q: str) -> list[Hit]:
    """What was recorded and planned, by its own words; the latest first."""
    rows = activities.visible_to(user).filter(pk__in=matching_ids("activity", q)).select_related("account", "owner")
    return [
        Hit(
            str(one),
            f"{one.day} · {one.owner} · {(one.result or one.subject)[:80]}",
            _address("activities:activity_detail", one.pk),
        )
        for one in rows.order_by("-day", "-pk")[: MOST + 1]
    ]


def _address(name: str, number: int) -> str:
    try:
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
