import re

import pytest
from django.urls import reverse
from django.utils import translation

from xiaolu.domain.method import FACTS, ClockKept, Span, read_method
from xiaolu.methods import running
from xiaolu.methods.models import MethodVersion
from xiaolu.methods.tests.make import NAMES, changed, document, install_all, make_draft, make_published
from xiaolu.methods.words import Reading, span, target
from xiaolu.org.actions import edit_person

pytestmark = pytest.mark.django_db


def page(version: MethodVersion) -> str:
    return reverse("methods:version_detail", args=[version.pk])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_built_in_method_can_be_read_in_both_languages(browse, lan, name, language):
    edit_person(lan, by=None, language=language)
    version = make_published(document(name))
    answer = browse(lan).get(page(version))
    assert answer.status_code == 200
    shown = answer.content.decode()
    for stage in version.rules.stages:
        assert f'id="stage-{stage.code}"' in shown
        assert stage.name.into(language) in shown.replace("&#x27;", "'")
    for kpi in version.rules.kpis:
        assert f'id="figure-{kpi.code}"' in shown
    assert "style=" not in shown
    assert not re.search(r"\son\w+=", shown)


def test_a_version_is_read_in_words():
    rules = read_method(document())
    reading = Reading(rules)
    with translation.override("en"):
        assert reading.definition(rules.kpi("conversion_P_A")).startswith("Of those that first entered “Prospect”")
        assert target(rules.kpi("conversion_P_A")) == "≥ 60%"
        assert target(rules.kpi("cycle_P_O")) == "≤ 120 days"
        assert target(rules.kpi("churn")) == "≤ 5%"
        assert target(rules.kpi("pipeline_strength")) == "≥ 5"
        assert reading.when(rules.diagnosis[0].when) == "P to A conversion surely below target"
        assert reading.clock(rules.clocks[0]) == "From “assigned to a person” to “first tried to reach” within 24 hours"
        assert "First contact" in reading.evidence(rules.stage("P").milestones[1])
        assert span(Span(1, "working days")) == "1 working day"


def test_figures_that_the_ledger_cannot_count_are_marked(browse, lan):
    version = make_published(document("showroom"))
    shown = browse(lan).get(page(version)).content.decode()
    waiting = [kpi for kpi in version.rules.kpis if not running.counts(kpi)]
    assert not any(isinstance(kpi, ClockKept) for kpi in waiting)
    assert waiting and len(waiting) < len(version.rules.kpis)
    assert shown.count("not counted yet") + shown.count("尚未统计") == len(waiting)
    assert all(
        FACTS[fact.code].recorded_by == "pipeline"
        for kpi in version.rules.kpis
        if running.counts(kpi)
        for fact in kpi.facts
    )


def test_a_keeper_may_publish_and_throw_away_a_draft_others_read_it(browse, keeper, lan):
    make_published()
    draft = make_draft(changed())
    publish = reverse("methods:publish_version", args=[draft.pk])
    assert publish in browse(keeper).get(page(draft)).content.decode()
    shown = browse(lan).get(page(draft))
    assert shown.status_code == 200
    assert publish not in shown.content.decode()


def test_versions_name_their_day_and_who_published_them(browse, keeper):
    version = make_published(by=keeper)
    assert [(one.number, by) for one, by in browse(keeper).get(page(version)).context["versions"]] == [(1, keeper)]


def test_a_version_that_does_not_exist_is_not_found(browse, lan):
    assert browse(lan).get(reverse("methods:version_detail", args=[999])).status_code == 404


def test_the_page_needs_as_many_queries_for_every_method(browse, lan, django_assert_num_queries):
    methods = install_all()
    client = browse(lan)
    for method in methods:
        version = method.versions.get()
        client.get(page(version))
        with django_assert_num_queries(12):
            client.get(page(version))
