"""Whose figures a person may ask for, and for whom a person may enter targets. What one may not see is 404."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from xiaolu.activities.access import visible_to as visible_activities
from xiaolu.activities.models import Activity
from xiaolu.customers.access import account_for
from xiaolu.customers.access import visible_to as accounts_visible_to
from xiaolu.customers.models import Account
from xiaolu.insight.models import AgendaItem, FigureNamed, ThreeW
from xiaolu.insight.queries.scopes import Scope
from xiaolu.insight.queries.three_ws import names_of
from xiaolu.methods.models import Method
from xiaolu.org import queries as org
from xiaolu.org.access import owners_seen_by, teams_seen_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.models import Person, Team
from xiaolu.org.once import once_a_page
from xiaolu.pipeline.access import opportunity_for, visible_to
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.scopes import everything
from xiaolu.pipeline.scopes import scope_for as live_scope_for


def scope_for(user: Person, who: str) -> Scope:
    """The scope that an address names: '' (the widest), me, seen, all, team:CODE, person:ID. Raises Http404."""
    kind, _, code = who.partition(":")
    if who == "":
        return _widest(user)
    if who == "me":
        return Scope(person=user)
    if who == "seen":
        own = everything(user)
        return Scope(own=own.spans, label=str(own.label))
    if who == "all" and user.scope == "all":
        return Scope()
    if kind == "team" and (team := teams_seen_by(user).filter(code=code).first()):
        return Scope(team=team)
    if kind == "person" and code.isdecimal() and (person := _seen(user).filter(pk=int(code[:9])).first()):
        return Scope(person=person)
    raise Http404


def _widest(user: Person) -> Scope:
    if user.scope == "all":
        return Scope()
    if user.scope is None:
        raise Http404
    leading = [face for face in user.faces if face.rights.of("opportunity").see == "subtree"]
    team = org.home_team(leading[0], org.today()) if leading else None
    return Scope(team=team) if team else Scope(person=user)


def _seen(user: Person) -> QuerySet[Person]:
    owners = owners_seen_by(user)
    return Person.objects.all() if owners is None else owners


def teams_of(user: Person) -> list[Team]:
    """The teams whose figures the person may choose, in the order of the tree."""
    seen = set(teams_seen_by(user).values_list("pk", flat=True))
    return [team for team, _ in org.tree() if team.pk in seen] if seen else []


def opportunities_seen_by(user: Person) -> QuerySet[Opportunity] | None:
    """The rows behind figures that a person may open; None for all of them."""
    return None if user.scope == "all" else visible_to(user)


def activities_seen_by(user: Person) -> QuerySet[Activity]:
    """The activities behind figures that a person may open."""
    return visible_activities(user)


def live_rows(user: Person, scope: Scope, method: Method) -> QuerySet[Opportunity]:
    """The opportunities of a scope as they are now, as far as the person sees them."""
    return visible_to(user).filter(live_scope_for(user, scope.code).rows, method=method)


def require_parts(user: Person, asked: Mapping[str, str]) -> None:
    """Raises Http404 where an address narrows a figure to a person or a customer that is not the reader's to know."""
    people = [asked.get("owner"), asked.get("key") if asked.get("by") == "person" else None]
    for one in people:
        if one and one != "0" and not (one.isdecimal() and _seen(user).filter(pk=int(one[:15])).exists()):
            raise Http404
    account = asked.get("account")
    if account and not (account.isdecimal() and accounts_visible_to(user).filter(pk=int(account[:15])).exists()):
        raise Http404


def require_target_keeper(user: Person) -> None:
    """Raises PermissionDenied for all but those who lead somebody."""
    if user.edit_scope not in ("subtree", "all"):
        raise PermissionDenied


def people_to_target(user: Person) -> QuerySet[Person]:
    """The people for whom a person may enter a target."""
    owners = owners_seen_by(user, editing=True)
    rows = Person.objects.all() if owners is None else owners
    return rows.filter(is_active=True).order_by("name", "id")


def teams_to_target(user: Person) -> QuerySet[Team]:
    return teams_seen_by(user).filter(archived=False).order_by("code")


def three_ws_seen_by(user: Person) -> QuerySet[ThreeW]:
    """Whoever may ask for the figures of a scope sees the 3Ws on it; and who is to solve one sees that one."""
    rows = ThreeW.objects.select_related("owner", "team", "person", "method", "opened_by")
    if user.scope == "all":
        return rows
    if user.scope is None:
        return rows.none()
    return rows.filter(Q(owner=user) | Q(team__in=teams_seen_by(user)) | Q(person__in=_seen(user)))


