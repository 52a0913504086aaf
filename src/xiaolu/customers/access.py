"""Who may see and change customers: the only door for views and api."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from xiaolu.customers.models import (
    Account,
    Competitor,
    Contact,
    DuplicatePair,
    Foothold,
    Industry,
    IndustryFoothold,
    Merge,
    Note,
    Source,
)
from xiaolu.customers.queries.duplicates import Match
from xiaolu.domain.duplicates import LIKELY
from xiaolu.org.access import owned_by_seen, owners_seen_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.access import require_house_keeper as require_house_keeper
from xiaolu.org.models import Person
from xiaolu.org.queries import home_teams, today

C = TypeVar("C", Competitor, Industry, Source)

# Filled by wiring.py: each gives the ids of accounts that a person sees for another reason than owning them.
also_visible: list[Callable[[Person], QuerySet]] = []
also_owned: list[Callable[[Account], set[int]]] = []  # the same seen from the account: who looks after something on it


def visible_to(user: Person) -> QuerySet[Account]:
    """The accounts that a user may see; those without owner only with the scope "all". What was merged is gone."""
    rows, scope = Account.objects.filter(merged_into__isnull=True), user.scope_of("account")
    if scope == "all":
        return rows
    if scope is None:
        return rows.none()
    # One set of ids, not an OR of two: PostgreSQL would try each account against the second set.
    own = Account.objects.filter(owned_by_seen(user, kind="account")).order_by().values("pk")
    return rows.filter(pk__in=own.union(*(ids(user).order_by() for ids in also_visible), all=True))


def editable_by(user: Person) -> QuerySet[Account] | None:
    """The accounts that a user may change; None for all of them."""
    owners = owners_seen_by(user, kind="account", editing=True)
    return None if owners is None else Account.objects.filter(owner__in=owners.values("pk"), merged_into__isnull=True)


def editing_owners(user: Person) -> set[int] | None:
    """Whose accounts the user may change; None for everybody's, and those without owner."""
    owners = owners_seen_by(user, kind="account", editing=True)
    return None if owners is None else set(owners.values_list("pk", flat=True))


def merged_into(user: Person, account_id: int) -> int:
    """Where an address of a merged account leads: the account that it went into, 0 for none that the user sees."""
    here = Account.objects.filter(pk=account_id).values_list("merged_into", flat=True).first()
    there = here
    while here:
        there, here = here, Account.objects.filter(pk=here).values_list("merged_into", flat=True).first()
    return there if there and visible_to(user).filter(pk=there).exists() else 0


def owners_around(account: Account) -> set[int]:
    """Who looks after an account, and after something on it."""
    own = {account.owner_id} if account.owner_id else set()
    return own.union(*(owners(account) for owners in also_owned))


def contacts_visible_to(user: Person) -> QuerySet[Contact]:
    if user.scope_of("account") == "all":
        return Contact.objects.all()
    return Contact.objects.filter(account__in=visible_to(user).values("pk"))


def may_edit(user: Person, account: Account) -> bool:
    owners = owners_seen_by(user, kind="account", editing=True)
    if owners is None:
        return True
    return account.owner_id is not None and owners.filter(pk=account.owner_id).exists()


