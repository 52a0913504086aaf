"""Running opportunities moved to a new version of their method, by an explicit mapping."""

from collections.abc import Mapping

from django.db import transaction

from xiaolu.domain.rules import RuleBroken
from xiaolu.jobs.actions import enqueue
from xiaolu.jobs.models import Job
from xiaolu.methods.models import MethodVersion
from xiaolu.methods.queries import newest
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.pipeline import ledger
from xiaolu.pipeline.actions.opportunities import index, save
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.gates import with_version
from xiaolu.pipeline.queries.versions import targets, to_map


@transaction.atomic
def move_to_version(version: MethodVersion, *, mapping: Mapping[str, str], by: Person) -> Job:
    """Queue the move of every running opportunity under an older version to this one.

    `mapping` says for each stage that is retired there, and in which one stands, the stage of the same kind that takes
    its place. Raises RuleBroken (not_newest, mapping_incomplete, other_stage_kind).
    """
    if version != newest(version.method):
        raise RuleBroken("not_newest")
    for stage in to_map(version):
        if not mapping.get(stage):
            raise RuleBroken("mapping_incomplete", stage=stage)
        if mapping[stage] not in {one.code for one in targets(version, stage)}:
            raise RuleBroken("other_stage_kind", stage=mapping[stage])
    audit.record(version, "move_to_version", by=by, changes={code: (code, to) for code, to in mapping.items()})
    return enqueue("pipeline.move_to_version", version_id=version.pk, mapping=dict(mapping), by=by.pk)


@transaction.atomic
def remap_opportunity(
    opportunity_id: int, *, version: MethodVersion, mapping: Mapping[str, str], by: Person | None
) -> bool:
    """Bring one opportunity under a version; whether anything was to be done. A stage that keeps its code writes no change."""
    opportunity = with_version(Opportunity.objects.select_for_update(of=("self",))).get(pk=opportunity_id)
    if opportunity.withdrawn or opportunity.version_of_method_id == version.pk:
        return False
    before, old = opportunity.stage, opportunity.version_of_method_id
    to = mapping.get(before, before)
    if to != before:
        ledger.remap(opportunity, to, by=by)
    opportunity.version_of_method = version
    save(opportunity)
    index(opportunity)
    changes = {"version": (old, version.pk), "stage": (before, opportunity.stage)}
    audit.record(opportunity, "remap_opportunity", by=by, changes=changes)
    return True
