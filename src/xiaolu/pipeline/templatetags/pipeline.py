"""Words of the pipeline in templates."""

from django import template
from django.utils.translation import gettext

from xiaolu.domain.gates import Demand
from xiaolu.domain.method import Method
from xiaolu.methods.kinds import EVIDENCE
from xiaolu.methods.words import Reading
from xiaolu.pipeline.figure_links import figure_link
from xiaolu.pipeline.models import GROWTH
from xiaolu.pipeline.queries.ageing import BUCKETS, StageAge
from xiaolu.pipeline.queries.gates import FIELD
from xiaolu.pipeline.words import demand_named, reason_named

register = template.Library()
FILTERS = ("industry", "source", "product", "growth", "owner", "state", "due")


@register.filter
def growth(code: str) -> str:
    """Keep, Grow, New business."""
    return str(GROWTH.get(code, ""))


@register.filter
def reason(code: str, rules: Method) -> str:
    """A reason by its name in the method."""
    return reason_named(rules, code)


@register.filter
def asked_for(demand: Demand) -> str:
    """The name of what a gate asks for."""
    return demand_named(demand)


@register.filter
def code_of(demand: Demand) -> str:
    """The code under which it is supplied."""
    return demand.code if demand.milestone else FIELD + demand.code


@register.filter
def shown_by(demand: Demand, rules: Method) -> str:
    """By what it is shown: a file, an activity done (First visit), a field filled."""
    return Reading(rules).evidence(demand.milestone) if demand.milestone else gettext(EVIDENCE["field"])


@register.simple_tag(takes_context=True)
def figure_url(context, code: str, **asked: object) -> str:
    """Where a figure says why, under the method and scope of this page, and its period where it has one."""
    it, period = context["chosen"], context.get("period")
    days = {"start": period.start, "end": period.end} if period else {}
    return figure_link(it.method.code, code, scope=it.scope.address, **{**days, **asked})


@register.simple_tag(takes_context=True)
def live_url(context, code: str, **asked: object) -> str:
    """Where a figure of what stands now says why, under the filters of this page too."""
    given = context["request"].GET
    kept = {name: given[name] for name in FILTERS if given.get(name)}
    text = given.get("q", "").strip()
    it = context["chosen"]
    more = {**kept, **({"text": text} if text else {}), **asked}
    return figure_link(it.method.code, code, scope=it.scope.address, **more)


@register.simple_tag(takes_context=True)
def stage_url(context, stages: str, at: object = None) -> str:
    """Where the count and the sums of stages say why: of a day, or as the filters of this page leave them now."""
    given = context["request"].GET
    if at is None and (given.get("q", "").strip() or any(given.get(name) for name in FILTERS)):
        return str(live_url(context, f"live:{stages}"))
    return str(figure_url(context, f"standing:{stages}", **({"at": at} if at else {})))


@register.filter
def buckets(one: StageAge) -> list[tuple[str, int | None]]:
    """The buckets of a stage with how many stand in each; None for all where the stage has no limit."""
    return list(zip(BUCKETS, one.buckets or (None,) * len(BUCKETS), strict=True))
