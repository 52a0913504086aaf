"""From a document (what a TOML file says) to a method."""

import re
from collections.abc import Mapping, Sequence

from .check import check
from .facts import DECLARED, FIELDS
from .model import (
    ACTIVITY_KINDS,
    EVIDENCE,
    MOVEMENTS,
    REASON_FOR,
    STAGE_KINDS,
    Activity,
    Card,
    Group,
    Method,
    Milestone,
    Reason,
    ReasonFor,
    RequiredField,
    Stage,
    Term,
    Volume,
)
from .problems import MethodInvalid, Problem, shown
from .read_kpis import read_kpi
from .read_rhythm import read_cadence, read_clock, read_questionnaire
from .read_rules import read_rule
from .table import LONG_MOST, Table
from .texts import Text

METHOD_CODE = re.compile(r"[a-z0-9\-]{1,40}")
STAGE_CODE = re.compile(r"[A-Z0-9_.]{1,16}")
SUBJECTS = ("activity", "field", "questionnaire")
MOST_STAGES = 60


def read_method(document: Mapping[str, object]) -> Method:
    """Read a method document.

    Raises MethodInvalid with every problem found, whatever the document holds.
    """
    problems: list[Problem] = []
    method = _method(Table(document, "", problems))
    problems.extend(check(method, readable=not problems))
    if problems:
        raise MethodInvalid(tuple(problems))
    return method


def _method(root: Table) -> Method:
    head = root.inside("method", required=True) or Table({}, "method", [])
    method = Method(
        code=head.code("code", METHOD_CODE, "1–40 of a–z 0–9 -"),
        name=head.text("name"),
        unit=head.text("unit"),
        volume=_volume(head),
        description=head.optional_text("description"),
        backward_moves=head.choice("backward_moves", MOVEMENTS, default="with reason"),
        skips=head.choice("skips", MOVEMENTS, default="with reason"),
        lost_sign_off=head.flag("lost_sign_off"),
        activities=tuple(_activity(code, table) for code, table in root.entries("activities")),
        tools=_terms(root, "tools"),
        roles=_terms(root, "roles"),
        resources=_terms(root, "resources"),
        sources=_terms(root, "sources"),
        cards=tuple(Card(code, _words(table)) for code, table in root.entries("cards")),
        reasons=tuple(_reason(code, table) for code, table in root.entries("reasons")),
        stages=tuple(_stage(table) for table in root.each("stage", required=True, most=MOST_STAGES)),
        groups=tuple(_group(table) for table in root.each("group")),
        clocks=tuple(read_clock(table) for table in root.each("clock")),
        cadences=tuple(read_cadence(table) for table in root.each("cadence")),
        questionnaires=tuple(read_questionnaire(table) for table in root.each("questionnaire")),
        kpis=tuple(read_kpi(table) for table in root.each("kpi", most=200)),
        diagnosis=tuple(read_rule(table) for table in root.each("diagnosis", most=200)),
    )
    head.close()
    root.close()
    return method


def _volume(head: Table) -> Volume | None:
    table = head.inside("volume")
    if table is None:
        return None
    volume = Volume(table.wording(), table.string("measure", most=16))
    table.close()
    return volume


def _words(table: Table) -> Text:
    text = table.wording()
    table.close()
    return text


def _terms(root: Table, key: str) -> tuple[Term, ...]:
    return tuple(Term(code, _words(table)) for code, table in root.entries(key))


def _activity(code: str, table: Table) -> Activity:
    kind, event = table.choice("kind", ACTIVITY_KINDS), _event(table)
    return Activity(code, _words(table), kind, event)


def _event(table: Table) -> str:
    """What it is for clocks, from the closed list; "" for nothing."""
    return table.choice("event", DECLARED, rule="event_not_declared") if table.has("event") else ""


def _reason(code: str, table: Table) -> Reason:
    given_for: list[ReasonFor] = []
    for name in table.names("for", required=True):
        known = _one_of(name, REASON_FOR)
        if known is None:
            table.problem("unknown_choice", "for", value=shown(name), choices=", ".join(REASON_FOR))
        else:
            given_for.append(known)
    return Reason(code, _words(table), tuple(given_for))


def _one_of(name: str, options: Sequence[ReasonFor]) -> ReasonFor | None:
    return next((option for option in options if option == name), None)


def _stage(table: Table) -> Stage:
    stage = Stage(
        code=table.code("code", STAGE_CODE, "1–16 of A–Z 0–9 _ ."),
        name=table.text("name"),
        kind=table.choice("kind", STAGE_KINDS, rule="unknown_kind"),
        share=table.whole("share") or 0,
        milestones=tuple(_milestone(inner) for inner in table.each("milestone")),
        fields=tuple(_field(inner) for inner in table.each("field")),
        activities=table.names("activities"),
        tools=table.names("tools"),
        roles=table.names("roles"),
        cadence_days=_every(table),
        rots_after_days=table.days("rots_after"),
        retired=table.flag("retired"),
        entered_when=table.optional_text("entered_when"),
        resources=table.names("resources"),
        buying_step=table.optional_text("buying_step"),
        event=_event(table),
    )
    table.close()
    return stage


def _every(table: Table) -> int | None:
    cadence = table.inside("cadence")
    if cadence is None:
        return None
    days = cadence.days("every", required=True)
    cadence.close()
    return days


def _milestone(table: Table) -> Milestone:
    evidence = table.choice("evidence", EVIDENCE)
    doubtful = table.doubtful
    milestone = Milestone(
        code=table.code(),
        name=table.text("name", most=LONG_MOST),
        evidence=evidence,
        subject=None if doubtful else _subject(table, evidence),
        required=table.flag("required"),
        quoted=table.flag("quoted"),
        event=_event(table),
    )
    if milestone.event and evidence in ("activity", "field"):
        table.problem("event_of_evidence", "event", value=evidence)
    if not doubtful:
        table.close()
    return milestone


def _subject(table: Table, evidence: str) -> str | None:
    subject = None
    for key in SUBJECTS:
        if key == evidence and not table.has(key):
            table.problem("evidence_needs_subject", key, key=key)
        elif table.has(key):
            value = table.string(key)
            if key == evidence:
                subject = value
            else:
                table.problem("subject_not_allowed", key, key=key)
    if evidence == "field" and subject and subject not in FIELDS:
        table.problem("unknown_field", "field", value=shown(subject))
    return subject


def _field(table: Table) -> RequiredField:
    field = table.string("field")
    if field and field not in FIELDS:
        table.problem("unknown_field", "field", value=shown(field))
    required = table.flag("required")
    table.close()
    return RequiredField(field, required)


def _group(table: Table) -> Group:
    group = Group(table.code(), table.text("name"), table.names("stages", required=True))
    table.close()
    return group
