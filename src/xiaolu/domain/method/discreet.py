"""A method as somebody may see it whose role hides amounts."""

from dataclasses import replace

from .kpis import Coverage, Kpi
from .model import Method


def tells_amounts(kpi: Kpi) -> bool:
    """Whether a figure is made of amounts."""
    of_revenue = isinstance(kpi, Coverage) and kpi.of != "volume_increase"
    return of_revenue or getattr(kpi, "measure", "") == "amount" or any(fact.measure == "amount" for fact in kpi.facts)


def without_amounts(method: Method) -> Method:
    """The same method without the figures that tell amounts, and without the diagnoses that rest on them."""
    kept = tuple(kpi for kpi in method.kpis if not tells_amounts(kpi))
    codes = {kpi.code for kpi in kept}
    rules = tuple(
        rule
        for rule in method.diagnosis
        if {rule.when.kpi, *(when.kpi for when in rule.and_when), *rule.chain} <= codes
    )
    return replace(method, kpis=kept, diagnosis=rules)
