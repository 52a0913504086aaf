"""The native charts of the slides. Their data are the page's numbers, in the unit that the page shows."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.util import Inches, Pt

from xiaolu.desk.pack.lines import Told, Trend
from xiaolu.desk.pack.slide_parts import MARGIN, TOP, WIDTH, rgb
from xiaolu.org.queries import company
from xiaolu.web import charts as geometry
from xiaolu.web.templatetags.charts import scale

PLACE = (MARGIN, TOP, WIDTH - 2 * MARGIN, Inches(5.7))
KINDS = {"total": "ramp-5", "up": "bamboo", "down": "vermilion", "blue": "ramp-3"}
PERCENT, PLAIN = "0.0%", "#,##0.##"


def kind_names() -> dict[str, str]:
    """The series of the waterfall."""
    return {"total": _("Stands"), "up": _("Increase"), "down": _("Decrease"), "blue": _("Won")}


def in_unit(pack: Told) -> tuple[list[Decimal], str]:
    """The bars' numbers in the one unit in which they stay short, and what that unit is called."""
    digits = {"amount": company().digits, "volume": 3}.get(pack.measure, 0)
    numbers = [Decimal(int(str(bar["value"]))).scaleb(-digits) for bar in pack.bars]
    size, word = scale(numbers)
    unit = {"amount": f"{company().symbol}{word}", "volume": f"{word}{pack.unit}"}.get(pack.measure, word)
    return [number / size for number in numbers], unit


def waterfall(page: Any, pack: Told) -> None:
    """Stacked columns on an invisible foot: each change begins where the one before it ended."""
    numbers, unit = in_unit(pack)
    kinds, feet, now = [str(bar["kind"]) for bar in pack.bars], [], Decimal(0)
    for kind, number in zip(kinds, numbers, strict=True):
        before, now = (Decimal(0), number) if kind == "total" else (now, now + number)
        feet.append(float(min(before, now)))
    chart_data = CategoryChartData(number_format=PLAIN)
    chart_data.categories = [str(bar["label"]) for bar in pack.bars]
    chart_data.add_series(_("Foot"), feet)
    for kind, name in kind_names().items():
        chart_data.add_series(name, [float(abs(n)) if k == kind else None for k, n in zip(kinds, numbers, strict=True)])
    chart = page.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *PLACE, chart_data).chart
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, 100
    _paint(chart.plots[0].series, ["", *KINDS.values()])
    _label(list(chart.plots[0].series)[1:], PLAIN)
    bars = [geometry.Bar("", float(n), kind) for n, kind in zip(numbers, kinds, strict=True)]  # type: ignore[arg-type]
    drawn = geometry.waterfall(bars)
    if drawn.is_cut:
        chart.value_axis.minimum_scale = float(drawn.ticks[0].text.replace(",", ""))
    _axes(chart, unit)


def funnel(page: Any, pack: Told) -> None:
    """Bars in the middle of the slide, the first stage on top; the numbers are those that stand in each stage."""
    stages = list(reversed([one for one in pack.funnel]))
    most = max((one.count for one in stages), default=0)
    chart_data = CategoryChartData(number_format="#,##0")
    chart_data.categories = [one.label for one in stages]
    chart_data.add_series(_("Side"), [(most - one.count) / 2 for one in stages])
    chart_data.add_series(_("Number"), [one.count for one in stages])
    chart = page.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *PLACE, chart_data).chart
    chart.plots[0].gap_width, chart.plots[0].overlap = 25, 100
    _paint(chart.plots[0].series, ["", "ramp-4"])
    _label(list(chart.plots[0].series)[1:], "#,##0", ink="on-ramp-4")
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    _axes(chart)


def chain(page: Any, pack: Told) -> None:
    """Each conversion beside its target."""
    chart_data = CategoryChartData(number_format=PERCENT)
    chart_data.categories = [f"{one.step[0]} → {one.step[1]}" for one in pack.chain]
    chart_data.add_series(_("Actual"), [one.reading.value for one in pack.chain])
    chart_data.add_series(_("Target"), [one.reading.target for one in pack.chain])
    chart = page.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *PLACE, chart_data).chart
    chart.plots[0].gap_width = 80
    _paint(chart.plots[0].series, ["ramp-5", "amber-line"])
    _label(chart.plots[0].series, PERCENT)
    chart.value_axis.minimum_scale = 0
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "0%", False
    _legend(chart)
    _axes(chart)


def trend(page: Any, one: Trend, place: int, of: int) -> None:
    """The course of a figure week by week with its target, side by side with the others."""
    width = (WIDTH - 2 * MARGIN) // of
    shown = PERCENT if one.percent else "#,##0.0"
    chart_data = CategoryChartData(number_format=shown)
    chart_data.categories = [day[5:] for day in one.days]
    chart_data.add_series(one.name, one.values)
    if one.target is not None:
        chart_data.add_series(_("Target"), [one.target] * len(one.days))
    box = (MARGIN + width * place, TOP, width, PLACE[3])
    chart = page.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box, chart_data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = one.name
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
    for series, token in zip(chart.plots[0].series, ("ramp-5", "amber-line"), strict=False):
        series.smooth = False
        series.format.line.color.rgb = rgb(token)
        series.format.line.width = Pt(2.25)
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb(token)
        series.marker.format.line.color.rgb = rgb(token)
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = shown, False
    _legend(chart)
    _axes(chart)


def reasons(page: Any, pack: Told) -> None:
    """How many were lost for which reason, the most frequent on top."""
    lines = list(reversed(pack.reasons))
    chart_data = CategoryChartData(number_format="#,##0")
    chart_data.categories = [one.label for one in lines]
    chart_data.add_series(_("Lost"), [one.count for one in lines])
    chart = page.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *PLACE, chart_data).chart
    chart.plots[0].gap_width = 60
    _paint(chart.plots[0].series, ["vermilion"])
    _label(chart.plots[0].series, "#,##0")
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    _axes(chart)


def _paint(series: Any, tokens: Sequence[str]) -> None:
    """'' makes a series invisible."""
    for one, token in zip(series, tokens, strict=True):
        if token:
            one.format.fill.solid()
            one.format.fill.fore_color.rgb = rgb(token)
        else:
            one.format.fill.background()
            one.format.line.fill.background()


def _label(series: Any, shown: str, *, ink: str = "ink") -> None:
    for one in series:
        labels = one.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = shown, False
        labels.font.size, labels.font.color.rgb = Pt(12), rgb(ink)
        if ink != "ink":
            labels.position = XL_LABEL_POSITION.CENTER


def _legend(chart: Any) -> None:
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(12)


def _axes(chart: Any, unit: str = "") -> None:
    if not chart.has_legend:
        chart.has_legend = False
    if not chart.has_title:
        chart.has_title = False
    for axis in (chart.category_axis, chart.value_axis):
        axis.tick_labels.font.size = Pt(12)
        axis.tick_labels.font.color.rgb = rgb("ink-soft")
        axis.format.line.color.rgb = rgb("line-strong")
    if chart.value_axis.has_major_gridlines:
        chart.value_axis.major_gridlines.format.line.color.rgb = rgb("line")
    if unit:
        chart.value_axis.has_title = True
        chart.value_axis.axis_title.text_frame.text = unit
        chart.value_axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
