"""Words of the pipeline in templates."""

from django import template
from django.utils.translation import gettext

from xiaolu.domain.gates import Demand
from xiaolu.domain.method import Method
from xiaolu.methods.kinds import EVIDENCE
from xiaolu.methods.words import Reading
from xiaolu.pipeline.models import GROWTH
from xiaolu.pipeline.queries.gates import FIELD
from xiaolu.pipeline.words import demand_named, reason_named

register = template.Library()


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
