"""Who may see clocks, notices and calendars, and who may change them: the only door for views and api.

A clock is seen by whoever sees its record; a notice by the person it was told to, as long as that person sees the record.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from xiaolu.clocks.models import Leave, Notice, OwnDay, RunningClock
from xiaolu.clocks.registry import KINDS
from xiaolu.org.access import owners_seen_by, person_led_by
from xiaolu.org.access import require_exporter as require_exporter
from xiaolu.org.access import require_house_keeper as require_house_keeper
from xiaolu.org.models import Person
from xiaolu.outbox.models import Letter


def _on_seen_records(user: Person, *, clocks: bool) -> Q:
    found = Q(pk__in=[])
    for name, kind in KINDS.items():
        if clocks and kind.there is None:
            continue
        found |= Q(kind=name, object_id__in=kind.visible(user).values("pk"))
    return found


def visible_to(user: Person) -> QuerySet[RunningClock]:
    """The clocks on records that a person sees."""
    return RunningClock.objects.filter(_on_seen_records(user, clocks=True))


def own(user: Person) -> QuerySet[RunningClock]:
    """What a person must do."""
    return visible_to(user).filter(owner=user)


def record_for(user: Person, kind: str, object_id: int) -> None:
    """Raises Http404 unless the person sees the record."""
    if kind not in KINDS or not KINDS[kind].visible(user).filter(pk=object_id).exists():
        raise Http404


def owners_in_lists(user: Person) -> QuerySet[Person]:
    """By whom the user may filter."""
    owners = owners_seen_by(user)
    return Person.objects.all() if owners is None else owners


def notices_for(user: Person) -> QuerySet[Notice]:
    """What a person was told, without what is about records that the person sees no more."""
    return Notice.objects.filter(Q(kind="") | _on_seen_records(user, clocks=False), person=user)


def notice_for(user: Person, notice_id: int) -> Notice:
    """A notice of the user's own. Raises Http404."""
    found = notices_for(user).filter(pk=notice_id).first()
    if found is None:
        raise Http404
    return found


def unread_count(user: Person) -> int:
    """How many notices a person has not read: the figure at the bell."""
    return notices_for(user).filter(read_at__isnull=True).count()


def own_day_for(user: Person, day_id: int) -> OwnDay:
    """A day of the company's own, for those who keep the house. Raises PermissionDenied, Http404."""
    require_house_keeper(user)
    found = OwnDay.objects.filter(pk=day_id).first()
    if found is None:
        raise Http404
    return found


def people_led_by(user: Person) -> QuerySet[Person]:
    """For whom the user enters leave: oneself, and those whose work one may change."""
    owners = None if user.keeps_house else owners_seen_by(user, editing=True)
    rows = (
        Person.objects.all() if owners is None else Person.objects.filter(Q(pk=user.pk) | Q(pk__in=owners.values("pk")))
    )
    return rows.filter(is_active=True).order_by("name", "id")


def leave_for(user: Person, leave_id: int) -> Leave:
    """Leave that the user may end: one's own, or of somebody one leads. Raises Http404, PermissionDenied."""
    found = Leave.objects.select_related("person").filter(pk=leave_id).first()
    if found is None:
        raise Http404
    person_led_by(user, found.person_id)
    return found


def still_to_tell(letters: Sequence[Letter]) -> set[int]:
    """Of letters with notices, the keys of those whose notice is unread and of a record that the person still sees."""
    by_person: dict[int, dict[int, list[int]]] = {}
    for one in letters:
        by_person.setdefault(one.person_id or 0, {}).setdefault(one.object_id, []).append(one.pk)
    found: set[int] = set()
    for person in Person.objects.filter(pk__in=by_person):
        wanted = by_person[person.pk]
        unread = notices_for(person).filter(pk__in=wanted, read_at__isnull=True).values_list("pk", flat=True)
        found |= {letter_id for pk in unread for letter_id in wanted[pk]}
    return found
