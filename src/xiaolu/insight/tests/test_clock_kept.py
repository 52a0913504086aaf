"""The figure `clock_kept`: of the clocks that were over by the day, those that were kept."""

from datetime import timedelta

import pytest

from xiaolu.clocks import actions as clocks
from xiaolu.clocks.actions import Subject
from xiaolu.clocks.tests.make import rule
from xiaolu.domain.periods import Period
from xiaolu.insight.queries.figures import rows_behind
from xiaolu.insight.queries.readings import lens, readings
from xiaolu.methods import actions as methods
from xiaolu.methods.queries import rules_of
from xiaolu.operate.database import builtin_documents
from xiaolu.org.queries import today
from xiaolu.pipeline.tests.make import make_opportunity

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HOUR = timedelta(hours=1)


@pytest.fixture
def showroom():
    document = next(one for one in builtin_documents() if one["method"]["code"] == "showroom")
    return methods.install_builtin([document])[0].method


def run(method, owner, *, kept: int, missed: int, running: int = 0, start: int = 72):
    for number in range(kept + missed + running):
        deal = make_opportunity(method, owner=owner)
        subject = Subject("opportunity", deal.pk, owner, method=method.pk)
        at = clocks_now() - start * HOUR
        clock = clocks.start(subject, rule(), by=None, at=at)
        if number < kept + missed:
            clocks.stop(clock, by=None, at=at + (HOUR if number < kept else 30 * HOUR))


def clocks_now():
    from django.utils import timezone

    return timezone.now()


def showroom_kpi(method):
    return rules_of(method.pk).kpi("first_contact_kept")


def read(look, by="total"):
    return {key: found["first_contact_kept"] for key, found in readings(look, by).items()}


def test_kept_and_missed_are_counted_what_runs_is_not(showroom, lan, lei):
    run(showroom, lan, kept=3, missed=1, running=2)
    run(showroom, lei, kept=0, missed=2)
    whole = read(lens(showroom))["total"]
    assert (whole.numerator, whole.denominator, whole.status) == (3, 6, "few")
    parts = read(lens(showroom), "person")
    assert {key: (one.numerator, one.denominator) for key, one in parts.items()} == {lan.pk: (3, 4), lei.pk: (0, 2)}
    assert (read(lens(showroom), "industry")[0].numerator, not whole.needs) == (3, True)
    behind = rows_behind(lens(showroom), showroom_kpi(showroom))
    assert sorted(row.part for row in behind.rows) == ["in_time"] * 3 + ["missed"] * 3


def test_a_past_day_knows_only_what_was_over_then(showroom, lan):
    run(showroom, lan, kept=2, missed=1)
    past = today() - timedelta(days=20)
    found = readings(lens(showroom, at=past, period=Period(past - timedelta(days=60), past)))
    assert all(one["first_contact_kept"].denominator in (0, None) for one in found.values())