def account_for(user: Person, account_id: int, *, to: str = "see") -> Account:
    """An account. Raises Http404 when the user may not see it, PermissionDenied when not edit it."""
    found = visible_to(user).select_related("industry", "source", "owner").filter(pk=account_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not may_edit(user, found):
        raise PermissionDenied
    return found


def contact_for(user: Person, contact_id: int, *, to: str = "see") -> Contact:
    """A contact of an account. Raises Http404, PermissionDenied as its account does."""
    found = Contact.objects.filter(pk=contact_id).first()
    if found is None:
        raise Http404
    found.account = account_for(user, found.account_id, to=to)
    return found


def note_for(user: Person, note_id: int, *, to: str = "see") -> Note:
    """A note on an account that the user sees; to edit it, only its author who may change the account.

    Raises Http404, PermissionDenied.
    """
    found = Note.objects.filter(pk=note_id).first()
    if found is None:
        raise Http404
    found.account = account_for(user, found.account_id, to=to)
    if to == "edit" and found.author_id != user.pk:
        raise PermissionDenied
    return found


def pair_for(user: Person, pair_id: int) -> DuplicatePair:
    """A pair of accounts that the user may change both of. Raises Http404, PermissionDenied as the accounts do."""
    found = DuplicatePair.objects.filter(pk=pair_id).first()
    if found is None:
        raise Http404
    found.first = account_for(user, found.first_id, to="edit")
    found.second = account_for(user, found.second_id, to="edit")
    return found


def merge_for(user: Person, merge_id: int) -> Merge:
    """A merge whose winner the user may change. Raises Http404, PermissionDenied."""
    found = Merge.objects.filter(pk=merge_id).first()
    if found is None:
        raise Http404
    found.winner = account_for(user, found.winner_id, to="edit")
    return found


@dataclass(frozen=True)
class SeenMatches:
    """What a user is told of accounts that may be the one in question.

    `shown`: those that the user may see, each with its match. `teams`: of the others only to whom they belong, and
    only when a whole name, phone or credit code agrees ('' for an account without owner or team).
    """

    shown: list[tuple[Account, Match]] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    asked: list[Match] = field(default_factory=list)

    @property
    def likely(self) -> bool:
        """Whether somebody has to say that it is none of them before a record is made."""
        return bool(self.teams) or any(match.score >= LIKELY for _, match in self.shown)


def seen_matches(user: Person, matches: Iterable[Match]) -> SeenMatches:
    """Of these matches what the user may know."""
    all_ = {match.account_id: match for match in matches}
    visible = visible_to(user).select_related("owner").in_bulk(list(all_))
    others = [m for id_, m in all_.items() if id_ not in visible and m.whole and m.score >= LIKELY]
    owners = dict(Account.objects.filter(pk__in=[m.account_id for m in others]).values_list("pk", "owner"))
    teams = home_teams([owner for owner in owners.values() if owner], today()) if others else {}
    names = {teams[owner].name if owner in teams else "" for owner in owners.values()}
    shown = [(visible[id_], match) for id_, match in all_.items() if id_ in visible]
    return SeenMatches(shown, sorted(names), [match for _, match in shown] + others)


@dataclass(frozen=True)
class Told:
    """What a user is told of the account that something looks like most.

    `usable`: whether it may be taken for it. Of one that the user may not see only the `team` ('' for none) is said.
    """

    account_id: int = 0
    name: str = ""
    percent: int = 0
    reasons: list[list[str]] = field(default_factory=list)
    team: str = ""
    usable: bool = False


def told_of(user: Person | None, found: Sequence[Sequence[Match]], *, kind: str) -> list[Told | None]:
    """For each row's matches, best first, what the user may know; None for nothing. For many rows at once.

    To change the account itself (`kind` account or contacts) the user must be allowed to; else it is enough to see it.
    """
    ids = sorted({match.account_id for matches in found for match in matches})
    rows = Account.objects.filter(pk__in=ids)
    names = dict((rows.filter(pk__in=visible_to(user).values("pk")) if user else rows).values_list("pk", "name"))
    may_change = editable_by(user) if user else None
    usable = set(names) if may_change is None or kind == "opportunities" else (
        set(may_change.filter(pk__in=ids).values_list("pk", flat=True)) & names.keys()
    )  # fmt: skip
    hidden = {m.account_id for matches in found for m in matches if m.account_id not in names and m.whole}
    owners = dict(Account.objects.filter(pk__in=hidden, owner__isnull=False).values_list("pk", "owner"))
    teams = home_teams(list(owners.values()), today()) if owners else {}
    team_of = {id_: teams[owner].name for id_, owner in owners.items() if owner in teams}
    return [_told(matches, names, usable, team_of) for matches in found]


def _told(matches: Sequence[Match], names: dict[int, str], usable: set[int], team_of: dict[int, str]) -> Told | None:
    for match in matches:
        if match.account_id in names:
            id_ = match.account_id
            return Told(id_, names[id_], match.percent, match.reasons, usable=id_ in usable)
    hidden = next((match for match in matches if match.whole and match.score >= LIKELY), None)
    return Told(team=team_of.get(hidden.account_id, "")) if hidden else None


def possible_owners(user: Person) -> QuerySet[Person]:
    """To whom the user may give an account."""
    owners = owners_seen_by(user, kind="account", editing=True)
    return (Person.objects.all() if owners is None else owners).filter(is_active=True)


def owners_in_lists(user: Person) -> QuerySet[Person]:
    """By whom the user may filter: those whose accounts the user sees, people who left included."""
    owners = owners_seen_by(user, kind="account")
    return Person.objects.all() if owners is None else owners


def require_editor(user: Person) -> None:
    """Raises PermissionDenied for those who change no customers at all."""
    if user.edit_scope_of("account") is None:
        raise PermissionDenied


def industry_for(user: Person, industry_id: int, *, to: str = "see") -> Industry:
    """An industry: everyone may see it, `rate` it who leads others, `edit` it house keepers.

    Raises Http404, PermissionDenied.
    """
    rows = Industry.objects.filter(pk=industry_id)
    if to == "edit":
        return _line(rows, user)
    found = rows.first()
    if found is None:
        raise Http404
    if to == "rate" and not knows_markets(user):
        raise PermissionDenied
    return found


def knows_markets(user: Person) -> bool:
    """Whether a person says how attractive industries are and who sells there: who changes the customers of others."""
    return user.keeps_house or user.edit_scope_of("account") in ("subtree", "all")


def industry_foothold_for(user: Person, foothold_id: int) -> IndustryFoothold:
    """What a competitor sells in an industry, to be changed. Raises Http404, PermissionDenied."""
    found = IndustryFoothold.objects.filter(pk=foothold_id).select_related("competitor", "industry").first()
    if found is None:
        raise Http404
    industry_for(user, found.industry_id, to="rate")
    return found


def source_for(user: Person, source_id: int) -> Source:
    """A source that the user may edit. Raises Http404, PermissionDenied."""
    return _line(Source.objects.filter(pk=source_id), user)


def competitor_for(user: Person, competitor_id: int, *, to: str = "see") -> Competitor:
    """A competitor: everyone may see it, house keepers edit it. Raises Http404, PermissionDenied."""
    rows = Competitor.objects.filter(pk=competitor_id)
    if to == "edit":
        return _line(rows, user)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def foothold_for(user: Person, foothold_id: int) -> Foothold:
    """What a competitor sells at an account that the user may change. Raises Http404, PermissionDenied."""
    found = Foothold.objects.filter(pk=foothold_id).select_related("competitor").first()
    if found is None:
        raise Http404
    found.account = account_for(user, found.account_id, to="edit")
    return found


def _line(rows: QuerySet[C], user: Person) -> C:
    found = rows.first()
    if found is None:
        raise Http404
    require_house_keeper(user)
    return found
