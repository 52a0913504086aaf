"""What is gathered once and added up equals what is read separately, on random rows."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from xiaolu.customers.models import Industry
from xiaolu.domain.diagnosis import Link
from xiaolu.domain.method import Conversion
from xiaolu.domain.periods import Period
from xiaolu.insight.queries import lens, readings
from xiaolu.insight.queries.diagnoses import concentrations
from xiaolu.insight.queries.materials import gather, merged
from xiaolu.insight.tests.make import days_ago, make_opportunity
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, caches
from xiaolu.pipeline.queries import sums
from xiaolu.pipeline.queries.frames import Frame

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STAGES = ["S", "P", "A", "N", "C", "O", "P2", "X"]


@pytest.fixture(params=range(3))
def rows(request, method, lan, min_):
    """Customers of three owners (one of them nobody) and three industries, in a random course with back-dating."""
    chance = random.Random(request.param)
    industries = [None, *(Industry.objects.create(code=f"i{n}", name=f"业{n}") for n in range(2))]
    for number in range(45):
        start = chance.randint(20, 200)
        one = make_opportunity(
            method, stage=chance.choice(STAGES[:5]), on=days_ago(start), owner=chance.choice([lan, min_, None]),
            industry=chance.choice(industries), growth=chance.choice(["", "keep", "new"]), volume=chance.randint(0, 9),
            amount=chance.randint(0, 10**6),
        )  # fmt: skip
        for _ in range(chance.randint(0, 3)):
            to = chance.choice([stage for stage in STAGES if stage != one.stage])
            if one.stage_kind == "open":
                actions.move_opportunity(one, to=to, by=None, on=days_ago(chance.randint(0, start)), reason="价格")
                one.refresh_from_db()
        if number % 15 == 14:
            actions.withdraw_opportunity(one, by=None, reason="误录")
        if number == 30:
            caches.fold()


LOOKS = [(0, 200, 0), (0, 90, 0), (60, 150, 60), (30, 150, 90)]  # days ago: the report's date, from, to


def looks(method):
    return [lens(method, at=days_ago(at), period=Period(days_ago(start), days_ago(end))) for at, start, end in LOOKS]


def test_the_parts_of_every_split_add_up_to_the_whole(rows, method):
    for look in looks(method):
        whole = gather(look.frame(), look.rules.kpis, look.rules, look.at, look.period)["total"]
        for by in ("person", "team", "industry", "source", "growth"):
            parts = gather(look.frame(by), look.rules.kpis, look.rules, look.at, look.period)
            assert without_zeros(merged(parts.values())) == without_zeros(whole), by


def without_zeros(material):
    standing = {stage: one for stage, one in material.standing.items() if one}
    eve = {stage: one for stage, one in material.eve.items() if one}
    return standing, eve, material.cohorts, material.sizes, material.days, material.churned


def test_where_a_link_is_weakest_is_the_same_from_all_readings_and_from_one_conversion(rows, method, monkeypatch):
    monkeypatch.setattr("xiaolu.domain.diagnosis.FEW", 2)
    told = 0
    for look in looks(method):
        whole = readings(look)["total"]
        materials = gather(look.frame("person"), look.rules.kpis, look.rules, look.at, look.period)
        for kpi in [kpi for kpi in look.rules.kpis if isinstance(kpi, Conversion)]:
            link = Link(kpi, whole[kpi.code])
            places = concentrations(look, link)
            assert places == concentrations(look, link, {"person": materials})
            for by, (key, reading) in places.items():
                assert readings(look, by)[key][kpi.code] == reading
                told += 1
    assert told


def test_by_class_the_live_rows_stand_as_the_postings_do(rows, method):
    for by in ("industry", "source", "product", "growth"):
        frame = Frame(method, by)
        with connection.cursor() as cursor:
            cursor.execute(sums._standing_of_postings(frame, None), {"method": method.pk, "day": today().toordinal()})
            posted = {(key, stage): sums.Sums(*map(int, numbers)) for key, stage, *numbers in cursor.fetchall()}
        for at in (today(), today() + timedelta(days=1)):
            found = sums.standing(frame, at)
            live = {(key, stage): one for key, stages in found.items() for stage, one in stages.items()}
            assert live == {cell: one for cell, one in posted.items() if one}
