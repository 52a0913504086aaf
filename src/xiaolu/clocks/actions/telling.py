"""Telling people something: a notice in Xiaolu, and by the ways that each of them chose a letter into the outbox."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from xiaolu.clocks.models import Notice, NoticeChoice, NoticeHours
from xiaolu.clocks.queries import calendars_of, choices_of
from xiaolu.clocks.words import address_of, kind_of_notice, told
from xiaolu.domain.quiet_hours import QuietHours, digest_at, told_at
from xiaolu.org.actions.versions import locked, write
from xiaolu.org.leaders import deputies_of
from xiaolu.org.models import Person
from xiaolu.org.queries import company
from xiaolu.outbox.actions import put
from xiaolu.outbox.letters import letter
from xiaolu.outbox.models import Letter, Robot
from xiaolu.outbox.queries import robots_of

MOST_KEY = 80
NAMELESS = "…"  # stands for the customer in a chat that others read


def notice(person: int, code: str, *, key: str, kind: str = "", object_id: int = 0, **values: Any) -> Notice:
    """Something that one person is to be told: the sentence by its code, what fills it, and what it is told for."""
    return Notice(
        person_id=person, key=f"{key}:{person}"[:MOST_KEY], code=code, kind=kind, object_id=object_id, values=values
    )


@transaction.atomic
def tell(notices: Iterable[Notice]) -> int:
    """Keep what people are told, with a letter for each way that they chose; inside the caller's transaction. How many.

    Whoever stands in for an absent person is told the same. A key ends in the id of the person told, so that nobody
    is told one thing twice: what one is told for oneself comes before what one is told for another.
    """
    given = list(notices)
    kept = Notice.objects.bulk_create([*given, *_for_deputies(given)], batch_size=500)
    if kept:
        put(_letters(kept))
    return len(kept)


def _for_deputies(notices: list[Notice]) -> list[Notice]:
    """The notices of absent people once more, each for whoever stands in today and has not been told the same."""
    deputies = deputies_of({one.person_id for one in notices}) if notices else {}
    keys = {one.key for one in notices}
    found = []
    for one in notices:
        for row in deputies.get(one.person_id, []):
            tail = f":{row.deputy_id}"
            key = one.key.removesuffix(f":{one.person_id}")[: MOST_KEY - len(tail)] + tail
            if key in keys:
                continue
            keys.add(key)
            values = {**one.values, "for": row.absent.name, "for_id": row.absent_id}
            found.append(
                Notice(person_id=row.deputy_id, key=key, code=one.code, values=values, kind=one.kind,
                       object_id=one.object_id, at=one.at)
            )  # fmt: skip
    return found


def _letters(notices: list[Notice]) -> list[Letter]:
    people = Person.objects.filter(is_active=True).in_bulk({one.person_id for one in notices})
    choices, robots, calendars = choices_of(people), robots_of(people), calendars_of(people.values())
    hours = {row.person_id: row.hours for row in NoticeHours.objects.filter(person__in=people)}
    found = []
    for one in notices:
        person = people.get(one.person_id)
        if person is None:
            continue
        by_mail, by_robot = choices[person.pk, kind_of_notice(one.code)]
        works, quiet = calendars[person.pk].works_on, hours.get(person.pk, QuietHours())
        zone = calendars[person.pk].zone
        moments = {"now": told_at(one.at.astimezone(zone), quiet, works)}
        if "digest" in (by_mail, by_robot):
            moments["digest"] = digest_at(one.at.astimezone(zone), quiet, works)
        if by_mail in moments and person.email:
            found.append(_mail(one, person, moments[by_mail]))
        if by_robot in moments and person.pk in robots:
            found.append(_word(one, person, robots[person.pk], moments[by_robot]))
    return found


def _mail(notice: Notice, person: Person, at: datetime) -> Letter:
    with override(person.language):
        line, link = told(notice), address_of(notice)
    return letter(
        key=f"{notice.key}:email", way="email", about="notice", object_id=notice.pk, person=person, subject=line.what,
        text=line.to_do, link=link, not_before=at,
    )  # fmt: skip


def _word(notice: Notice, person: Person, robot: Robot, at: datetime) -> Letter:
    """What is said in a chat: in one's own everything, in a team's for whom it is, and the customer only where allowed."""
    own = robot.person_id == person.pk
    shown: Mapping[str, Any] = notice.values if own or robot.names_customers else {**notice.values, "title": NAMELESS}
    with override(person.language if own else company().language):
        line = told(notice, shown)
        subject = line.what if own else f"{person.name}: {line.what}"
    return letter(
        key=f"{notice.key}:robot", way="robot", about="notice", object_id=notice.pk, person=person, robot=robot,
        subject=subject, text=line.to_do if own else "", link=address_of(notice), not_before=at,
    )  # fmt: skip


@transaction.atomic
def choose_notices(
    person: Person, *, by: Person, seen: int, chosen: Mapping[str, tuple[str, str]], **hours: Any
) -> NoticeHours:
    """How a person is told from now on: by kind of notice whether by e-mail and by robot, and the hours. Raises Stale."""
    row, _made = NoticeHours.objects.get_or_create(person=person)
    held = locked(row, seen=seen)
    before = {row.kind: f"{row.email} {row.robot}" for row in NoticeChoice.objects.filter(person=person)}
    after = {kind: " ".join(ways) for kind, ways in chosen.items()}
    changed = {kind: (before.get(kind, ""), ways) for kind, ways in after.items() if before.get(kind) != ways}
    rows = [NoticeChoice(person=person, kind=kind, email=ways[0], robot=ways[1]) for kind, ways in chosen.items()]
    NoticeChoice.objects.filter(person=person).delete()
    NoticeChoice.objects.bulk_create(rows)
    return write(held, "choose_notices", by=by, values=hours, told=changed)
