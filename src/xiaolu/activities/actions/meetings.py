"""Meetings of a team: call one, keep its pack, answer before it, note what is said, close it, open it again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from xiaolu.activities.models import Agreement, Meeting, MeetingNote, Seat
from xiaolu.clocks.actions import notice, tell
from xiaolu.domain.rules import RuleBroken
from xiaolu.methods.models import Method
from xiaolu.org import audit
from xiaolu.org.actions import versions
from xiaolu.org.models import Person, Team

PLANNED, HELD, CLOSED = Meeting.State


def locked(meeting: Meeting, *, seen: int | None = None) -> Meeting:
    """The meeting as it is now, held until the transaction ends. Raises Stale, RuleBroken (meeting_withdrawn)."""
    now = versions.locked(meeting, seen=seen)
    if now.withdrawn:
        raise RuleBroken("meeting_withdrawn")
    return now


def _change(meeting: Meeting, action: str, *, by: Person | None, values: Mapping[str, Any], **told: Any) -> Meeting:
    """Write new values of a locked meeting with one audit entry; the pack itself is too long for that."""
    derived = {name: value for name, value in values.items() if name in ("pack", "made_at", "closed_at")}
    plain = {name: value for name, value in values.items() if name not in derived}
    return versions.write(meeting, action, by=by, values=plain, derived=derived, told=told)


@transaction.atomic
def create_meeting(
    *, method: Method, team: Team | None, day: date, purpose: str, needed: Iterable[Person], by: Person | None
) -> Meeting:
    """Call a meeting of a team (None: the whole company); `needed` are those who have to be there."""
    made = Meeting.objects.create(method=method, team=team, day=day, purpose=purpose, called_by=by)
    people, new = _seat(made, needed)
    audit.record(
        made, "create_meeting", by=by,
        changes={"day": (None, day), "team": (None, team), "purpose": (None, purpose), "needed": (None, people)},
    )  # fmt: skip
    _tell_needed(made, new, by)
    return made


@transaction.atomic
def edit_meeting(
    meeting: Meeting, *, by: Person | None, seen: int, day: date, purpose: str, needed: Iterable[Person]
) -> Meeting:
    """Change day, purpose and who is needed; answers of those who stay are kept. Raises Stale, RuleBroken."""
    now = _standing(meeting, seen)
    before = _names(seat.person for seat in now.seats.select_related("person"))
    people, new = _seat(now, needed)
    told = {"needed": (before, people)} if before != people else {}
    changed = _change(now, "edit_meeting", by=by, values={"day": day, "purpose": purpose}, **told)
    _tell_needed(changed, new, by)
    return changed


@transaction.atomic
def keep_pack(
    meeting: Meeting, *, by: Person | None, seen: int, pack: Mapping[str, Any], since: date, at: date
) -> Meeting:
    """Keep the numbers that the pack shows; the meeting is held from now on. Raises Stale, RuleBroken (meeting_closed)."""
    now = _standing(meeting, seen)
    values = {"pack": dict(pack), "since": since, "at": at, "made_at": timezone.now(), "state": HELD}
    return _change(now, "keep_pack", by=by, values=values)


@transaction.atomic
def answer_before_meeting(meeting: Meeting, *, by: Person, answers: Mapping[str, str]) -> Seat:
    """What somebody who is needed answered before. Raises RuleBroken (meeting_closed, not_needed)."""
    now = locked(meeting)
    if now.state == CLOSED:
        raise RuleBroken("meeting_closed")
    seat = Seat.objects.select_for_update().filter(meeting=now, person=by).first()
    if seat is None:
        raise RuleBroken("not_needed")
    before = seat.answers
    seat.answers, seat.prepared_at = dict(answers), timezone.now()
    seat.save(update_fields=["answers", "prepared_at"])
    audit.record(now, "answer_before_meeting", by=by, changes={"answers": (before, seat.answers)})
    return seat


@transaction.atomic
def note_in_meeting(meeting: Meeting, *, by: Person | None, text: str) -> MeetingNote:
    """Write down what is said, with the time. Raises RuleBroken (note_empty, meeting_closed)."""
    now = locked(meeting)
    if now.state == CLOSED:
        raise RuleBroken("meeting_closed")
    if not text.strip():
        raise RuleBroken("note_empty")
    note = MeetingNote.objects.create(meeting=now, text=text.strip(), author=by)
    audit.record(now, "note_in_meeting", by=by, changes={"text": ("", note.text)})
    return note


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Person | None, seen: int, read_back: Iterable[int]) -> Meeting:
    """Close it once every agreement of it was read back. Raises Stale, RuleBroken (meeting_closed, not_read_back, no_pack)."""
    now = _standing(meeting, seen)
    if now.pack is None:
        raise RuleBroken("no_pack")
    missing = set(Agreement.objects.filter(meeting=now).values_list("pk", flat=True)) - set(read_back)
    if missing:
        raise RuleBroken("not_read_back", count=len(missing))
    return _change(now, "close_meeting", by=by, values={"state": CLOSED, "closed_by": by, "closed_at": timezone.now()})


@transaction.atomic
def reopen_meeting(meeting: Meeting, *, by: Person | None, seen: int) -> Meeting:
    """Go on with a closed meeting; its pack stays as it was shown. Raises Stale, RuleBroken (meeting_not_closed)."""
    now = locked(meeting, seen=seen)
    if now.state != CLOSED:
        raise RuleBroken("meeting_not_closed")
    return _change(now, "reopen_meeting", by=by, values={"state": HELD, "closed_by": None, "closed_at": None})


@transaction.atomic
def withdraw_meeting(meeting: Meeting, *, by: Person | None, seen: int) -> Meeting:
    """Take a meeting that did not take place out of the list. Raises Stale, RuleBroken (meeting_has_agreements, …)."""
    now = _standing(meeting, seen)
    if now.agreements.exists() or now.notes.exists():
        raise RuleBroken("meeting_has_agreements")
    return _change(now, "withdraw_meeting", by=by, values={"withdrawn": True})


def _standing(meeting: Meeting, seen: int) -> Meeting:
    now = locked(meeting, seen=seen)
    if now.state == CLOSED:
        raise RuleBroken("meeting_closed")
    return now


def _seat(meeting: Meeting, needed: Iterable[Person]) -> tuple[str, list[Person]]:
    """Seats for exactly these people; their names, and those who are new."""
    people = list(dict.fromkeys(needed))
    meeting.seats.exclude(person__in=people).delete()
    there = set(meeting.seats.values_list("person", flat=True))
    new = [one for one in people if one.pk not in there]
    Seat.objects.bulk_create(Seat(meeting=meeting, person=one) for one in new)
    return _names(people), new


def _tell_needed(meeting: Meeting, people: Iterable[Person], by: Person | None) -> None:
    """Who is needed hears of it, unless one called the meeting oneself."""
    key = f"meeting:{meeting.pk}:{meeting.version}"
    said = {"by": str(by), "title": meeting.purpose, "day": meeting.day.isoformat()}
    tell(
        notice(one.pk, "meeting_called", key=key, kind="meeting", object_id=meeting.pk, **said)
        for one in people
        if by and one.pk != by.pk
    )


def _names(people: Iterable[Person]) -> str:
    return ", ".join(sorted(one.name for one in people))
