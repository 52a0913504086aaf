"""Charts as inline SVG, drawn by the server. None of these tags queries the database beyond the company's row."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import get_language, gettext

from xiaolu.web import charts
from xiaolu.web.tokens import colour

register = template.Library()

# from which size on which unit: small bars beside a large one must keep a number that says something
CHINESE = ((10**10, 10**8, "亿"), (10**5, 10**4, "万"))
ENGLISH = ((10**11, 10**9, "B"), (10**8, 10**6, "M"), (10**4, 10**3, "K"))


@register.inclusion_tag("web/charts/waterfall.html", takes_context=True)
def waterfall(context, bars: Sequence[Mapping[str, object]], measure: str = "amount", label: str = ""):
    """From opening to closing. Each bar: label, value (minor units, thousandths or a count), kind, href.

    `kind`: total, up, down or blue. A bar with `href` is a link that opens in the drawer.
    """
    digits = {"amount": context["house"].digits if measure == "amount" else 0, "volume": 3}.get(measure, 0)
    numbers = [Decimal(int(bar["value"])).scaleb(-digits) for bar in bars]  # type: ignore[call-overload]
    size, word = scale(numbers)
    unit = f"{context['house'].symbol}{word}" if measure == "amount" else word
    drawn = [
        charts.Bar(
            str(bar["label"]), float(number / size), bar["kind"], short(number / size) if number else "",  # type: ignore[arg-type]
            str(bar.get("href") or ""),
        )
        for bar, number in zip(bars, numbers, strict=True)
    ]  # fmt: skip
    label = label or gettext("Waterfall from opening to closing")
    return {"chart": charts.waterfall(drawn), "label": label, "unit": unit}


@register.inclusion_tag("web/charts/waterfall_on_paper.html", takes_context=True)
def waterfall_on_paper(context, bars: Sequence[Mapping[str, object]], measure: str = "amount", label: str = ""):
    """The same for a PDF: its maker styles no drawing from outside, so that colours stand as attributes."""
    tones = {"total": "ramp-5", "up": "bamboo", "down": "vermilion", "blue": "ramp-3"}
    drawn = waterfall(context, bars, measure, label)
    inks = {kind: colour(token) for kind, token in tones.items()}
    return {**drawn, "inks": inks, "ink": colour("ink"), "soft": colour("ink-soft"), "grid": colour("line")}


def scale(numbers: Sequence[Decimal]) -> tuple[int, str]:
    """The one unit in which all numbers of a chart stay short: 万 or 亿 in Chinese, K, M or B in English."""
    most = max((abs(number) for number in numbers), default=Decimal(0))
    steps = CHINESE if (get_language() or "zh").startswith("zh") else ENGLISH
    return next(((size, word) for least, size, word in steps if most >= least), (1, ""))


def short(number: Decimal) -> str:
    places = 0 if abs(number) >= 100 else 1 if abs(number) >= 1 else 2
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if not rounded:
        return "0" if not number else "≈0"
    text = f"{rounded:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.inclusion_tag("web/charts/sparkline.html")
def sparkline(values: charts.Values, label: str):
    """A course without axes; `label` says in words what is seen."""
    return {"chart": charts.sparkline(values), "label": label}


@register.inclusion_tag("web/charts/line.html")
def line_chart(
    values: charts.Values, labels: Sequence[str], label: str, target: float | None = None, percent: bool = False
):
    """A course by week with its target; shares are drawn as percent."""
    scale_by = 100 if percent else 1
    scaled = [None if value is None else value * scale_by for value in values]
    chart = charts.line_chart(scaled, labels, None if target is None else target * scale_by)
    return {"chart": chart, "label": label, "unit": "%" if percent else ""}
