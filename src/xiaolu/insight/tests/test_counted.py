from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from xiaolu.customers.models import Account, Industry, Source
from xiaolu.customers.tests.make import make_account
from xiaolu.domain.periods import Period
from xiaolu.insight.tests.make import days_ago, entered, table
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.sums import CHANGES, flow
from xiaolu.pipeline.tests.make import make_opportunity

pytestmark = pytest.mark.django_db


def address(code, name="why"):
    return reverse(f"insight:{name}", args=["spancop", code])


@pytest.fixture
def moves(method, lan):
    """Of last week: one new, one won, one lost; one that grew; before it all of them but the new one stood."""
    won, lost, grown = (make_opportunity(method, stage="N", owner=lan, amount=100, on=days_ago(90)) for _ in range(3))
    actions.move_opportunity(won, to="C", by=None, on=days_ago(3))
    actions.move_opportunity(lost, to="X", by=None, on=days_ago(2), reason="price", competitor="昆仑")
    actions.edit_opportunity(grown, by=None, on=days_ago(1), amount=130)
    make_opportunity(method, stage="P", owner=lan, amount=7, on=days_ago(4))


@pytest.mark.database
def test_every_step_of_the_waterfall_says_its_sums_and_the_rows_add_up(browse, method, min_, moves):
    period = Period(days_ago(6), today())
    whole = flow(Frame(method), period)["total"]
    client, asked = browse(min_), {"start": period.start.isoformat(), "end": period.end.isoformat()}
    for step in ("opening", "closing", *whole.changes):
        counted = client.get(address(f"change:{step}"), asked).context["counted"]
        expected = getattr(whole, step) if step in ("opening", "closing") else whole.changes[step]
        assert counted.sums == expected, step
        assert sum(row.amount for row in counted.rows) == expected.amount, step
    assert set(whole.changes) == {"new", "won", "lost", "bigger"} <= set(CHANGES)


def test_the_win_rate_shows_its_numbers_and_both_sides(browse, method, min_, moves):
    context = browse(min_).get(address("closed:all")).context
    assert (context["counted"].share.numerator, context["counted"].share.denominator) == (1, 2)
    assert context["counts"] == {"above": 1, "below": 1, "all": 2}
    page = browse(min_).get(address("closed:all"), headers={"HX-Request": "true"}).content.decode()
    assert "1 ÷ 2 = 50.0%" in page and "<html" not in page


def test_what_stands_now_follows_the_filters_of_the_page(browse, method, min_, lan, lei):
    food = Industry.objects.create(code="food", name="食品")
    table(method, {"P": 3}, owner=lan, industry=food)
    table(method, {"P": 2, "A": 1}, owner=lei)
    client = browse(min_)
    for query, count in (
        ("", 5),
        (f"industry={food.pk}", 3),
        ("industry=0", 2),
        (f"owner={lei.pk}", 2),
        ("scope=me", 0),
    ):
        found = client.get(f"{address('live:P')}?{query}").context["counted"].sums.count
        assert found == count, query
    board = client.get(reverse("pipeline:opportunity_board"), {"owner": lei.pk}).content.decode()
    assert f"live:P/?scope=team%3Aeast&amp;owner={lei.pk}" in board


def test_a_customers_sums_are_figures_too(browse, method, lan):
    account = make_account(lan)
    make_opportunity(method, stage="P", owner=lan, account=account, amount=500_00)
    make_opportunity(method, stage="C", owner=lan, account=account, amount=300_00)
    page = browse(lan).get(reverse("pipeline:account_opportunities", args=[account.pk])).content.decode()
    assert page.count('class="figure"') == 2
    counted = browse(lan).get(address("live:S,P,A,N"), {"account": account.pk}).context["counted"]
    assert (counted.sums.count, counted.sums.amount) == (1, 500_00)


@pytest.mark.parametrize("code", ["change:", "change:evil", "live:", "live:Q", "late:P,Q", "closed:", "change:new,won"])
def test_an_unknown_one_is_not_found(browse, method, lan, code):
    assert browse(lan).get(address(code)).status_code == 404


