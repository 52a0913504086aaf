"""Running opportunities under older versions of a method, and where a newer one would put them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from xiaolu.domain.method import Stage
from xiaolu.methods.models import MethodVersion
from xiaolu.methods.queries import says
from xiaolu.pipeline.models import Opportunity


@dataclass(frozen=True)
class Running:
    """Opportunities in one stage under older versions; `choices` to map it to, none where the code stays."""

    stage: Stage
    count: int
    amount: int
    choices: tuple[Stage, ...]


def running_under_older(version: MethodVersion) -> QuerySet[Opportunity]:
    """The open and won opportunities of a method that stand under an older version than this one."""
    older = MethodVersion.objects.filter(method=version.method_id, number__lt=version.number).values("pk")
    rows = Opportunity.objects.filter(method=version.method_id, version_of_method__in=older, withdrawn=False)
    return rows.filter(stage_kind__in=("open", "won"))


def preview(version: MethodVersion) -> list[Running]:
    """Per stage how many would move to a version, in its order, and what a retired stage may become."""
    rules = says(version)
    found = running_under_older(version).values("stage").annotate(n=Count("pk"), a=Sum("amount")).order_by()
    counts = {row["stage"]: (row["n"], row["a"]) for row in found}
    return [
        Running(stage, *counts[stage.code], targets(version, stage.code) if stage.retired else ())
        for stage in rules.stages
        if stage.code in counts
    ]


def to_map(version: MethodVersion) -> list[str]:
    """The codes of the stages that are retired in a version and in which running opportunities stand."""
    return [one.stage.code for one in preview(version) if one.stage.retired]


def targets(version: MethodVersion, code: str) -> tuple[Stage, ...]:
    """The stages in use of a version that have the kind of another one."""
    rules = says(version)
    kind = rules.stage(code).kind
    return tuple(stage for stage in rules.stages if stage.kind == kind and not stage.retired and stage.code != code)
