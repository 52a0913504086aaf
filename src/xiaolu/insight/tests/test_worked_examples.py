"""The worked examples of the SPANCOP method, through the real database."""

from datetime import date

import pytest

from xiaolu.domain.periods import Period
from xiaolu.insight import queries
from xiaolu.insight.models import IncreaseTarget
from xiaolu.insight.queries import Scope
from xiaolu.insight.tests.make import days_ago, entered, make_opportunity, spancop, table
from xiaolu.org.queries import today

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def method():
    return spancop()


def read(method, by="total", **given):
    return queries.readings(queries.lens(method, **given), by)


def test_the_worked_example_of_the_method(method, east, lan):
    table(method, {"P": 30, "A": 20}, owner=lan, volume=10_000)
    table(method, {"N": 10}, owner=lan)
    table(method, {"C": 6, "O": 9}, owner=lan, volume=7_000)
    IncreaseTarget.objects.create(team=east, year=today().year, volume=100_000)
    found = read(method, scope=Scope(team=east))["total"]
    hit_rate = found["hit_rate"]
    assert (hit_rate.numerator, hit_rate.denominator, hit_rate.value, hit_rate.status) == (15, 75, 0.2, "good")
    snapshots = [found[f"snapshot_{step}"] for step in ("P_A", "A_N", "N_C")]
    assert [(one.numerator, one.denominator) for one in snapshots] == [(20, 30), (10, 20), (6, 10)]
    assert [one.low for one in snapshots] == [None, None, None]
    strength = found["pipeline_strength"]
    assert (strength.numerator, strength.denominator) == (500_000, 100_000)
    assert (strength.value, strength.status) == (5.0, "good")


def test_three_of_forty_customers_lost_is_seven_and_a_half_percent(method, lan):
    year = Period(date(today().year - 1, 1, 1), date(today().year - 1, 12, 31))
    before, inside = date(year.start.year - 1, 6, 1), date(year.start.year, 5, 2)
    table(method, {"O": 37}, owner=lan, on=before)
    for _ in range(3):
        entered(method, {"O": before, "X": inside}, owner=lan)
    entered(method, {"P": inside, "O": inside, "X": inside}, owner=lan)  # won and lost inside the period: apart
    churn = read(method, at=year.end, period=year)["total"]["churn"]
    assert (churn.numerator, churn.denominator, churn.value, churn.target) == (3, 40, 0.075, 0.05)
    assert churn.status == "unclear"  # over the target, and forty are too few to be sure


def test_a_shorter_period_is_compared_with_its_share_of_the_yearly_target(method, lan):
    table(method, {"O": 1}, owner=lan, on=days_ago(400))
    churn = read(method, period=Period(days_ago(72), today()))["total"]["churn"]
    assert churn.target == pytest.approx(0.05 * 73 / 365)


def test_conversion_is_of_the_cohort_and_a_skipped_stage_counts(method, lan):
    entered(method, {"P": days_ago(90), "A": days_ago(60)}, owner=lan)
    entered(method, {"P": days_ago(90), "N": days_ago(50)}, owner=lan)  # A was jumped over
    entered(method, {"P": days_ago(90), "X": days_ago(40)}, owner=lan)
    make_opportunity(method, stage="P", on=days_ago(80), owner=lan)
    entered(method, {"P": days_ago(500), "A": days_ago(30)}, owner=lan)  # entered before the period
    found = read(method)["total"]
    step = found["conversion_P_A"]
    assert (step.numerator, step.denominator, step.status) == (2, 4, "few")
    assert step.running is True
    assert (found["conversion_A_N"].denominator, found["conversion_A_N"].skipped) == (3, 1)


def test_duration_is_of_those_that_entered_the_later_stage_and_leaves_the_skipped_out(method, lan):
    for days in (10, 20, 40):
        entered(method, {"P": days_ago(50 + days), "A": days_ago(50)}, owner=lan)
    entered(method, {"S": days_ago(60), "A": days_ago(50)}, owner=lan)  # P was jumped over
    step = read(method)["total"]["cycle_P_A"]
    assert (step.n, step.skipped, step.median, step.p80) == (3, 1, 20, 40)
    assert step.value == step.mean == pytest.approx(70 / 3)
    assert step.status == "none"


