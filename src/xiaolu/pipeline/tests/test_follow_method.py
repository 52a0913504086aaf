import copy

import pytest

from xiaolu.jobs.actions import work_once
from xiaolu.methods import actions as methods
from xiaolu.operate.database import builtin_documents
from xiaolu.pipeline import actions, checks
from xiaolu.pipeline.models import Passage
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def broken() -> list[str]:
    return [problem for check in checks.CHECKS for problem in check()]


def test_a_stage_added_in_the_middle_counts_as_skipped_for_those_who_went_past(lan):
    method = spancop()
    past = make_opportunity(method, owner=lan, stage="P", on=days_ago(40))
    actions.move_opportunity(past, to="N", by=None, on=days_ago(20), reason="一次谈成")
    before = make_opportunity(method, owner=lan, stage="P", on=days_ago(40))
    document = copy.deepcopy(builtin_documents()[0])
    place = next(number for number, stage in enumerate(document["stage"]) if stage["code"] == "N")
    added = {"code": "T", "name": {"zh": "试用", "en": "Trial"}, "kind": "open"}
    document["stage"].insert(place, added)
    methods.publish_version(methods.add_version(document, by=None), by=None)
    assert any("passages differ" in problem for problem in broken())
    while work_once():
        pass
    assert broken() == []
    trial = Passage.objects.filter(stage="T")
    assert [(row.opportunity, row.day, row.skipped) for row in trial] == [(past.pk, days_ago(20).toordinal(), True)]
    assert not Passage.objects.filter(opportunity=before.pk, stage="T").exists()
