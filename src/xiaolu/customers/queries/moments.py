"""Everything about one account, newest first: notes, files, changes, owners, and what higher apps add."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice, pairwise

from django.db.models import Exists, OuterRef, Q

from xiaolu.customers.models import Account, Handover, Note
from xiaolu.domain.method import Text
from xiaolu.files.models import StoredFile
from xiaolu.files.queries import files_of_many
from xiaolu.org.models import AuditEntry, Person
from xiaolu.org.queries import day_of

SIZE = 20
OLDEST_PAGE = 100
KINDS = ("activity", "note", "file", "change", "owner", "stage")


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: on which day it happened, when it was written, and what it is."""

    day: date
    at: datetime
    kind: str
    who: Person | None = None
    note: Note | None = None
    files: list[StoredFile] = field(default_factory=list)
    entry: AuditEntry | None = None
    handover: Handover | None = None
    text: str = ""
    url: str = ""
    tag: str = ""
    css: str = ""
    name: Text | None = None
    icon: str = ""
    said: str = ""


@dataclass(frozen=True)
class Timeline:
    """A page of it. `older`: the next page, 0 at the end."""

    moments: list[Moment]
    kind: str
    page: int
    older: int


Source = Callable[[Person, Account, int], Iterable[Moment]]
more: dict[str, Source] = {}  # filled by wiring.py: kind → its latest moments, newest first, as far as the person sees


def timeline(user: Person, account: Account, *, kind: str = "", page: int = 1) -> Timeline:
    """A page of everything about an account, or of one kind of it. What the user may not see is not in it."""
    page = min(max(page, 1), OLDEST_PAGE)
    wanted = page * SIZE + 1
    sources: dict[str, Source] = {"note": _notes, "file": _filed, "change": _changes, "owner": _handovers, **more}
    chosen = [kind] if kind in sources else [name for name in sources if name != "file"]  # files stand with their notes
    found = chain.from_iterable(islice(sources[name](user, account, wanted), wanted) for name in chosen)
    ordered = sorted(found, key=lambda moment: (moment.day, moment.at), reverse=True)
    older = page + 1 if len(ordered) >= wanted and page < OLDEST_PAGE else 0
    return Timeline(_with_files(ordered[(page - 1) * SIZE : page * SIZE]), kind if kind in sources else "", page, older)


def _with_files(moments: list[Moment]) -> list[Moment]:
    files = files_of_many("note", [moment.note.pk for moment in moments if moment.note])
    for moment in moments:
        if moment.note:
            moment.files.extend(files.get(moment.note.pk, ()))
    return moments


def _notes(user: Person, account: Account, most: int) -> Iterable[Moment]:
    rows = Note.objects.filter(account=account, archived=False).select_related("author").order_by("-day", "-id")
    return [Moment(note.day, note.created_at, "note", note.author, note=note) for note in rows[:most]]


def _filed(user: Person, account: Account, most: int) -> Iterable[Moment]:
    filed = Exists(StoredFile.objects.filter(kind="note", object_id=OuterRef("pk")))
    rows = Note.objects.filter(filed, account=account, archived=False).select_related("author")
    return [
        Moment(note.day, note.created_at, "note", note.author, note=note)
        for note in rows.order_by("-day", "-id")[:most]
    ]


def _changes(user: Person, account: Account, most: int) -> Iterable[Moment]:
    of_contacts = Q(kind="contact", object_id__in=account.contacts.values("pk"))
    rows = AuditEntry.objects.filter(Q(kind="account", object_id=account.pk) | of_contacts)
    rows = rows.exclude(action="hand_over_account").select_related("person").order_by("-id")[:most]
    return [Moment(day_of(entry.at), entry.at, "change", entry.person, entry=entry) for entry in rows]


def _handovers(user: Person, account: Account, most: int) -> Iterable[Moment]:
    rows = Handover.objects.filter(account=account).select_related("before", "after", "by").order_by("-id")
    return [Moment(row.day, row.at, "owner", row.by, handover=row) for row in rows[:most]]


@dataclass(frozen=True)
class Care:
    """Who looked after an account from one day until another; None at the end: still."""

    owner: Person | None
    since: date
    until: date | None


def owners_of(account: Account, most: int = 200) -> list[Care]:
    """Who looked after an account, latest first; nothing when it never changed hands."""
    rows = list(Handover.objects.filter(account=account).select_related("before", "after").order_by("id")[:most])
    if not rows:
        return []
    cares = [Care(rows[0].before, day_of(account.created_at), rows[0].day)]
    cares += [Care(row.after, row.day, upcoming.day) for row, upcoming in pairwise(rows)]
    return [Care(rows[-1].after, rows[-1].day, None), *reversed(cares)]


def archived_notes(account: Account) -> list[Note]:
    """Notes that were taken out of the timeline, latest first."""
    return list(
        Note.objects.filter(account=account, archived=True).select_related("author").order_by("-day", "-id")[:50]
    )
