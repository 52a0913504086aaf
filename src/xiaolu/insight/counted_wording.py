"""Counted figures in words: what they are called and what exactly they count."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from xiaolu.customers.models import Account, Industry
from xiaolu.domain.method import Method as Rules
from xiaolu.insight.queries.counted import Name
from xiaolu.insight.wording import language, named
from xiaolu.org.models import Person
from xiaolu.pipeline.queries.win_loss import COLUMN, names
from xiaolu.pipeline.words import CHANGE_NAMES, DIMENSION_NAMES, reason_named

SAYS = {
    "opening": _("What stood in the open stages on the evening before the first day"),
    "closing": _("What stood in the open stages at the end of the last day"),
    "new": _("Opportunities that came into the table within the days"),
    "reopened": _("Lost or won ones that came back into an open stage within the days"),
    "pulled_in": _("Open ones whose expected close moved to an earlier month"),
    "pushed_out": _("Open ones whose expected close moved to a later month"),
    "bigger": _("By how much open ones became larger"),
    "smaller": _("By how much open ones became smaller"),
    "won": _("Opportunities that left the open stages as won within the days, as large as they were then"),
    "lost": _("Opportunities that left the open stages as lost within the days, as large as they were then"),
    "all": _("Won ÷ (won + lost), of those that left the open stages within the days"),
    "reassigned_in": _("Open ones taken over from others"),
    "reassigned_out": _("Open ones handed over to others"),
    "reclassified_in": _("Open ones that were put into this class"),
    "reclassified_out": _("Open ones that were put into another class"),
    "advanced": _("Open ones that went on to a later stage"),
    "fell_back": _("Open ones that went back to an earlier stage"),
    "live": _("What stands in these stages now, under the filters of the page"),
    "accounts": _("Different customers with an opportunity in these stages now"),
    "late": _("Open ones that have stood in their stage for longer than the method allows"),
    "fizzled": _("Open ones for which nothing was done within the stage's limit and whose next date has passed"),
}
CLOSED_NAMES = {"won": _("Won"), "lost": _("Lost"), "all": _("Win rate")}
AGES = {
    "half": _("up to half of the limit"),
    "limit": _("up to the limit"),
    "double": _("up to twice the limit"),
    "beyond": _("longer than that"),
}


def title(name: Name, rules: Rules, asked: Mapping[str, str]) -> str:
    """Lost · Price; Late · Negotiate; New."""
    if name.kind == "change":
        first = str(CHANGE_NAMES[name.of[0]])
    elif name.kind == "closed":
        first = gettext(CLOSED_NAMES[name.of[0]])
    else:
        stages = " + ".join(named(rules.stage(code).name) for code in name.of)
        whole = set(name.of) == set(rules.codes)
        stages = gettext("All stages") if whole else stages
        first = {
            "late": gettext("Too long in the stage"),
            "fizzled": gettext("Fizzled out"),
            "accounts": gettext("Customers"),
        }.get(name.kind, stages)
        first += f" · {stages}" if first != stages else ""
    return " · ".join([first, *_parts(rules, asked)])


def _parts(rules: Rules, asked: Mapping[str, str]) -> list[str]:
    """What narrows it, by name."""
    found = [_part(rules, asked["by"], asked.get("key", ""))] if asked.get("by") in COLUMN else []
    for field, model in (("industry", Industry), ("within", Industry), ("owner", Person), ("account", Account)):
        if asked.get(field, "").isdecimal():
            one = model._default_manager.filter(pk=int(asked[field][:15])).first()
            found.append(str(one) if one else gettext("none"))
    age = AGES.get(asked.get("age", ""))
    found += [gettext(age)] if age else []
    return found + [asked[field] for field in ("rival", "text") if asked.get(field)]


def _part(rules: Rules, by: str, key: str) -> str:
    label = str(DIMENSION_NAMES.get(by, gettext("Competitor")))
    if by == "reason":
        return reason_named(rules, key) if key else f"{label}: {gettext('none or not known')}"
    dimension = next(one for one in COLUMN if one == by)
    wanted: str | int = int(key) if by in ("person", "industry", "source") and key.isdecimal() else key
    found = names(rules, dimension, [wanted], language()).get(wanted, str(key) if isinstance(wanted, str) else "")
    return found or f"{label}: {gettext('none')}"


def says(name: Name) -> str:
    """What exactly is counted."""
    return gettext(SAYS[name.kind if name.is_live else name.of[0]])
