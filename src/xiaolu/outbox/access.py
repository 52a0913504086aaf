"""Who reads the outbox and keeps robots: the only door for views and api.

A letter is read by whoever it goes to and whoever sent it. Who keeps the house and sees everybody's opportunities reads
all; who keeps the house without that sees that there are letters, not what they say.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from xiaolu.org.access import require_house_keeper as require_house_keeper
from xiaolu.org.models import Person
from xiaolu.outbox.models import Letter, Robot


def letters_seen_by(user: Person) -> QuerySet[Letter]:
    """The letters that a person may read."""
    if user.keeps_house and user.scope == "all":
        return Letter.objects.all()
    return Letter.objects.filter(Q(person=user) | Q(by=user))


def letters_listed_for(user: Person) -> QuerySet[Letter]:
    """The letters that a person may know of."""
    return Letter.objects.all() if user.keeps_house else letters_seen_by(user)


def letter_for(user: Person, letter_id: int, *, to: str = "see") -> Letter:
    """A letter to read; `to="edit"`: to send again or take back. Raises Http404, PermissionDenied."""
    found = letters_seen_by(user).select_related("person", "robot", "by").filter(pk=letter_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not (user.keeps_house or found.by_id == user.pk):
        raise PermissionDenied
    return found


def robots_kept_by(user: Person) -> QuerySet[Robot]:
    """The robots that a person may change: the company's for those who keep the house, one's own for everybody."""
    own = Q(person=user)
    return Robot.objects.filter(own | Q(person__isnull=True) if user.keeps_house else own)


def robot_for(user: Person, robot_id: int) -> Robot:
    """A robot to change. Raises Http404."""
    found = robots_kept_by(user).select_related("team", "person").filter(pk=robot_id).first()
    if found is None:
        raise Http404
    return found


def own_robot(user: Person) -> Robot | None:
    """Somebody's own robot, if there is one."""
    return Robot.objects.filter(person=user, archived=False).first()
