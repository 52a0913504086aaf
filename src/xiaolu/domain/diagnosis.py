"""What the figures of a method mean when they are read together: the first weak link, and the rules that apply.

Nobody is accused by too few: a state that cannot be told from the numbers is None, and the rule says nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from xiaolu.domain.kpi import FEW, Reading
from xiaolu.domain.method import Conversion, Method, Rule, Sign, Text, When

FAR = 2.0  # "far above target", where a rule does not say how far
LONG = 1.5  # "longer than target" of a duration without one: so many times the company's median

Readings = Mapping[str, Reading]
Medians = Mapping[str, float | None]
Signs = Mapping[Sign, bool | None]


@dataclass(frozen=True)
class Link:
    """One conversion of the chain as it was read."""

    kpi: Conversion
    reading: Reading


@dataclass(frozen=True)
class Finding:
    """A rule that applies, the figures that it rests on, and the signs that tell which of its causes it is."""

    rule: Rule
    rests_on: tuple[tuple[str, Reading], ...]
    signs: tuple[Sign, ...] = ()

    @property
    def causes(self) -> tuple[Text, ...]:
        """The causes of the signs that show, else that of the rule."""
        return tuple(sign.cause for sign in self.signs) or (self.rule.cause,)

    @property
    def advices(self) -> tuple[Text, ...]:
        found = tuple(sign.advice for sign in self.signs if sign.advice)
        return found or ((self.rule.advice,) if self.rule.advice else ())

    @property
    def cards(self) -> tuple[str, ...]:
        """Codes of the skill cards to train."""
        found = tuple(dict.fromkeys(card for sign in self.signs for card in sign.cards))
        return found or self.rule.cards


@dataclass(frozen=True)
class Diagnosis:
    """Every link of the chain, the first surely weak one, what applies, and what cannot be told yet."""

    links: tuple[Link, ...] = ()
    weakest: Link | None = None
    findings: tuple[Finding, ...] = ()
    unclear: tuple[Rule, ...] = ()

    @property
    def first(self) -> Finding | None:
        """The finding to speak of: that of the weak link before all others."""
        return self.findings[0] if self.findings else None

    @property
    def says_nothing(self) -> bool:
        """Too few everywhere: no link of the chain can be judged."""
        return not self.findings and all(link.reading.status in ("few", "none") for link in self.links)

    def of_kpi(self, code: str) -> tuple[Finding, ...]:
        """The findings that name a figure."""
        return tuple(one for one in self.findings if code in [name for name, _ in one.rests_on])


def diagnose(
    method: Method, readings: Readings, medians: Medians | None = None, signs: Signs | None = None
) -> Diagnosis:
    """Apply a method's rules. `medians`: the company's median days of durations that have no target."""
    links = tuple(Link(kpi, readings[kpi.code]) for kpi in chain_of(method) if kpi.code in readings)
    weakest = next((link for link in links if link.reading.status == "weak"), None)
    findings: list[Finding] = []
    unclear: list[Rule] = []
    for rule in method.diagnosis:
        state = applies(rule, method, readings, medians or {})
        if state:
            conditions = (rule.when, *rule.and_when)
            rests_on = tuple((one.kpi, readings[one.kpi]) for one in conditions)
            findings.append(Finding(rule, rests_on, tuple(sign for sign in rule.signs if (signs or {}).get(sign))))
        elif state is None:
            unclear.append(rule)
    findings.sort(key=lambda one: not one.rule.chain)  # the chain is read first
    return Diagnosis(links, weakest, tuple(findings), tuple(unclear))


def chain_of(method: Method) -> tuple[Conversion, ...]:
    """The conversions in which the first weak one is looked for: those that rules name as a chain, else all counted."""
    named = tuple(dict.fromkeys(code for rule in method.diagnosis for code in rule.chain))
    counted = {kpi.code: kpi for kpi in method.kpis if isinstance(kpi, Conversion) and kpi.is_share}
    return tuple(counted[code] for code in named if code in counted) or tuple(counted.values())


def applies(rule: Rule, method: Method, readings: Readings, medians: Medians) -> bool | None:
    """Whether a rule applies; None when the numbers are too few to tell."""
    if rule.chain and not _is_first_weak(rule, readings):
        return None if _untold(readings.get(rule.when.kpi)) else False
    states = [holds(one, method, readings.get(one.kpi), medians.get(one.kpi)) for one in (rule.when, *rule.and_when)]
    if False in states:
        return False
    return None if None in states else True


def holds(when: When, method: Method, reading: Reading | None, companys_median: float | None = None) -> bool | None:
    """Whether a figure is in a state; None when that cannot be told."""
    if reading is None or reading.value is None or reading.status == "few":
        return None
    if when.state == "longer than target":
        return _is_long(when, reading, companys_median)
    target = reading.target
    if target is None:
        return None
    if when.state == "surely below target":
        return (reading.high if reading.high is not None else reading.value) < target
    if when.state == "surely above target":
        return (reading.low if reading.low is not None else reading.value) > target
    if when.state == "far above target":
        return reading.value >= target * (when.times or FAR)
    return reading.value < target if when.state == "below target" else reading.value > target


def _is_long(when: When, reading: Reading, companys_median: float | None) -> bool | None:
    if reading.median is None or (reading.n or 0) < FEW:
        return None
    if reading.target is not None:
        return reading.median > reading.target
    return None if companys_median is None else reading.median > companys_median * (when.times or LONG)


def _is_first_weak(rule: Rule, readings: Readings) -> bool:
    first = next((code for code in rule.chain if code in readings and readings[code].status == "weak"), None)
    return first == rule.when.kpi


def _untold(reading: Reading | None) -> bool:
    return reading is None or reading.status in ("few", "none", "unclear")


def sign_shows(sign: Sign, own: float, team: Sequence[float]) -> bool | None:
    """Whether a person's number lies beyond the team's median × `times`; None without anybody to compare with."""
    if len(team) < 2:
        return None
    limit = median(team) * sign.times
    return own > limit if sign.state == "above team median" else own < limit


def lowest(parts: Mapping[str, Reading], whole: Reading) -> tuple[str, Reading] | None:
    """Where a share is lowest, among the parts that are large enough to say so and lower than the whole."""
    told = [
        (key, part) for key, part in parts.items()
        if part.value is not None and whole.value is not None
        and (part.denominator or 0) >= FEW and part.value < whole.value
    ]  # fmt: skip
    return min(told, key=lambda one: (one[1].value or 0.0, -(one[1].denominator or 0), one[0]), default=None)
