from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from xiaolu.domain.method import Text
from xiaolu.web.templatetags import xiaolu as tags


class House:
    symbol, digits, zone = "¥", 2, "Asia/Shanghai"


class Yen(House):
    symbol, digits = "¥", 0


def shown(template: str, language: str = "zh-hans", **context: object) -> str:
    with translation.override(language):
        return Template(template).render(Context({"house": House, **context}))


@pytest.mark.parametrize(
    ("units", "zh", "en"),
    [
        (86_000_000, "¥86 万", "¥860 K"),
        (123_400_000_00, "¥1.2 亿", "¥123.4 M"),
        (0, "¥0", "¥0"),
        (-86_000_000, "-¥86 万", "-¥860 K"),
        (None, "—", "—"),
    ],
)
def test_an_amount_is_short_in_the_units_of_the_language(units, zh, en):
    assert shown("{% money units %}", units=units) == zh
    assert shown("{% money units %}", "en", units=units) == en


@pytest.mark.parametrize(
    ("units", "text"), [(86_000_000, "¥860,000.00"), (-5, "-¥0.05"), (0, "¥0.00"), (123_456, "¥1,234.56"), (None, "—")]
)
def test_an_exact_amount_keeps_every_minor_unit(units, text):
    assert shown("{% exact_money units %}", units=units) == text


def test_a_currency_without_minor_units_has_no_point():
    assert shown("{% exact_money units %}", house=Yen, units=1_234_567) == "¥1,234,567"


@pytest.mark.parametrize(
    ("thousandths", "text"), [(48_000, "48"), (12_500, "12.5"), (1, "0.001"), (0, "0"), (None, "—")]
)
def test_a_volume_shows_no_idle_noughts(thousandths, text):
    assert tags.volume(thousandths) == text


@pytest.mark.parametrize(("value", "text"), [(0.184, "18.4%"), (1, "100.0%"), (0, "0.0%"), (None, "—")])
def test_a_share_is_a_percent(value, text):
    assert tags.percent(value) == text
    assert tags.percent(0.1844, 2) == "18.44%"


def test_numbers_and_days_line_up():
    assert (tags.number(1234567), tags.number(None)) == ("1,234,567", "—")
    assert (tags.iso(date(2026, 1, 2)), tags.iso(None)) == ("2026-01-02", "—")
    assert tags.short_day(date(2001, 3, 4)) == "2001-03-04"
    assert tags.short_day(date(date.today().year, 3, 4)) == "03-04"


def test_an_instant_is_shown_in_the_company_s_zone():
    assert shown("{% moment at %}", at=datetime(2026, 11, 21, 17, 30, tzinfo=UTC)) == "2026-11-22 01:30"
    assert shown("{% moment at %}", at=None) == "—"


def test_a_name_that_is_kept_in_both_languages_follows_the_reader():
    name = Text("谈判", "Negotiate")
    assert shown("{{ name|into }}", name=name) == "谈判"
    assert shown("{{ name|into }}", "en", name=name) == "Negotiate"
    assert tags.into(None) == ""


@pytest.mark.parametrize(
    ("query", "changes", "result"),
    [
        ("", "page=2", "?page=2"),
        ("?q=恒力&page=3", "page=None", "?q=%E6%81%92%E5%8A%9B"),
        ("?a=1&a=2", "page=2", "?a=1&amp;a=2&amp;page=2"),
        ("?q=%22%3E%3Cscript%3E", "page=2", "?q=%22%3E%3Cscript%3E&amp;page=2"),
    ],
)
def test_an_address_with_some_values_changed_keeps_the_others(query, changes, result):
    request = RequestFactory().get("/x/" + query)
    assert shown("{% url_with " + changes + " %}", request=request) == result


def test_a_column_heading_sorts_both_ways_and_says_so():
    up = shown('{% sort_head "name" "名称" %}', request=RequestFactory().get("/?sort=name&page=4"))
    assert 'aria-sort="ascending"' in up
    assert "sort=-name" in up
    assert "page=" not in up
    assert 'aria-sort="none"' in shown('{% sort_head "name" "名称" %}', request=RequestFactory().get("/"))


def test_an_empty_place_escapes_its_title_and_keeps_its_text():
    place = shown('{% empty title=title %}<a href="/x/">去</a>{% endempty %}', title="<b>")
    assert "&lt;b&gt;" in place
    assert '<a href="/x/">去</a>' in place


def test_an_icon_speaks_with_a_label_and_is_decoration_without():
    assert 'aria-hidden="true"' in tags.icon("plus")
    assert 'aria-label="&lt;新&gt;"' in tags.icon("plus", "<新>")