def three_w_for(user: Person, three_w_id: int, *, to: str = "see") -> ThreeW:
    """One 3W. Raises Http404 when the person may not see it, PermissionDenied for one who changes nothing."""
    found = three_ws_seen_by(user).filter(pk=three_w_id).first()
    if found is None:
        raise Http404
    if to == "edit":
        require_worker(user)
    return found


def sees_scope(user: Person, record: FigureNamed) -> bool:
    """Whether the figures of the record's scope are the reader's to see, and not only the record."""
    if user.scope == "all":
        return True
    people, teams = _scopes_seen(user)
    return record.person_id in people if record.person_id else record.team_id in teams


@once_a_page
def _scopes_seen(user: Person) -> tuple[frozenset[int], frozenset[int]]:
    """The ids of the people and teams whose figures the person may ask for."""
    teams = teams_seen_by(user).values_list("pk", flat=True)
    return frozenset(_seen(user).values_list("pk", flat=True)), frozenset(teams)


def require_worker(user: Person) -> None:
    """Raises PermissionDenied for those who only look."""
    if user.edit_scope is None:
        raise PermissionDenied


def possible_owners(user: Person) -> QuerySet[Person]:
    """Whom the user may ask to solve something: those whose work the user sees."""
    return _seen(user).filter(is_active=True).order_by("name", "id")


def meeting_teams(user: Person) -> list[Team]:
    """The teams whose weekly meeting the person may put something before: one's own, and those one leads."""
    home, teams = org.home_team(user, org.today()), teams_of(user)
    return teams if home is None or home in teams else [home, *teams]


def meeting_team(user: Person, code: str, scope: Scope | None = None) -> Team | None:
    """The team whose meeting an item is for; None: the company's. Raises Http404 for one that is not the person's."""
    teams = meeting_teams(user)
    if code:
        found = next((team for team in teams if team.code == code), None)
        if found is None and not (code == "all" and user.scope == "all"):
            raise Http404
        return found
    if scope and scope.code == "all":
        return None
    wanted = (
        scope.team
        if scope and scope.team
        else org.home_team(scope.person, org.today())
        if scope and scope.person
        else None
    )
    return wanted if wanted in teams else next(iter(teams), None)


def agenda_seen_by(user: Person) -> QuerySet[AgendaItem]:
    """What waits for the meetings of the teams whose figures the person sees, and what the person put there."""
    rows = AgendaItem.objects.select_related("team", "person", "method", "put_by", "taken_by").filter(archived=False)
    return rows if user.scope == "all" else rows.filter(Q(put_by=user) | Q(team__in=teams_seen_by(user)))


def item_for(user: Person, item_id: int) -> AgendaItem:
    """One item, to change it. Raises Http404, PermissionDenied for one who changes nothing."""
    found = agenda_seen_by(user).filter(pk=item_id).first()
    if found is None:
        raise Http404
    require_worker(user)
    return found


def record_named(user: Person, kind: str, object_id: int) -> Account | Opportunity:
    """A customer or an opportunity that the person sees. Raises Http404."""
    if kind == "account":
        return account_for(user, object_id)
    if kind == "opportunity":
        return opportunity_for(user, object_id)
    raise Http404


def agenda_for(user: Person | None) -> QuerySet[AgendaItem]:
    """The agenda as a person sees it; None: with all rights, as on the command line."""
    return (
        AgendaItem.objects.select_related("team", "method").filter(archived=False)
        if user is None
        else agenda_seen_by(user)
    )


def three_ws_for(user: Person | None) -> QuerySet[ThreeW]:
    """3Ws as a person sees them; None: all."""
    return ThreeW.objects.all() if user is None else three_ws_seen_by(user)


def three_ws_named(user: Person, ids: Iterable[int]) -> dict[int, str]:
    """What those of some 3Ws are about that the person sees."""
    return names_of(three_ws_seen_by(user), ids)


def records_for(user: Person | None, items: Iterable[AgendaItem]) -> dict[tuple[str, int], Account | Opportunity]:
    """The records that stand on an agenda, as far as a person sees them; None: all."""
    wanted: dict[str, set[int]] = {}
    for item in items:
        if item.kind:
            wanted.setdefault(item.kind, set()).add(item.object_id)
    rows = Opportunity.objects.all() if user is None else visible_to(user)
    deals = rows.select_related("account").in_bulk(wanted.get("opportunity", set()))
    customers = Account.objects.all() if user is None else accounts_visible_to(user)
    accounts = customers.in_bulk(wanted.get("account", set()))
    found: dict[tuple[str, int], Account | Opportunity] = {("opportunity", pk): deal for pk, deal in deals.items()}
    return found | {("account", pk): account for pk, account in accounts.items()}


def records_seen(user: Person, items: Iterable[AgendaItem]) -> dict[tuple[str, int], Account | Opportunity]:
    """The records that stand on an agenda, as far as the reader sees them."""
    return records_for(user, items)
