"""Figures on pages: their words, and the addresses at which they say why. None of these tags queries."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from xiaolu.domain.diagnosis import Diagnosis, Finding
from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import Kpi
from xiaolu.insight import wording
from xiaolu.pipeline.figure_links import figure_link

register = template.Library()


def _digits(context) -> int:
    return int(context["house"].digits)


def _unit(context) -> str:
    rules = context["rules"]
    return rules.volume.measure if rules.volume else ""


@register.simple_tag(takes_context=True)
def reading_value(context, kpi: Kpi, reading: Reading) -> str:
    """18.4%, 131 days, 5.6; a dash for none."""
    return wording.value(kpi, reading.value, _digits(context))


@register.simple_tag
def reading_target(kpi: Kpi, reading: Reading) -> str:
    return wording.target(kpi, reading)


@register.simple_tag(takes_context=True)
def quotient(context, kpi: Kpi, reading: Reading) -> str:
    """46 ÷ 250."""
    return wording.quotient(kpi, reading, _digits(context), _unit(context))


@register.simple_tag
def formula(kpi: Kpi) -> str:
    return wording.formula(kpi)


@register.simple_tag(takes_context=True)
def definition(context, kpi: Kpi) -> str:
    return wording.definition(kpi, context["rules"])


@register.simple_tag
def gap(kpi: Kpi, reading: Reading) -> str:
    return wording.gap(kpi, reading)


@register.filter
def interval(reading: Reading) -> str:
    return wording.interval(reading)


@register.inclusion_tag("insight/status.html")
def status(reading: Reading, text: str = ""):
    """What may be said of a figure, as a tag."""
    return {"text": text or wording.status(reading), "tone": wording.tone(reading)}


@register.inclusion_tag("insight/status.html", takes_context=True)
def verdict(context, diagnosis: Diagnosis):
    """A whole diagnosis in a word; the cause when one points at it."""
    text, tone = wording.verdict(diagnosis, context["rules"])
    cause = wording.named(diagnosis.first.causes[0]) if diagnosis.first else ""
    return {"text": text, "tone": tone, "title": cause}


@register.simple_tag(takes_context=True)
def skill_names(context, finding: Finding) -> list[str]:
    return wording.skills(finding, context["rules"])


@register.filter
def shows(finding: Finding) -> list[str]:
    """What else to look at."""
    return [gettext(wording.SHOWS[one]) for one in finding.rule.shows]


@register.filter
def part_name(part: str) -> str:
    """In which way a row belongs to its figure; '' where the stage says it."""
    return gettext(wording.PARTS[part]) if part in wording.PARTS else ""


@register.simple_tag(takes_context=True)
def why_url(
    context, code: str, by: str = "", key: object = None, page: str = "why", pg: object = None, **more: object
) -> str:
    """The address at which a figure says why, with the scope and days of this page; `by` and `key` name a row."""
    it = context["it"]
    part = {"by": by, "key": str(key)} if by else {}
    if not by and it.look.part:
        part = {"by": it.look.part.by, "key": str(it.look.part.key)}
    more["page"] = pg
    more_given = {name: value for name, value in more.items() if value not in (None, "")}
    query = "&".join(text for text in (it.query, urlencode(part), urlencode(more_given)) if text)
    return reverse(f"insight:{page}", args=[it.look.method.code, code]) + (f"?{query}" if query else "")


@register.simple_tag(takes_context=True)
def counted_url(context, code: str, by: str = "", key: object = None, within: object = None) -> str:
    """The address of what was closed in this page's scope and period, of one part of it, within an industry."""
    look = context["it"].look
    part = {"by": by, "key": key} if by else {}
    return figure_link(look.method.code, code, scope=look.scope.code, start=look.period.start, end=look.period.end,
                       **part, within=within)  # fmt: skip


@register.simple_tag(takes_context=True)
def live_figure_url(context, stages: str, kind: str = "live", **asked: object) -> str:
    """The address of what stands in some stages now, in this page's scope, narrowed."""
    look = context["it"].look
    given = {name: value for name, value in asked.items() if value != ""}
    return figure_link(look.method.code, f"{kind}:{stages}", scope=look.scope.code, **given)


THREE_W_ACTIONS = {
    "create_three_w": gettext_noop("opened"),
    "edit_three_w": gettext_noop("changed"),
    "measure_three_w": gettext_noop("measured"),
    "close_three_w": gettext_noop("closed"),
    "reopen_three_w": gettext_noop("opened again"),
    "archive_three_w": gettext_noop("archived"),
    "restore_three_w": gettext_noop("restored"),
}


@register.filter
def three_w_action(action: str) -> str:
    """What was done with a 3W."""
    return gettext(THREE_W_ACTIONS[action]) if action in THREE_W_ACTIONS else action
