"""The page of figures of each of the methods that ship: nothing fails, and what has no value says why."""

import pytest
from django.urls import reverse

from xiaolu.methods import actions as methods
from xiaolu.methods.queries import rules_of
from xiaolu.operate.database import builtin_documents
from xiaolu.pipeline import actions
from xiaolu.pipeline.tests.make import days_ago, make_opportunity

pytestmark = pytest.mark.django_db
DOCUMENTS = {document["method"]["code"]: document for document in builtin_documents()}


@pytest.mark.parametrize("code", sorted(DOCUMENTS))
def test_every_figure_has_a_value_or_says_what_it_needs(browse, admin, lan, code):
    method = methods.install_builtin([DOCUMENTS[code]])[0].method
    rules = rules_of(method)
    road = [stage.code for stage in rules.stages if stage.kind != "lost" and not stage.retired]
    for number in range(len(road)):
        one = make_opportunity(method, owner=lan, stage=road[0], amount=100, volume=5_000, on=days_ago(200))
        for step, stage in enumerate(road[1 : 1 + number]):
            actions.move_opportunity(one, to=stage, by=None, on=days_ago(190 - 8 * step), reason="x")
            one.refresh_from_db()
    client = browse(admin)
    answer = client.get(reverse("insight:kpi_page"), {"method": code})
    found = answer.context["overview"]
    assert answer.status_code == 200 and not found.is_empty
    for card in (*found.cards, *found.others):
        reading = card.reading
        explained = reading.needs or reading.denominator in (0, None) or reading.n == 0
        assert reading.value is not None or explained, card.kpi.code
    (line,) = found.lines
    counted = {stage for column in found.columns for stage in column.stages}
    assert sum(count for _, count in line.counts) == len(counted & set(road)), "a row counts all that stand there"
    for kpi in rules.kpis:
        assert client.get(reverse("insight:why", args=[code, kpi.code])).status_code == 200, kpi.code


@pytest.mark.parametrize("code", sorted(DOCUMENTS))
def test_an_empty_page_names_the_figures_of_its_own_method(browse, admin, code):
    method = methods.install_builtin([DOCUMENTS[code]])[0].method
    page = browse(admin).get(reverse("insight:kpi_page"), {"method": code}).content.decode()
    assert rules_of(method).kpis[0].name.zh in page
