"""Whose pipeline a page shows, chosen in the URL: `scope=me`, `scope=team:CODE`, `scope=person:ID`, or all one may see."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from xiaolu.org.access import FEW, owned_by_seen, person_for, teams_seen_by
from xiaolu.org.models import Person
from xiaolu.org.once import once_a_page
from xiaolu.org.queries import home_team, subtree, today
from xiaolu.org.queries import members as members_of
from xiaolu.pipeline.models import Posting
from xiaolu.pipeline.queries.frames import ALWAYS, Span, joined, of_person, of_team


@dataclass(frozen=True)
class Scope:
    """The owners that count: as spans for the ledger (None: everybody), as a filter for live rows, and in words."""

    key: str
    label: str
    spans: tuple[Span, ...] | None
    rows: Q
    address: str  # how a figure's address names it, so that it means the same to whoever may follow it

    @property
    def has_few_owners(self) -> bool:
        return self.spans is not None and len({span.person for span in self.spans}) <= FEW


def scope_for(user: Person, asked: str) -> Scope:
    """The scope that a person asks for. Raises Http404 for one that the person may not see."""
    kind, _sep, name = asked.partition(":")
    if kind == "team":
        team = teams_seen_by(user).filter(code=name).first()
        if team is None:
            raise Http404
        people = members_of(subtree(team, today()), today()).values("person")
        return Scope(asked, team.name, of_team(team), Q(owner__in=people), asked)
    if kind == "person" and name.isdecimal():
        person = person_for(user, int(name))
        return Scope(asked, person.name, of_person(person), Q(owner=person), asked)
    if asked == "seen" or (asked == "all" and user.scope == "all"):
        return everything(user)
    if kind == "me":
        return Scope("me", _("Mine"), of_person(user), Q(owner=user), f"person:{user.pk}")
    return everything(user)


def everything(user: Person) -> Scope:
    """All that a person sees."""
    if user.scope == "all":
        return Scope("", _("Whole company"), None, Q(), "all")
    spans: tuple[Span, ...] = ()
    for face in user.faces:
        reach = face.rights.of("opportunity").see
        team = home_team(face, today()) if reach == "subtree" else None
        spans += (of_person(face) if reach else ()) + (of_team(team) if team else ())
    label = _("Mine and my team's") if user.scope == "subtree" else _("Mine")
    if len(user.faces) > 1:
        label = _("Mine, and whom I stand in for")
    return Scope("", label, joined(spans), owned_by_seen(user), _address(user, joined(spans)))


@once_a_page
def _address(user: Person, spans: tuple[Span, ...]) -> str:
    """A person or a team where these spans count exactly theirs, else `seen`: all that the reader sees."""
    if len(user.faces) > 1:
        return "seen"
    if spans == of_person(user):
        return f"person:{user.pk}"
    team = home_team(user, today())
    theirs = of_team(team) if team else ()
    own = [span for span in theirs if span.person == user.pk]
    others = [[span for span in some if span.person != user.pk] for some in (spans, theirs)]
    if team is None or len(own) != 1 or own[0].end != ALWAYS or others[0] != others[1]:
        return "seen"
    before = Posting.objects.filter(owner=user.pk, day__lt=own[0].start).exists()
    return "seen" if before else f"team:{team.code}"


def choices(user: Person) -> list[tuple[str, str]]:
    """The scopes that a person may choose, for a select."""
    options = [("", str(everything(user).label))]
    if user.scope in ("subtree", "all") or len(user.faces) > 1:
        options.append(("me", _("Mine")))
        options += [(f"team:{team.code}", team.name) for team in teams_seen_by(user).filter(archived=False)]
    return options
