"""All that a meeting lays on the table, for files and print: the told pack, agreements, agenda, 3Ws, notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext

from xiaolu.activities import meeting_access
from xiaolu.activities.agreement_workbook import subject
from xiaolu.activities.models import Agreement, Meeting, MeetingNote, Seat
from xiaolu.activities.queries import meetings as queries
from xiaolu.desk.pack.lines import Told
from xiaolu.desk.pack.told import told
from xiaolu.insight import access as insight
from xiaolu.insight.models import AgendaItem, ThreeW
from xiaolu.insight.queries.three_ws import agenda, open_three_ws
from xiaolu.insight.wording import kept_name
from xiaolu.methods.models import Method
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import company
from xiaolu.pipeline.models import Opportunity


@dataclass(frozen=True)
class Promise:
    """An agreement as a line of a file."""

    text: str
    who: str
    due: date
    state: str
    because: str
    about: str


@dataclass(frozen=True)
class Papers:
    """See the module. `meeting` has no row of its own when a pack is only looked at."""

    company: str
    whose: str
    meeting: Meeting
    pack: Told
    brought: list[Promise] = field(default_factory=list)
    agreed: list[Promise] = field(default_factory=list)
    agenda: list[tuple[str, str]] = field(default_factory=list)
    three_ws: Sequence[ThreeW] = ()
    seats: Sequence[Seat] = ()
    notes: Sequence[MeetingNote] = ()

    @property
    def name(self) -> str:
        """Of the file, without its ending."""
        team = self.meeting.team.code if self.meeting.team else "all"
        return f"xiaolu-weekly-{team}-{self.pack.at.isoformat()}"


def papers(
    user: Person | None, method: Method, team: Team | None, pack: dict[str, Any], meeting: Meeting | None
) -> Papers:
    """What a person (None: all rights) may lay on the table for a team; `meeting` None: the pack alone."""
    shown = told(user, pack, method)
    table = meeting or Meeting(method=method, team=team, day=date.fromisoformat(pack["made_on"]))
    kept = meeting is not None
    agreed = (
        list(meeting.agreements.select_related("owner", "account", "opportunity__account").order_by("due", "pk"))
        if meeting
        else []
    )
    return Papers(
        company=company().name, whose=team.name if team else gettext("Whole company"), meeting=table, pack=shown,
        brought=_promises(user, list(queries.brought_into(table))), agreed=_promises(user, agreed),
        agenda=_agenda(user, team), three_ws=list(open_three_ws(insight.three_ws_for(user), team)),
        seats=queries.seats_of(table) if kept else (),
        notes=list(table.notes.select_related("author").order_by("at", "pk")) if kept else (),
    )  # fmt: skip


def _promises(user: Person | None, rows: list[Agreement]) -> list[Promise]:
    abouts = meeting_access.abouts(user, rows) if user else {}
    return [
        Promise(
            one.text, one.owner.name, one.due, str(one.get_state_display()), one.because,
            subject(abouts[one.pk]) if user else subject(meeting_access.About(one.account, one.opportunity)),
        )
        for one in rows
    ]  # fmt: skip


def _agenda(user: Person | None, team: Team | None) -> list[tuple[str, str]]:
    """What waits for the meeting: the line, and what it is about, as far as it is the reader's."""
    items = list(agenda(insight.agenda_for(user), team.code if team else "all", "waiting"))
    records = insight.records_for(user, items)
    return [(item.line, _about(item, records)) for item in items]


def _about(item: AgendaItem, records: dict[tuple[str, int], Any]) -> str:
    if item.kind:
        record = records.get((item.kind, item.object_id))
        if record is None:
            return gettext("a record that is not yours")
        return record.title if isinstance(record, Opportunity) else str(record.name)
    return kept_name(item) if item.kpi else ""