def test_a_cohort_with_time_enough_is_not_running(method, lan):
    for _ in range(3):
        entered(method, {"P": days_ago(120), "A": days_ago(110)}, owner=lan)
    closed = Period(days_ago(130), days_ago(20))
    assert read(method, period=closed)["total"]["conversion_P_A"].running is False
    fresh = Period(days_ago(130), days_ago(5))
    assert read(method, period=fresh)["total"]["conversion_P_A"].running is True


def test_as_it_was_knows_nothing_later(method, lan):
    entered(method, {"P": days_ago(90), "A": days_ago(30), "O": days_ago(10)}, owner=lan)
    then = read(method, at=days_ago(40))["total"]
    assert (then["hit_rate"].numerator, then["hit_rate"].denominator) == (0, 1)
    assert then["conversion_P_A"].numerator == 0
    assert then["cycle_P_O"].n == 0
    assert read(method)["total"]["hit_rate"].numerator == 1


def test_the_parts_of_every_split_add_up_to_the_total(method, east, lan, lei, outsider):
    for person in (lan, lei, outsider, None):
        table(method, {"P": 2, "A": 1, "O": 3}, owner=person)
    for by in ("person", "team", "industry", "source", "growth"):
        parts = read(method, by)
        whole = read(method)["total"]["hit_rate"]
        assert sum(one["hit_rate"].denominator for one in parts.values()) == whole.denominator == 24
    people = queries.as_json(read(method, "person"), "person")
    assert [row["key"] for row in people] == ["", "linlan", "qianjin", "zhaolei"]
    assert [row["key"] for row in queries.as_json(read(method, "team"), "team")] == ["", "east", "north"]


def test_strength_without_a_target_has_no_value(method, lan):
    table(method, {"P": 3}, owner=lan, volume=5_000)
    strength = read(method)["total"]["pipeline_strength"]
    assert (strength.value, strength.denominator, strength.status) == (None, None, "none")


def test_a_team_has_its_own_increase_else_the_sum_of_its_members(method, east, lan, lei):
    table(method, {"P": 10}, owner=lan, volume=10_000)
    for person, volume in ((lan, 20_000), (lei, 30_000)):
        IncreaseTarget.objects.create(person=person, year=today().year, volume=volume)
    assert read(method, scope=Scope(team=east))["total"]["pipeline_strength"].value == 2
    assert read(method, "person", scope=Scope(team=east))[lan.pk]["pipeline_strength"].value == 5
    assert read(method)["total"]["pipeline_strength"].denominator == 50_000
    IncreaseTarget.objects.create(team=east, year=today().year, volume=25_000)
    assert read(method, scope=Scope(team=east))["total"]["pipeline_strength"].value == 4


def test_the_json_has_the_shape_that_integrators_rely_on(method, lan):
    table(method, {"P": 30, "O": 10}, owner=lan)
    document = queries.report(queries.lens(method))
    assert document["rows"][0]["key"] == "total"
    kpis = document["rows"][0]["kpis"]
    assert {"hit_rate", "conversion_P_A", "conversion_A_N", "conversion_N_C", "snapshot_P_A", "snapshot_A_N",
            "snapshot_N_C", "cycle_P_O", "pipeline_strength", "churn"} <= kpis.keys()  # fmt: skip
    assert kpis["hit_rate"].keys() == {"value", "numerator", "denominator", "target", "low", "high", "status"}
    assert kpis["cycle_P_O"].keys() >= {"mean", "median", "p80", "n", "skipped"}
    assert queries.report(queries.lens(method, at=days_ago(300)))["rows"] == []


def test_statements_do_not_grow_with_the_keys(method, east, lan, lei, outsider, django_assert_max_num_queries):
    for person in (lan, lei, outsider):
        table(method, {"P": 1, "A": 1, "O": 1}, owner=person)
    for by, most in (("total", 25), ("person", 25), ("industry", 25), ("team", 50)):
        with django_assert_max_num_queries(most):
            read(method, by)
