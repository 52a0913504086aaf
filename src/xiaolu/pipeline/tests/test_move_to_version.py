import copy

import pytest
from django.urls import reverse

from xiaolu.domain.periods import Period
from xiaolu.domain.rules import RuleBroken
from xiaolu.jobs.actions import work_once
from xiaolu.methods import actions as methods
from xiaolu.methods.tests.make import document
from xiaolu.org.models import AuditEntry
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, checks
from xiaolu.pipeline.models import Change, Opportunity, Posting
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.passages import passages_of
from xiaolu.pipeline.queries.sums import flow
from xiaolu.pipeline.tests.make import days_ago, make_opportunity, spancop

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def method(db):
    return spancop()


@pytest.fixture
def deals(method, lan):
    return [make_opportunity(method, owner=lan, stage=stage, on=days_ago(30), amount=100) for stage in "PANCX"]


@pytest.fixture
def version(deals):
    """A is retired; a stage T takes its place."""
    newer = copy.deepcopy(document())
    newer["stage"][2]["retired"] = True
    newer["stage"][3]["share"] += newer["stage"][2].pop("share")
    newer["stage"].insert(3, {"code": "T", "name": {"zh": "试用", "en": "Trial"}, "kind": "open"})
    published = methods.publish_version(methods.add_version(newer, by=None), by=None)
    while work_once():
        pass
    return published


@pytest.fixture
def keeper(admin):
    return admin


def place(version) -> str:
    return reverse("pipeline:move_to_version", args=[version.pk])


def work() -> None:
    while work_once():
        pass


def broken() -> list[str]:
    return [problem for check in checks.CHECKS for problem in check()]


def test_the_preview_counts_running_deals_per_stage(browse, keeper, version):
    text = browse(keeper).get(place(version)).content.decode()
    assert "stage_A" in text
    assert "stage_P" not in text
    assert (
        browse(keeper).get(reverse("methods:version_detail", args=[version.pk])).content.decode().count(place(version))
        == 1
    )


def test_running_deals_are_moved_and_the_retired_stage_is_mapped(browse, keeper, deals, version):
    before = {deal.pk: deal.stage for deal in deals}
    assert browse(keeper).post(place(version), {"stage_A": "T"}).status_code == 303
    work()
    for deal in Opportunity.objects.all():
        moved = before[deal.pk] != "X"
        assert deal.stage == {"A": "T"}.get(before[deal.pk], before[deal.pk])
        assert (deal.version_of_method == version) == moved
        assert deal.stage_since == days_ago(30)
    mapped = deals[1]
    changes = Change.objects.filter(opportunity=mapped.pk, remaps=True)
    assert [change.sets for change in changes] == [{"stage": "T"}]
    assert Change.objects.filter(remaps=True).count() == 1
    kinds = Posting.objects.filter(opportunity=mapped.pk, change=changes[0].pk).values_list("kind", "stage", "count")
    assert set(kinds) == {("remapped", "A", -1), ("remapped", "T", 1)}
    assert broken() == []
    assert AuditEntry.objects.filter(action="move_to_version").count() == 1
    assert AuditEntry.objects.filter(action="remap_opportunity").count() == 4


def test_nothing_flows_and_nothing_ages_by_it(keeper, method, deals, version):
    actions.move_to_version(version, mapping={"A": "T"}, by=keeper)
    work()
    one = flow(Frame(method), Period(today(), today()))["total"]
    assert not any(one.changes.values())
    assert not any(one.moves.values())
    assert one.opening == one.closing
    trial = next(passage for passage in passages_of(deals[1].pk) if passage.stage == "T")
    assert (trial.day, trial.skipped) == (days_ago(30).toordinal(), False)


def test_moving_on_afterwards_counts_from_the_new_stage(keeper, deals, version):
    actions.move_to_version(version, mapping={"A": "T"}, by=keeper)
    work()
    one = Opportunity.objects.get(pk=deals[1].pk)
    assert actions.move_opportunity(one, to="N", by=None).stage == "N"
    assert broken() == []


def test_it_is_done_once(keeper, deals, version):
    actions.move_to_version(version, mapping={"A": "T"}, by=keeper)
    work()
    first = Opportunity.objects.get(pk=deals[1].pk)
    assert not actions.remap_opportunity(first.pk, version=version, mapping={"A": "T"}, by=keeper)
    assert Change.objects.filter(remaps=True).count() == 1


@pytest.mark.parametrize(
    ("mapping", "code"),
    [({}, "mapping_incomplete"), ({"A": "C"}, "other_stage_kind"), ({"A": "A"}, "other_stage_kind")],
)
def test_every_retired_stage_needs_one_of_its_kind(keeper, version, mapping, code):
    with pytest.raises(RuleBroken) as refused:
        actions.move_to_version(version, mapping=mapping, by=keeper)
    assert refused.value.code == code


def test_a_form_without_the_mapping_is_refused(browse, keeper, version):
    assert browse(keeper).post(place(version), {}).status_code == 422
    assert browse(keeper).post(place(version), {"stage_A": "C"}).status_code == 422
    work()
    assert not Change.objects.filter(remaps=True).exists()


def test_only_the_newest_version_takes_deals(browse, keeper, deals, version):
    old = deals[0].version_of_method
    with pytest.raises(RuleBroken) as refused:
        actions.move_to_version(old, mapping={}, by=keeper)
    assert refused.value.code == "not_newest"
    assert "stage_A" not in browse(keeper).get(place(old)).content.decode()


def test_keepers_of_methods_only(browse, lan, min_, trainer, version):
    for person in (lan, min_, trainer):
        assert browse(person).get(place(version)).status_code == 403
        assert browse(person).post(place(version), {"stage_A": "T"}).status_code == 403
