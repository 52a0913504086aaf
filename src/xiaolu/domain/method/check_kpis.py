"""Figures and diagnosis rules: what they name exists, and what they say makes sense."""

from collections.abc import Iterator

from .facts import FACTS
from .kpis import ActivityRate, ClockKept, Conversion, Coverage, Duration, Fact, Kpi, StageShare
from .model import Method
from .problems import Problem, unknown
from .rules import Rule, When


def check_kpis(method: Method) -> Iterator[Problem]:
    """The problems of the method's figures."""
    before: set[str] = set()
    for kpi in method.kpis:
        place = f'kpi "{kpi.code}"'
        yield from _own_problems(method, kpi, place, before)
        for key, fact in zip(_fact_keys(kpi), kpi.facts, strict=True):
            yield from _fact_problems(method, fact, f"{place} › {key}")
        if isinstance(kpi, Coverage):
            before.add(kpi.code)


def _fact_keys(kpi: Kpi) -> tuple[str, ...]:
    return ("counts",) if len(kpi.facts) == 1 else ("numerator", "denominator")[: len(kpi.facts)]


def _own_problems(method: Method, kpi: Kpi, place: str, coverages: set[str]) -> Iterator[Problem]:
    if isinstance(kpi, Conversion | Duration):
        yield from _step_problems(method, kpi, place)
    if isinstance(kpi, Conversion | Coverage) and kpi.measure == "volume" and method.volume is None:
        yield Problem(f"{place} › measure", "method_has_no_volume")
    if isinstance(kpi, StageShare):
        yield from unknown(f"{place} › numerator", "unknown_stage", kpi.numerator, method.codes)
        yield from unknown(f"{place} › denominator", "unknown_stage", kpi.denominator, method.codes)
        for code in kpi.numerator:
            if code not in kpi.denominator:
                yield Problem(f"{place} › numerator", "numerator_not_in_denominator", {"value": code[:60]})
    if isinstance(kpi, Coverage):
        yield from unknown(f"{place} › stages", "unknown_stage", kpi.stages, method.codes)
        if kpi.below and kpi.below not in coverages:
            yield Problem(f"{place} › below", "not_a_coverage_before", {"value": kpi.below[:60]})
    if isinstance(kpi, ClockKept):
        clocks = [clock.code for clock in method.clocks]
        yield from unknown(f"{place} › clock", "unknown_clock", [kpi.clock], clocks)
    if isinstance(kpi, ActivityRate):
        known = [activity.code for activity in method.activities]
        yield from unknown(f"{place} › activities", "unknown_activity", kpi.activities, known)


def _step_problems(method: Method, kpi: Conversion | Duration, place: str) -> Iterator[Problem]:
    missing = [
        *unknown(f"{place} › from", "unknown_stage", [kpi.from_stage], method.codes),
        *unknown(f"{place} › to", "unknown_stage", [kpi.to_stage], method.codes),
    ]
    yield from missing
    if missing or not (kpi.from_stage and kpi.to_stage):
        return
    forward = method.position(kpi.from_stage) < method.position(kpi.to_stage)
    if not forward or method.stage(kpi.to_stage).kind == "lost":
        yield Problem(f"{place} › to", "not_a_later_stage", {"to": kpi.to_stage, "earlier": kpi.from_stage})


def _fact_problems(method: Method, fact: Fact, place: str) -> Iterator[Problem]:
    kind = FACTS[fact.code]
    if fact.measure not in kind.measures:
        yield Problem(f"{place} › measure", "measure_not_recorded", {"fact": fact.code, "value": fact.measure})
    if fact.measure == "volume" and method.volume is None:
        yield Problem(f"{place} › measure", "method_has_no_volume")
    limits = (("stages", fact.stages), ("activities", fact.activities), ("within", fact.within_days))
    for key, limit in limits:
        if limit and key not in kind.filters:
            yield Problem(f"{place} › {key}", "filter_not_allowed", {"fact": fact.code, "key": key})
        if not limit and key in kind.needs:
            yield Problem(f"{place} › {key}", "missing", {"key": key})
    yield from unknown(f"{place} › stages", "unknown_stage", fact.stages, method.codes)
    known = [activity.code for activity in method.activities]
    yield from unknown(f"{place} › activities", "unknown_activity", fact.activities, known)


def check_rules(method: Method) -> Iterator[Problem]:
    """The problems of the method's diagnosis."""
    kpis = {kpi.code: kpi for kpi in method.kpis}
    cards = [card.code for card in method.cards]
    for rule in method.diagnosis:
        place = f'diagnosis "{rule.code}"'
        yield from _chain_problems(rule, kpis, place)
        yield from _when_problems(rule.when, kpis, f"{place} › when")
        for number, when in enumerate(rule.and_when, 1):
            yield from _when_problems(when, kpis, f"{place} › and_when {number}")
        yield from unknown(f"{place} › cards", "unknown_card", rule.cards, cards)
        for number, sign in enumerate(rule.signs, 1):
            yield from _fact_problems(method, sign.fact, f"{place} › sign {number} › counts")
            if sign.per:
                yield from _fact_problems(method, sign.per, f"{place} › sign {number} › per")
            yield from unknown(f"{place} › sign {number} › cards", "unknown_card", sign.cards, cards)


def _chain_problems(rule: Rule, kpis: dict[str, Kpi], place: str) -> Iterator[Problem]:
    """Links are conversions, each beginning where the one before it ends; the rule speaks of one of them."""
    place = f"{place} › chain"
    yield from unknown(place, "unknown_kpi", rule.chain, kpis)
    end = None
    for code in rule.chain:
        link = kpis.get(code)
        if isinstance(link, Conversion):
            if end is not None and link.from_stage != end:
                yield Problem(place, "chain_broken", {"value": code})
            end = link.to_stage
        elif link is not None:
            yield Problem(place, "not_a_conversion", {"value": code})
    if rule.chain and rule.when.kpi and rule.when.kpi not in rule.chain:
        yield Problem(place, "not_in_chain", {"value": rule.when.kpi[:60]})


def _when_problems(when: When, kpis: dict[str, Kpi], place: str) -> Iterator[Problem]:
    yield from unknown(f"{place} › kpi", "unknown_kpi", [when.kpi], kpis)
    kpi = kpis.get(when.kpi)
    if kpi is None:
        return
    if when.state == "longer than target":
        if not isinstance(kpi, Duration):
            yield Problem(f"{place} › is", "not_a_duration", {"value": kpi.code})
    elif kpi.target is None:
        yield Problem(f"{place} › is", "target_needed", {"value": kpi.code})
    if when.state.startswith("surely") and not kpi.is_share:
        yield Problem(f"{place} › is", "not_a_share", {"value": kpi.code})
