from decimal import Decimal
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from xiaolu.web.charts import Bar, line_chart, nice_steps, sparkline, waterfall
from xiaolu.web.templatetags.charts import scale, short

values = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=15)
changes = st.lists(st.integers(-500, 800), max_size=10)


BAR = {"label": "<b>期初", "value": 124_000_00, "kind": "total", "href": "/x/?a=1&b=2"}


class House:
    digits, symbol = 2, "¥"


@given(st.integers(0, 10_000), changes)
def test_every_bar_starts_where_the_one_before_ended_and_stays_on_the_canvas(opening, numbers):
    bars = [Bar("", opening, "total"), *(Bar("", number, "up" if number > 0 else "down") for number in numbers)]
    bars.append(Bar("", opening + sum(numbers), "total"))
    chart = waterfall(bars)
    assert len(chart.boxes) == len(bars)
    for box in chart.boxes:
        assert 0 <= box.y <= chart.height
        assert box.height >= 0
        assert chart.left <= box.x <= chart.width
    drawn = [(box.y, box.y + box.height) for box in chart.boxes if box.bar.value]
    for before, after in pairwise(drawn):
        assert min(abs(one - other) for one in before for other in after) < 5


def test_small_changes_beside_large_totals_are_seen_because_the_axis_is_cut():
    bars = [Bar("期初", 10_000, "total"), Bar("新增", 60, "up"), Bar("流失", -30, "down"), Bar("期末", 10_030, "total")]
    chart = waterfall(bars)
    assert chart.is_cut
    assert all(box.height > 30 for box in chart.boxes)
    assert [box.y + box.height for box in chart.boxes if box.bar.kind == "total"] == [chart.ground] * 2


def test_the_axis_begins_at_zero_when_the_changes_can_be_seen_anyway():
    bars = [Bar("期初", 100, "total"), Bar("新增", 60, "up"), Bar("期末", 160, "total")]
    assert not waterfall(bars).is_cut
    assert not waterfall([Bar("期初", 100, "total"), Bar("期末", 100, "total")]).is_cut


def test_a_bar_of_nothing_keeps_its_place_and_has_no_height():
    chart = waterfall([Bar("期初", 100, "total"), Bar("前进", 0, "up"), Bar("期末", 100, "total")])
    assert chart.boxes[1].height == 0
    assert chart.boxes[0].height > 100


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_nice_steps_hold_both_ends(low, more):
    steps = nice_steps(low, low + more)
    slack = (steps[1] - steps[0]) * 1e-4 + 1e-6
    assert steps[0] <= low + slack
    assert steps[-1] >= low + more - slack
    assert 2 <= len(steps) <= 12


@given(values)
def test_a_course_never_leaves_its_canvas_and_breaks_at_gaps(course):
    for chart in (sparkline(course), line_chart(course, [""] * len(course), 12.0)):
        for run in chart.runs:
            for point in run.split():
                x, y = map(float, point.split(","))
                assert 0 <= x <= chart.width
                assert 0 <= y <= chart.height


def test_a_single_value_is_a_dot():
    chart = sparkline([None, 3.0, None])
    assert chart.runs == ()
    assert len(chart.dots) >= 1


@pytest.mark.parametrize(
    ("number", "text"),
    [("1240", "1,240"), ("12.34", "12.3"), ("0.5", "0.5"), ("-36", "-36"), ("100", "100"), ("-0.001", "≈0")],
)
def test_numbers_on_bars_are_short(number, text):
    assert short(Decimal(number)) == text


def test_one_unit_holds_for_the_whole_chart():
    with translation.override("zh-hans"):
        assert scale([Decimal(12_400_000), Decimal(300)]) == (10**4, "万")
    with translation.override("en"):
        assert scale([Decimal(412_400_000), Decimal(300)]) == (10**6, "M")


def test_the_waterfall_is_svg_without_style_or_script_and_escapes_its_words():
    page = Template("{% load charts %}{% waterfall bars 'amount' %}").render(Context({"house": House, "bars": [BAR]}))
    assert "<svg" in page
    assert "&lt;b&gt;期初" in page
    assert "style=" not in page
    assert 'href="/x/?a=1&amp;b=2"' in page
