"""Who may see and run meetings, and see and settle agreements.

A team's meetings are seen by those who lead it, its own members and whoever is needed; run by those who lead it. What
one agreed to is one's own. What one may not see is 404.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from xiaolu.activities.models import Agreement, Meeting, Seat
from xiaolu.customers.access import account_for
from xiaolu.customers.access import visible_to as visible_accounts
from xiaolu.customers.models import Account
from xiaolu.org import queries as org
from xiaolu.org.access import leads as leads
from xiaolu.org.access import owners_seen_by, person_for, teams_seen_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.models import Person, Team
from xiaolu.org.once import once_a_page
from xiaolu.pipeline.access import opportunity_for
from xiaolu.pipeline.access import visible_to as visible_opportunities
from xiaolu.pipeline.models import Opportunity

Named = dict[int, str]
three_ws_named: list[Callable[[Person, Iterable[int]], Named]] = []  # 3Ws that a reader may see, filled by a higher app


@once_a_page
def home_teams(user: Person) -> frozenset[int]:
    """The teams to which the person, and those for whom the person stands in, belong today."""
    homes = (org.home_team(face, org.today()) for face in user.faces)
    return frozenset(team.pk for team in homes if team)


@once_a_page
def led_teams(user: Person) -> frozenset[int]:
    """The teams whose figures the person sees."""
    return frozenset(teams_seen_by(user).values_list("pk", flat=True))


def meetings_seen_by(user: Person) -> QuerySet[Meeting]:
    """See the module."""
    rows = Meeting.objects.filter(withdrawn=False).select_related("team", "method", "called_by", "closed_by")
    if user.scope is None:
        return rows.none()
    if user.scope == "all":
        return rows
    needed = Seat.objects.filter(person__in=[face.pk for face in user.faces]).values("meeting")
    return rows.filter(Q(team__in=led_teams(user) | home_teams(user)) | Q(pk__in=needed))


def meeting_for(user: Person, meeting_id: int, *, to: str = "see") -> Meeting:
    """A meeting. Raises Http404 when the user may not see it, PermissionDenied when not run it."""
    found = meetings_seen_by(user).filter(pk=meeting_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not may_run(user, found.team_id):
        raise PermissionDenied
    return found


def may_run(user: Person, team_id: int | None) -> bool:
    """Whether the person runs the meetings of a team (None: of the whole company)."""
    if user.edit_scope == "all":
        return True
    return user.edit_scope == "subtree" and team_id in led_teams(user)


def sees_figures(user: Person, meeting: Meeting) -> bool:
    """Whether the figures of the meeting's team are the reader's to see, and not only what was agreed."""
    return user.scope == "all" or meeting.team_id in led_teams(user)


def require_runner(user: Person) -> None:
    """Raises PermissionDenied for all but those who lead somebody."""
    if user.edit_scope not in ("subtree", "all"):
        raise PermissionDenied


def require_seer(user: Person) -> None:
    """Raises Http404 for those whose role sees nobody's work."""
    if user.scope is None:
        raise Http404


def require_worker(user: Person) -> None:
    """Raises PermissionDenied for those who only look."""
    if user.edit_scope is None:
        raise PermissionDenied


def teams_to_meet(user: Person) -> QuerySet[Team]:
    """The teams whose meetings the person runs."""
    return teams_seen_by(user).filter(archived=False).order_by("code")


def people_to_need(user: Person) -> QuerySet[Person]:
    """Who may be asked into a meeting: those whose work the user sees, and the user."""
    owners = owners_seen_by(user)
    rows = Person.objects.all() if owners is None else owners
    return rows.filter(is_active=True).order_by("name", "id")


def members_of(team: Team | None) -> list[int]:
    """The ids of those who belong to a team, or below it, today; nobody for the whole company."""
    if team is None:
        return []
    return list(org.members(org.subtree(team, org.today()), org.today()).values_list("person", flat=True))


