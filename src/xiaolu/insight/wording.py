"""Figures in words: values, targets, formulas with the numbers put in, and what may be said of them."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from xiaolu.domain import money
from xiaolu.domain.diagnosis import Diagnosis, Finding
from xiaolu.domain.kpi import Number, Reading
from xiaolu.domain.method import (
    FACTS,
    ActivityRate,
    Churn,
    Conversion,
    Coverage,
    Duration,
    Fact,
    Kpi,
    Method,
    Ratio,
    StageShare,
    Text,
    Total,
)  # fmt: skip
from xiaolu.insight.models import FigureNamed
from xiaolu.insight.queries.figures import figure
from xiaolu.methods.queries import rules_of
from xiaolu.org.queries import company

NEEDS = {
    "activities": _("needs activities"),
    "leads": _("needs leads"),
    "customers": _("needs market lists"),
    "dealroom": _("needs the deal room"),
    "delivery": _("needs deliveries and sales"),
    "channel": _("needs the distributors' figures"),
}
SHOWS = {
    "ageing deals": _("Look at the deals that have stood longest."),
    "deals without activity": _("Look at the deals on which nothing was done."),
    "lost reasons": _("Look at the reasons of the lost ones."),
    "churn reasons": _("Look at the reasons of the customers who left."),
}
PARTS = {
    "reached": _("reached"),
    "waiting": _("not reached"),
    "lost": _("lost"),
    "kept": _("kept"),
    "in_time": _("in time"),
    "missed": _("missed"),
    "timed": _("counted"),
    "skipped": _("skipped the earlier stage"),
    "won": _("won"),
}


def language() -> str:
    return get_language() or "zh-hans"


def named(text: Text) -> str:
    return text.into(language())


def is_percent(kpi: Kpi) -> bool:
    """Whether it is shown as percent."""
    if isinstance(kpi, Ratio):
        return kpi.is_share or kpi.shown_as == "percent"
    return isinstance(kpi, StageShare | Conversion | Churn) or kpi.is_share


def value(kpi: Kpi, number: float | None, digits: int = 2) -> str:
    """A value of a figure, rounded for reading: 18.4 %, 131 days, 5.6."""
    if number is None:
        return "—"
    if is_percent(kpi):
        return f"{number * 100:.1f}%"
    if isinstance(kpi, Duration):
        return gettext("%(days)s days") % {"days": f"{number:.0f}" if number >= 10 else f"{number:.1f}"}
    if isinstance(kpi, Total):
        return size(int(number), kpi.fact.measure, digits)
    return f"{number:,.1f}"


def counted_value(number: float | None, *, percent: bool = False) -> str:
    """A count, or a share of counts: 42, 33.3%."""
    if number is None:
        return "—"
    return f"{number * 100:.1f}%" if percent else f"{number:,.0f}"


def kept_value(kept: FigureNamed, number: float | None) -> str:
    """A value that was kept of a figure, as its kind is read; '' for none."""
    if number is None or kept.method is None:
        return ""
    if ":" in kept.kpi and not kept.kpi.startswith("standing:"):
        return counted_value(number, percent=kept.kpi == "closed:all")
    try:
        return value(figure(rules_of(kept.method), kept.kpi), number, company().digits)
    except KeyError:
        return f"{number:,.2f}"


def kept_name(kept: FigureNamed) -> str:
    """What a kept figure is called: a KPI in the reader's language, anything else as it was called then."""
    if kept.method is None or ":" in kept.kpi:
        return kept.label
    try:
        name = named(figure(rules_of(kept.method), kept.kpi).name)
    except KeyError:
        return kept.label
    _first, _dot, part = kept.label.partition(" · ")
    return f"{name} · {part}" if part else name


def size(units: int, measure: str, digits: int = 2, unit: str = "") -> str:
    """A count, an amount of minor units or a volume of thousandths."""
    if measure == "volume":
        return money.trimmed(units, 3) + (f" {unit}" if unit else "")
    if measure == "minutes":
        return gettext("%(minutes)s min") % {"minutes": f"{units:,}"}
    return money.compact(units, digits, language()) if measure == "amount" else f"{units:,}"


def target(kpi: Kpi, reading: Reading) -> str:
    """20%, ≤ 5%, ≤ 120 days; '' without one."""
    if reading.target is None:
        return ""
    text = value(kpi, reading.target).replace(".0%", "%").removesuffix(".0")
    return f"≤ {text}" if reading.better == "lower" else text


def status(reading: Reading) -> str:
    """What may be said of it, in words; '' when nothing is to be said."""
    if reading.needs:
        return gettext(NEEDS.get(reading.needs, _("needs more records")))
    if reading.value is None and (reading.denominator == 0 or reading.n == 0):
        return gettext("nothing to count yet")
    if reading.status == "weak" and reading.low is None and reading.n is None:
        return gettext("over target") if reading.better == "lower" else gettext("under target")
    return {"good": gettext("good"), "weak": gettext("surely weak"), "unclear": gettext("can't tell"),
            "few": gettext("too few")}.get(reading.status, "")  # fmt: skip


def tone(reading: Reading) -> str:
    return {"good": "tag-good", "weak": "tag-bad"}.get(reading.status, "")