def test_it_names_nobody_whom_the_reader_does_not_see(browse, method, lan, outsider):
    table(method, {"P": 1}, owner=outsider)
    account = make_account(outsider, name="别人的客户")
    for code, query in (("live:P", f"account={account.pk}"), ("live:P", f"owner={outsider.pk}"),
                        ("closed:won", f"by=person&key={outsider.pk}"), ("live:P", "account=x"), ("live:P", "age=x")):  # fmt: skip
        answer = browse(lan).get(f"{address(code)}?{query}")
        assert answer.status_code == 404
        assert "别人的客户" not in answer.content.decode()


def test_its_rows_are_taken_out_with_what_they_mean(browse, method, min_, moves):
    answer = browse(min_).get(address("closed:lost", "export_why"), {"by": "reason", "key": "price"})
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.worksheets[0].max_row == 2
    assert "价格" in book.worksheets[1]["A2"].value
    assert AuditEntry.objects.get(action="export_why").changes["kpi"] == ["", "closed:lost"]


def test_whoever_stands_in_sees_the_same_number_in_the_drawer_as_on_the_board(browse, method, lan, lei):
    from xiaolu.org import actions as house

    table(method, {"P": 2}, owner=lan)
    table(method, {"P": 3}, owner=lei)
    house.stand_in(lei, deputy=lan, first=today(), last=today() + timedelta(days=3), by=None)
    client = browse(lan)
    board = client.get(reverse("pipeline:opportunity_board")).content.decode()
    assert "standing:P/?scope=seen" in board
    assert client.get(address("standing:P"), {"scope": "seen"}).context["reading"].value == 5


def test_a_report_by_industry_adds_up_and_says_how_sure_it_is(browse, method, min_, lan):
    food = Industry.objects.create(code="food", name="食品")
    web = Source.objects.create(code="web", name="网站")
    for number in range(22):
        entered(
            method,
            {"N": days_ago(90), ("C" if number < 2 else "X"): days_ago(20)},
            owner=lan,
            industry=food,
            amount=100,
        )
    for _ in range(22):
        entered(method, {"N": days_ago(90), "C": days_ago(20)}, owner=lan, source=web, amount=100)
    table(method, {"P": 3}, owner=lan, industry=food, amount=5)
    report = browse(min_).get(reverse("insight:class_report", args=["industry"])).context["report"]
    first = next(line for line in report.lines if line.key == food.pk)
    assert (first.open.count, first.open.amount, first.won.count, first.lost.count) == (3, 15, 2, 20)
    assert first.share.status == "weak"
    assert sum(line.won.count for line in report.lines) == report.total.won.count == 24
    answer = browse(min_).get(reverse("insight:export_class_report", args=["source"]))
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames[-1] == "定义"


def test_competitors_are_counted_where_they_are_named(browse, method, min_, lan):
    def deal(stage, to=""):
        one = make_opportunity(method, stage=stage, owner=lan, competitor="昆仑", on=days_ago(50))
        if to:
            actions.move_opportunity(one, to=to, by=None, on=days_ago(5), reason="price", competitor="昆仑")

    deal("P"), deal("N", "C"), deal("N", "X"), deal("N", "X")
    context = browse(min_).get(reverse("insight:competitor_report")).context
    (line,) = context["lines"]
    assert (line.met, line.open.count, line.won.count, line.lost.count) == (4, 1, 1, 2)
    assert line.share.status == "few"
    behind = browse(min_).get(address("closed:lost"), {"by": "rival", "key": "昆仑"}).context["counted"]
    assert behind.sums.count == 2


def test_reports_need_as_many_queries_for_many_lines(browse, method, min_, lan, django_assert_max_num_queries):
    client = browse(min_)
    for number in range(12):
        industry = Industry.objects.create(code=f"i{number}", name=f"行业{number}")
        table(method, {"P": 1}, owner=lan, industry=industry, competitor=f"对手{number}")
    for name, args in (("class_report", ["industry"]), ("competitor_report", [])):
        with django_assert_max_num_queries(34):
            assert client.get(reverse(f"insight:{name}", args=args)).status_code == 200


def test_accounts_are_counted_once(browse, method, min_, lan):
    account = Account.objects.create(name="苏州恒力", normal_name="苏州恒力", owner=lan)
    table(method, {"P": 2}, owner=lan, account=account)
    assert browse(min_).get(address("accounts:P")).context["counted"].sums.count == 1
