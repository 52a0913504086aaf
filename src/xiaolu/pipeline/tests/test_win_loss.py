from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from xiaolu.customers.models import Industry
from xiaolu.domain.periods import Period
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.queries import win_loss
from xiaolu.pipeline.queries.frames import Frame, of_person
from xiaolu.pipeline.queries.win_loss import DIMENSIONS
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE, EXPORT = (reverse(f"pipeline:{name}") for name in ("win_loss", "export_win_loss"))


def rows(kind):
    return reverse("insight:why", args=["spancop", f"closed:{kind}"])


@pytest.fixture
def method(db):
    return spancop()


@pytest.fixture
def closed(method, lan, lei):
    """Two lost on the price, one to nobody known; one won; one lost long ago; one loss that was a mistake."""
    oil = Industry.objects.create(code="oil", name="石化")
    table = [
        ("N", "X", lan, "price", "昆仑", 500, 10), ("N", "X", lan, "price", "壳牌", 300, 10),
        ("P", "X", lei, "no_need", "", 200, 10), ("N", "C", lan, "", None, 900, 5), ("A", "X", lei, "price", "昆仑", 70, 500),
    ]  # fmt: skip
    rows = []
    for stage, to, owner, reason, competitor, amount, days in table:
        one = make_opportunity(
            method, owner=owner, stage=stage, amount=amount, industry=oil, name=f"单{amount}", on=days_ago(600)
        )
        rows.append(
            actions.move_opportunity(one, to=to, by=None, on=days_ago(days), reason=reason, competitor=competitor)
        )
    mistake = make_opportunity(method, owner=lan, stage="N", amount=5, on=days_ago(600))
    actions.move_opportunity(mistake, to="X", by=None, on=days_ago(9), reason="service", competitor="")
    actions.withdraw_opportunity(mistake, by=None, reason="重复")
    return rows


def found(method, dimension, **over):
    lines = win_loss.win_loss(Frame(method, **over), Period(days_ago(364), today()), dimension)
    return {line.key: (line.won.count, line.won.amount, line.lost.count, line.lost.amount) for line in lines}


def test_each_dimension_counts_what_the_postings_say(method, closed, lan, lei):
    oil = closed[0].industry_id
    assert found(method, "reason") == {"price": (0, 0, 2, 800), "no_need": (0, 0, 1, 200)}
    assert found(method, "stage") == {"N": (1, 900, 2, 800), "P": (0, 0, 1, 200)}
    assert found(method, "competitor") == {"昆仑": (0, 0, 1, 500), "壳牌": (0, 0, 1, 300), "": (0, 0, 1, 200)}
    assert found(method, "person") == {lan.pk: (1, 900, 2, 800), lei.pk: (0, 0, 1, 200)}
    assert found(method, "industry") == {oil: (1, 900, 3, 1000)}
    assert found(method, "person", spans=of_person(lei)) == {lei.pk: (0, 0, 1, 200)}


def test_every_dimension_adds_up_to_the_total(method, closed):
    frame, period = Frame(method), Period(days_ago(364), today())
    total = win_loss.total(frame, period)
    assert (total.won.count, total.lost.count, total.share) == (1, 3, 0.25)
    for dimension in DIMENSIONS:
        lines = win_loss.win_loss(frame, period, dimension)
        assert sum(line.lost.amount for line in lines) == total.lost.amount, dimension
        if dimension not in ("reason", "competitor"):
            assert sum(line.won.amount for line in lines) == total.won.amount, dimension


def test_the_page_opens_with_the_first_reasons(browse, lan, closed):
    text = browse(lan).get(PAGE).content.decode()
    assert text.index("价格") < text.index("离开的阶段")
    assert "昆仑" in text


def test_the_page_says_when_nothing_was_closed(browse, lan, method):
    assert browse(lan).get(PAGE).status_code == 200


def test_each_figure_opens_its_rows(browse, min_, closed, lan):
    text = browse(min_).get(rows("lost") + "?by=reason&key=price", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert [name in text for name in ("单500", "单300", "单200", "单900")] == [True, True, False, False]
    text = browse(min_).get(rows("won") + f"?by=person&key={lan.pk}").content.decode()
    assert "单900" in text
    assert "单500" not in text


def test_rows_of_others_are_only_counted_for_their_own_scope(browse, lei, closed):
    text = browse(lei).get(rows("lost")).content.decode()
    assert "单200" in text
    assert "单500" not in text


@pytest.mark.parametrize(
    "asked", ["evil", "won?by=person&key=x", "won?by=industry", "lost?by=source&key=-1", "won,lost"]
)
def test_nonsense_finds_nothing(browse, lan, closed, asked):
    kind, _, query = asked.partition("?")
    assert browse(lan).get(f"{rows(kind)}?{query}").status_code == 404


def test_it_is_taken_out_as_a_workbook_and_that_is_logged(browse, lan, closed):
    answer = browse(lan).get(EXPORT)
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) == len(DIMENSIONS) + 2
    assert book.sheetnames[-1] == "定义"
    reasons = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert reasons[0][0] == "价格"
    assert reasons[0][4:6] == (2, 8.0)
    assert len(list(book.worksheets[-2].iter_rows(min_row=2))) == 3
    assert AuditEntry.objects.get(action="export_win_loss").changes["rows"] == [0, 3]


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_needs_as_many_queries_for_twenty_as_for_one(browse, lan, method, rows, django_assert_max_num_queries):
    for number in range(rows):
        one = make_opportunity(method, owner=lan, stage="N", on=days_ago(9))
        actions.move_opportunity(one, to="X", by=None, reason="price", competitor=f"第{number}家")
    client = browse(lan)
    client.get(PAGE)
    with django_assert_max_num_queries(26):
        assert client.get(PAGE).status_code == 200
