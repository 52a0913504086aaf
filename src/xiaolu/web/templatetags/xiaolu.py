"""Tags and filters of every page. None of them queries the database."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import quote
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from xiaolu.domain import money as money_rules
from xiaolu.domain.custom_fields import PREFIX, Definition, shown
from xiaolu.domain.people import FIELD_OF
from xiaolu.web.answers import with_query

register = template.Library()
HIDDEN = "•••"  # what stands where the reader's roles hide a field


def hides(context, field: str) -> bool:
    """Whether the reader's roles hide amounts, phones or emails."""
    user = getattr(context.get("request"), "user", None)
    return bool(user and user.is_authenticated and user.hides(field))


@register.simple_tag(takes_context=True)
def phone(context, number: str, dialled: str = "") -> str:
    """A phone that can be tapped; nothing for none."""
    if not number:
        return ""
    if hides(context, "phones"):
        return HIDDEN
    return format_html('<a href="tel:{}">{}</a>', dialled or number, number)


@register.simple_tag(takes_context=True)
def email(context, address: str) -> str:
    """An e-mail address that can be tapped; nothing for none."""
    if not address:
        return ""
    return (
        HIDDEN if hides(context, "emails") else format_html('<a href="mailto:{}">{}</a>', quote(address, "@"), address)
    )


@register.simple_tag(takes_context=True)
def hidden_field(context, name: str, value: object) -> object:
    """A former or new value of a field in a history or a conflict, unless the reader's roles hide it."""
    own = own_field(context, name)
    kind = own.hidden if own else FIELD_OF.get(name)
    if kind and value not in (None, "") and hides(context, kind):
        return HIDDEN
    return (own_value(context, own, value) or None) if own else value


def own_field(context, name: str) -> Definition | None:
    """The definition of a field of the company's own by its key."""
    return context["house"].custom_fields.get(name) if name.startswith(PREFIX) else None


def own_value(context, own: Definition, value: object) -> str:
    house, chinese = context["house"], (get_language() or "zh").startswith("zh")
    return shown(own, value, currency=house.digits, symbol=house.symbol, chinese=chinese)


@register.simple_tag(takes_context=True)
def own_field_name(context, name: str) -> str:
    """What a field of the company's own is called; '' for any other field."""
    own = own_field(context, name)
    return own.name if own else ""


@register.inclusion_tag("web/own_facts.html", takes_context=True)
def own_facts(context, kind: str, values: Mapping[str, object]):
    """The filled fields of the company's own, as lines of a list of facts."""
    filled = [one for one in context["house"].custom_fields.values() if one.kind == kind and not one.archived]
    lines = [
        (one.name, HIDDEN if one.hidden and hides(context, one.hidden) else own_value(context, one, values[one.code]))
        for one in filled
        if one.code in values
    ]
    return {"lines": lines}


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """An icon of the sprite; with a label it speaks, without it is decoration."""
    hidden = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', hidden, static("vendor/icons.svg"), name)


@register.simple_tag
def once_key() -> str:
    """A hidden field by which a form that is sent twice acts once (org.acting_once)."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid4().hex)


@register.simple_tag(takes_context=True)
def url_with(context, **changes) -> str:
    """This page's address with some query values changed: {% url_with page=2 %}."""
    return with_query(context["request"], **changes)


@register.simple_tag(takes_context=True)
def money(context, units: int | None) -> str:
    """An amount, short: ¥86 万."""
    if hides(context, "amounts"):
        return HIDDEN
    if units is None:
        return "—"
    house = context["house"]
    sign = "-" if units < 0 else ""
    return f"{sign}{house.symbol}{money_rules.compact(abs(units), house.digits, get_language() or 'zh')}"


@register.simple_tag(takes_context=True)
def exact_money(context, units: int | None) -> str:
    """An amount to the last minor unit: ¥860,000.00."""
    if hides(context, "amounts"):
        return HIDDEN
    if units is None:
        return "—"
    house = context["house"]
    sign = "-" if units < 0 else ""
    return f"{sign}{house.symbol}{money_rules.plain(abs(units), house.digits)}" if not units else (
        f"{sign}{house.symbol}{_grouped(abs(units), house.digits)}"
    )  # fmt: skip


def _grouped(units: int, digits: int) -> str:
    whole, _, rest = money_rules.plain(units, digits).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


@register.filter
def volume(thousandths: int | None) -> str:
    return "—" if thousandths is None else money_rules.trimmed(thousandths, 3)


@register.filter
def number(value: int | str | None) -> str:
    return f"{value:,}" if isinstance(value, int) else "—"


@register.filter
def percent(value: float | None, places: int = 1) -> str:
    return "—" if value is None else f"{value * 100:.{places}f}%"


@register.filter
def iso(day: date | None) -> str:
    """A day as 2026-11-22, in figures that line up."""
    return day.isoformat() if day else "—"


@register.filter
def short_day(day: date | None) -> str:
    """11-22 in this year's rows, with the year before it in others."""
    if day is None:
        return "—"
    return f"{day:%m-%d}" if day.year == date.today().year else f"{day:%Y-%m-%d}"


@register.filter
def long_day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "—"


@register.simple_tag(takes_context=True)
def moment(context, at: datetime | None) -> str:
    """An instant in the company's zone."""
    return "—" if at is None else f"{at.astimezone(ZoneInfo(context['house'].zone)):%Y-%m-%d %H:%M}"


@register.filter
def into(text, language: str = "") -> str:
    """A name that is data (zh and en) in the reader's language."""
    return "" if text is None else text.into(language or get_language() or "zh-hans")


@register.filter
def item(mapping, key):
    """mapping[key], or None."""
    return mapping.get(key) if mapping is not None else None


@register.inclusion_tag("web/fields.html")
def fields(form):
    return {"form": form}


@register.inclusion_tag("web/pager.html", takes_context=True)
def pager(context, page):
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("web/sort_head.html", takes_context=True)
def sort_head(context, key: str, label: str, css: str = ""):
    """A column heading that sorts: a link with the direction in the URL."""
    current = context["request"].GET.get("sort", "")
    ordered = "ascending" if current == key else "descending" if current == f"-{key}" else "none"
    upcoming = f"-{key}" if current == key else key
    return {
        "label": label,
        "css": css,
        "ordered": ordered,
        "url": with_query(context["request"], sort=upcoming, page=None),
    }


@register.simple_block_tag
def empty(content: str, title: str = "", symbol: str = "inbox") -> str:
    """An empty place that teaches: what it will show, and the one thing to do."""
    return format_html(
        '<div class="empty-place">{}<p class="empty-title">{}</p><div class="empty-text">{}</div></div>',
        icon(symbol), title or gettext("Nothing here yet"), content,
    )  # fmt: skip