def quotient(kpi: Kpi, reading: Reading, digits: int = 2, unit: str = "") -> str:
    """The numbers: 46 ÷ 250."""
    if reading.numerator is None or isinstance(kpi, Total):
        return ""
    above, below = measures(kpi)
    over = _size(reading.numerator, above, digits, unit)
    if isinstance(kpi, Duration):
        over = gettext("%(days)s days") % {"days": over}
    under = "—" if reading.denominator is None else _size(reading.denominator, below, digits, unit)
    return f"{over} ÷ {under}"


def _size(number: Number, measure: str, digits: int, unit: str) -> str:
    return size(int(number), measure, digits, unit)


def measures(kpi: Kpi) -> tuple[str, str]:
    """In what the two sides of a figure are counted."""
    if isinstance(kpi, Coverage | Conversion):
        return kpi.measure, kpi.measure
    return (kpi.numerator.measure, kpi.denominator.measure) if isinstance(kpi, Ratio) else ("count", "count")


def formula(kpi: Kpi) -> str:
    """In stage codes, as short as a card needs it: (C+O+P2) ÷ (P+A+N+C+O+P2)."""
    if isinstance(kpi, StageShare):
        return f"({'+'.join(kpi.numerator)}) ÷ ({'+'.join(kpi.denominator)})"
    if isinstance(kpi, Conversion | Duration):
        return f"{kpi.from_stage} → {kpi.to_stage}"
    if isinstance(kpi, Coverage):
        return f"{'+'.join(kpi.stages)} ÷ {gettext('yearly increase targeted')}"
    return gettext("lost ÷ customers at the start") if isinstance(kpi, Churn) else ""


def definition(kpi: Kpi, rules: Method) -> str:
    """In words, with the method's own names."""
    if isinstance(kpi, StageShare):
        return gettext("(%(above)s) ÷ (%(below)s), as they stand at the date") % {
            "above": _stages(rules, kpi.numerator), "below": _stages(rules, kpi.denominator)}  # fmt: skip
    if isinstance(kpi, Conversion | Duration):
        given = {"earlier": _stages(rules, [kpi.from_stage]), "later": _stages(rules, [kpi.to_stage])}
        if isinstance(kpi, Duration):
            return gettext("Days from first entering “%(earlier)s” to first entering “%(later)s”, of those that entered"
                           " the later one in the period") % given  # fmt: skip
        return gettext("Of those that first entered “%(earlier)s” in the period, those that reached “%(later)s” or"
                       " beyond by the date") % given  # fmt: skip
    if isinstance(kpi, Coverage):
        measure = {"volume": named(rules.volume.name) if rules.volume else gettext("Volume"),
                   "amount": gettext("Amount")}.get(kpi.measure, gettext("Number"))  # fmt: skip
        return gettext("%(measure)s in %(stages)s ÷ yearly increase targeted") % {
            "measure": measure, "stages": _stages(rules, kpi.stages)}  # fmt: skip
    if isinstance(kpi, Churn):
        return gettext("Customers at the start of the period who are lost at its end ÷ customers at its start")
    if isinstance(kpi, Ratio):
        return f"{fact(kpi.numerator, rules)} ÷ {fact(kpi.denominator, rules)}"
    if isinstance(kpi, ActivityRate):
        return gettext("%(activities)s ÷ (working days × people who did anything with customers)") % {
            "activities": fact(kpi.fact, rules)}  # fmt: skip
    return fact(kpi.fact, rules) if isinstance(kpi, Total) else ""


def fact(one: Fact, rules: Method) -> str:
    """What a fact counts, and in which stages."""
    says = gettext(FACTS[one.code].says)
    if one.activities:
        names = [named(kind.name) for kind in rules.activities if kind.code in one.activities]
        return f"{says} ({' + '.join(names)})"
    return f"{says} ({_stages(rules, one.stages)})" if one.stages else says


def _stages(rules: Method, codes: Iterable[str]) -> str:
    return " + ".join(named(rules.stage(code).name) for code in codes)


def interval(reading: Reading) -> str:
    """14.1–23.7% ; '' where there is none."""
    if reading.low is None or reading.high is None:
        return ""
    return f"{reading.low * 100:.1f}–{reading.high * 100:.1f}%"


def gap(kpi: Kpi, reading: Reading) -> str:
    """How far from the target: 1.6 points short."""
    if reading.gap is None or not is_percent(kpi) or reading.status in ("few", "none"):
        return ""
    text = gettext("%(points)s points over") if reading.better == "lower" else gettext("%(points)s points short")
    return text % {"points": f"{reading.gap * 100:.1f}"}


def skills(finding: Finding, rules: Method) -> list[str]:
    """Names of the skill cards to train."""
    return [named(card.name) for code in finding.cards for card in rules.cards if card.code == code]


def verdict(diagnosis: Diagnosis, rules: Method) -> tuple[str, str]:
    """A diagnosis in a word, with its tone."""
    if diagnosis.first:
        trained = skills(diagnosis.first, rules)
        subject = trained[0] if trained else named(rules.kpi(diagnosis.first.rule.when.kpi).name)
        return gettext("weak: %(subject)s") % {"subject": subject}, "tag-bad" if diagnosis.weakest else "tag-soon"
    if not diagnosis.links or diagnosis.says_nothing:
        return gettext("too few, no verdict"), ""
    if all(link.reading.status == "good" for link in diagnosis.links):
        return gettext("steady"), "tag-good"
    return gettext("can't tell"), ""