def agreements_seen_by(user: Person) -> QuerySet[Agreement]:
    """One's own and those of the people one leads; those of one's teams; those of meetings in which one is needed."""
    rows = Agreement.objects.select_related("owner", "team", "meeting", "account", "opportunity__account")
    if user.scope is None:
        return rows.none()
    if user.scope == "all":
        return rows
    owners = owners_seen_by(user)
    whose = Q() if owners is None else Q(owner__in=owners.values("pk"))
    needed = Seat.objects.filter(person__in=[face.pk for face in user.faces]).values("meeting")
    return rows.filter(whose | Q(team__in=led_teams(user) | home_teams(user)) | Q(meeting__in=needed))


def agreement_for(user: Person, agreement_id: int, *, to: str = "see") -> Agreement:
    """An agreement. Raises Http404 when the user may not see it, PermissionDenied when not settle it."""
    found = agreements_seen_by(user).filter(pk=agreement_id).first()
    if found is None:
        raise Http404
    if to == "edit" and found.pk not in editable_agreements(user, [found]):
        raise PermissionDenied
    return found


def editable_agreements(user: Person, agreements: Iterable[Agreement]) -> set[int]:
    """Of these agreements those that the user may settle: own, of people led, of meetings run. One query for all."""
    rows = list(agreements)
    if user.edit_scope is None:
        return set()
    owners = owners_seen_by(user, editing=True)
    if owners is None:
        return {one.pk for one in rows}
    mine = set(owners.filter(pk__in={one.owner_id for one in rows}).values_list("pk", flat=True))
    return {one.pk for one in rows if one.owner_id in mine or (one.team_id and may_run(user, one.team_id))}


def possible_keepers(user: Person, meeting: Meeting | None = None) -> QuerySet[Person]:
    """Who may be said to do something: whose work one changes; in a meeting that one runs also who is needed there."""
    owners = owners_seen_by(user, editing=True)
    rows = Person.objects.all() if owners is None else owners
    if meeting is not None and may_run(user, meeting.team_id) and owners is not None:
        rows = Person.objects.filter(
            Q(pk__in=owners.values("pk")) | Q(pk__in=Seat.objects.filter(meeting=meeting).values("person"))
        )
    return rows.filter(is_active=True).order_by("name", "id")


def person_of(user: Person, person_id: int) -> Person:
    """Somebody whose agreements the user may list. Raises Http404."""
    return person_for(user, person_id)


@dataclass(frozen=True)
class About:
    """What an agreement is about, as far as it is the reader's: a name and where it leads; nothing for nothing."""

    account: Account | None = None
    opportunity: Opportunity | None = None
    three_w: int = 0
    three_w_name: str = ""


def about_named(user: Person, sent: dict[str, str]) -> About:
    """What an address says that an agreement is about: `opportunity`, `account` or `three_w`. Raises Http404."""
    ids = {name: int(text) for name, text in sent.items() if text.isascii() and text.isdecimal() and len(text) < 16}
    if ids.get("opportunity"):
        deal = opportunity_for(user, ids["opportunity"])
        return About(deal.account, deal)
    if ids.get("account"):
        return About(account_for(user, ids["account"]))
    if wanted := ids.get("three_w"):
        named = _three_ws(user, [wanted])
        if wanted not in named:
            raise Http404
        return About(three_w=wanted, three_w_name=named[wanted])
    return About()


def abouts(user: Person, agreements: Iterable[Agreement]) -> dict[int, About]:
    """What each agreement is about, without what is not the reader's to see. Three queries for all."""
    rows = list(agreements)
    deals = visible_opportunities(user).filter(pk__in={one.opportunity_id for one in rows if one.opportunity_id})
    accounts = visible_accounts(user).filter(pk__in={one.account_id for one in rows if one.account_id})
    seen_deals = set(deals.values_list("pk", flat=True))
    seen_accounts = set(accounts.values_list("pk", flat=True))
    named = _three_ws(user, [one.three_w for one in rows if one.three_w])
    return {
        one.pk: About(
            one.account if one.account_id in seen_accounts else None,
            one.opportunity if one.opportunity_id in seen_deals else None,
            one.three_w if one.three_w in named else 0,
            named.get(one.three_w, ""),
        )
        for one in rows
    }


def _three_ws(user: Person, ids: Iterable[int]) -> Named:
    wanted = set(ids)
    found: Named = {}
    for named in three_ws_named if wanted else ():
        found |= named(user, wanted)
    return found
