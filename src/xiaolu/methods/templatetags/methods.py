"""A method's values in words. None of these filters queries the database."""

from django import template
from django.utils.translation import gettext

from xiaolu.domain.method import EVENTS, FIELDS, Cadence, Clock, Kpi, Milestone, Question, Sign, When
from xiaolu.methods import kinds, running, words
from xiaolu.methods.words import Reading

register = template.Library()
register.filter("days_long", words.days)
register.filter("target", words.target)
register.filter("message_rule", words.message_rule)
register.filter("counts", running.counts)
WORDS = {
    "stage": kinds.STAGE_KINDS,
    "activity": kinds.ACTIVITY_KINDS,
    "movement": kinds.MOVEMENTS,
    "figure": kinds.KPI_TYPES,
    "field": FIELDS,
    "event": EVENTS,
    "about": kinds.ABOUT,
    "shows": kinds.SHOWS,
    "reason": kinds.GIVEN_FOR,
}


@register.filter
def word(code: str, kind: str) -> str:
    """A code of one of the closed lists in words: {{ stage.kind|word:"stage" }}."""
    return gettext(WORDS[kind][code])


@register.filter
def translated(msgid: str) -> str:
    return gettext(msgid)


@register.filter
def definition(kpi: Kpi, reading: Reading) -> str:
    return reading.definition(kpi)


@register.filter
def when(when: When, reading: Reading) -> str:
    return reading.when(when)


@register.filter
def sign(sign: Sign, reading: Reading) -> str:
    return reading.sign(sign)


@register.filter
def evidence(milestone: Milestone, reading: Reading) -> str:
    return reading.evidence(milestone)


@register.filter
def clock(clock: Clock, reading: Reading) -> str:
    return reading.clock(clock)


@register.filter
def escalation(clock: Clock, reading: Reading) -> str:
    return reading.escalation(clock)


@register.filter
def cadence(cadence: Cadence, reading: Reading) -> str:
    return reading.cadence(cadence)


@register.filter
def answer(question: Question, reading: Reading) -> str:
    return reading.answer(question)
