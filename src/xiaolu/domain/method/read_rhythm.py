"""Reading what has to do with time and questions: clocks, cadences, questionnaires."""

import re

from .facts import EVENTS
from .model import (
    ABOUT,
    ANSWERS,
    ESCALATE_TO,
    SCALES,
    Cadence,
    Clock,
    ContactCadence,
    Escalation,
    IntentionCadence,
    MessageCadence,
    Question,
    Questionnaire,
)
from .placeholders import unknown_in
from .table import LONG_MOST, Table
from .texts import Span, Text, read_span

CADENCE_KINDS = ("intention", "contact", "message")
NO_SPAN = Span(1, "days")
MOST_CHARACTERS = 2000
HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")


def read_clock(table: Table) -> Clock:
    """One `[[clock]]`."""
    clock = Clock(
        code=table.code(),
        name=table.text("name"),
        starts=_event(table, "starts"),
        stops=_event(table, "stops"),
        due=table.span("due", required=True) or NO_SPAN,
        warn=_warning(table),
        escalate=tuple(_escalation(inner) for inner in table.each("escalate", most=10)),
        pauses=_event(table, "pauses") if table.has("pauses") else "",
        resumes=_event(table, "resumes") if table.has("resumes") else "",
    )
    for one, other in (("pauses", "resumes"), ("resumes", "pauses")):
        if getattr(clock, one) and not getattr(clock, other):
            table.problem("pause_without_end", one, value=getattr(clock, one))
    if clock.starts == clock.stops:
        table.problem("clock_stops_at_once", "stops", value=clock.stops)
    table.close()
    return clock


def _event(table: Table, key: str) -> str:
    return table.choice(key, tuple(EVENTS), rule="unknown_event")


def _warning(table: Table) -> Span | None:
    written = table.string("warn", required=False)
    if not written:
        return None
    try:
        return read_span(written.removesuffix(" before"))
    except ValueError:
        table.problem("bad_duration", "warn", value=written)
        return None


def _escalation(table: Table) -> Escalation:
    escalation = Escalation(table.span("after", required=True) or NO_SPAN, table.choice("to", ESCALATE_TO))
    table.close()
    return escalation


def read_cadence(table: Table) -> Cadence:
    """One `[[cadence]]` that is not bound to a stage."""
    kind = table.choice("kind", CADENCE_KINDS)
    cadence: Cadence
    if table.doubtful:
        return IntentionCadence(table.code(), table.text("name"), every_days=1)
    if kind == "message":
        cadence = _message(table)
    elif kind == "contact":
        cadence = _contact(table)
    else:
        cadence = IntentionCadence(
            code=table.code(),
            name=table.text("name"),
            every_days=table.days("every", required=True) or 1,
            buys_within_days=table.days("buys_within"),
        )
    table.close()
    return cadence


def _contact(table: Table) -> ContactCadence:
    times = table.whole("times", least=1) or 1
    at_most = table.whole("at_most", least=1)
    if at_most is not None and at_most < times:
        table.problem("bad_number", "at_most", value=str(at_most))
    return ContactCadence(
        code=table.code(),
        name=table.text("name"),
        scale=table.choice("scale", SCALES),
        level=table.code("level"),
        every_days=table.days("every", required=True) or 1,
        times=times,
        at_most=at_most,
        activity=table.code("activity") if table.has("activity") else None,
    )


def _message(table: Table) -> MessageCadence:
    side = "before" if table.has("before") else "after" if table.has("after") else ""
    least, most = (table.whole(key, most=MOST_CHARACTERS) or 0 for key in ("at_least", "at_most"))
    if most and least > most:
        table.problem("bad_number", "at_most", value=str(most))
    return MessageCadence(
        code=table.code(),
        name=table.text("name"),
        event=_event(table, side) if side else "",
        due=(table.span("due", required=True) or NO_SPAN) if side else NO_SPAN,
        before=side == "before",
        text=_message_text(table, required=not side),
        least=least,
        most=most,
        in_points=table.flag("in_points"),
        hours=_hours(table),
    )


def _message_text(table: Table, *, required: bool) -> Text | None:
    text = table.optional_text("text", required=required)
    for word in unknown_in(f"{text.zh}\n{text.en}") if text else ():
        table.problem("unknown_placeholder", "text", value=word)
    return text


def _hours(table: Table) -> tuple[tuple[int, int], ...]:
    """Hours of the day as "07:30-08:30"."""
    found = []
    for written in table.written("hours", most=5):
        match = HOURS.fullmatch(written)
        first, last = (int(match[place]) * 60 + int(match[place + 1]) for place in (1, 3)) if match else (0, 0)
        if first < last < 1440:
            found.append((first, last))
        else:
            table.problem("bad_hours", "hours", value=written[:40])
    return tuple(found)


def read_questionnaire(table: Table) -> Questionnaire:
    """One `[[questionnaire]]` with its questions."""
    questions = tuple(_question(inner) for inner in table.each("questions", required=True, most=100))
    seen: set[str] = set()
    for question in questions:
        if question.code in seen:
            table.problem("duplicate_code", "questions", value=question.code)
        seen.add(question.code)
    questionnaire = Questionnaire(
        code=table.code(),
        name=table.text("name"),
        about=table.choice("about", ABOUT),
        questions=questions,
        pass_mark=table.whole("pass_mark"),
        hint=table.optional_text("hint"),
    )
    table.close()
    return questionnaire


def _question(table: Table) -> Question:
    answer = table.choice("answer", ANSWERS, default="text")
    question = Question(
        code=table.code(),
        text=table.wording(most=LONG_MOST),
        answer=answer,
        least=_given(table.whole("least"), 1),
        most=_given(table.whole("most"), 5),
        weight=_given(table.whole("weight", least=1), 1),
        choices=tuple(_answer(inner) for inner in table.each("choices", most=30)),
    )
    if question.most <= question.least:
        table.problem("bad_number", "most", value=str(question.most))
    if answer == "choice" and len(question.choices) < 2:
        table.problem("too_few_choices", "choices")
    table.close()
    return question


def _given(number: int | None, default: int) -> int:
    return default if number is None else number


def _answer(table: Table) -> Text:
    text = table.wording()
    table.close()
    return text
