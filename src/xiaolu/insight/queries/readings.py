"""Every KPI of a method as a reading, per key of a split; and the same as the JSON that integrators rely on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from xiaolu.customers.models import Industry, Source
from xiaolu.domain import kpi as judge
from xiaolu.domain.kpi import HALF, Reading
from xiaolu.domain.method import (
    FACTS,
    ActivityRate,
    Churn,
    ClockKept,
    Conversion,
    Coverage,
    Duration,
    Fact,
    Kpi,
    Ratio,
    StageShare,
    without_amounts,
)
from xiaolu.domain.method import Method as Rules
from xiaolu.domain.periods import Period, twelve_months_to
from xiaolu.domain.workdays import working_days_in
from xiaolu.insight.queries.materials import Material, Step, gather, merged, step_of, until
from xiaolu.insight.queries.scopes import Scope
from xiaolu.insight.queries.targets import increases
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.org.models import Person, Team
from xiaolu.org.queries import today
from xiaolu.pipeline.models import GROWTH
from xiaolu.pipeline.queries import behind, passages
from xiaolu.pipeline.queries.frames import CLASSES, By, Frame
from xiaolu.pipeline.queries.sums import NOTHING, Key, Sums
from xiaolu.products.models import Product

Readings = dict[Key, dict[str, Reading]]
EVERYBODY = Scope()
MODELS = {"person": Person, "team": Team, "industry": Industry, "source": Source, "product": Product}


@dataclass(frozen=True)
class Part:
    """One row of a split: the figures of one person, team, industry … inside the scope."""

    by: By
    key: Key
    name: str = ""

    @property
    def is_class(self) -> bool:
        return self.by in CLASSES


@dataclass(frozen=True)
class Lens:
    """What is looked at: one method's figures of a scope, as they were on a day, over a period."""

    method: Method
    at: date
    period: Period
    scope: Scope = EVERYBODY
    entered_since: date | None = None
    part: Part | None = None
    hides_amounts: bool = False

    @cached_property
    def rules(self) -> Rules:
        rules = rules_of(self.method)
        return without_amounts(rules) if self.hides_amounts else rules

    def frame(self, by: By = "total") -> Frame:
        """Whose rows count. A part by person or team narrows the owners; a part by class is picked from its split."""
        frame = Frame(self.method, by, self.scope.spans, entered_since=self.entered_since)
        if self.part and not self.part.is_class:
            return behind.of_key(frame.split(self.part.by), self.part.key).split(by)
        return frame

    def on(self, day: date) -> "Lens":
        """The same a while ago: the report's date and the period moved back together."""
        back = self.at - day
        moved = replace(self, at=day, period=Period(self.period.start - back, self.period.end - back))
        moved.__dict__["rules"] = self.rules
        return moved


def lens(
    method: Method, *, at: date | None = None, period: Period | None = None, scope: Scope = EVERYBODY,
    entered_since: date | None = None, part: Part | None = None,
) -> Lens:  # fmt: skip
    """A lens with what nobody chose filled in: today, and the twelve months that end at the report's date."""
    at = at or today()
    return Lens(method, at, period or twelve_months_to(at), scope, entered_since, part)


def readings(look: Lens, by: By = "total", kpis: Iterable[Kpi] | None = None) -> Readings:
    """Every KPI (or some) per key of a split: ids, a growth, or "total"; 0 or '' for what has none."""
    wanted = tuple(look.rules.kpis if kpis is None else kpis)
    return read_all(look, wanted, gather(look.frame(by), wanted, look.rules, look.at, look.period), by)


def read_all(look: Lens, kpis: Iterable[Kpi], materials: Mapping[Key, Material], by: By) -> Readings:
    """Materials as readings. A key that has nothing but a target is read too."""
    wanted = tuple(kpis)
    needs_increase = any(isinstance(kpi, Coverage) and kpi.of == "volume_increase" for kpi in wanted)
    targeted = _targeted(look, by) if needs_increase else {}
    running = _running(merged(materials.values()), look)
    return {
        key: read(wanted, materials.get(key) or Material(), look, targeted.get(key), running)
        for key in dict.fromkeys([*materials, *targeted])
    }


def readings_of(look: Lens, kpis: Iterable[Kpi] | None = None) -> dict[str, Reading]:
    """The figures of the scope, or of one part of it."""
    wanted = tuple(look.rules.kpis if kpis is None else kpis)
    by, key = (look.part.by, look.part.key) if look.part and look.part.is_class else ("total", "total")
    found = readings(look, by, wanted)
    return found.get(key) or read(wanted, Material(), look, None, {})


def cohorts_by(look: Lens, by: By, kpi: Conversion) -> dict[Key, Material]:
    """The cohorts of one counted conversion per key of a split, without what stands beside it."""
    step, within = step_of(kpi), until(look.period, look.at)
    found = passages.conversions(look.frame(by), *step, within, look.at) if within else {}
    return {key: Material(cohorts={step: cohort}) for key, cohort in found.items()}


def conversions_of(materials: Mapping[Key, Material], kpi: Conversion, *, running: bool) -> dict[Key, Reading]:
    """One conversion as it reads per key; whether it is running is known from the whole."""
    step = step_of(kpi)
    return {key: _conversion(kpi, material, {step: running}) for key, material in materials.items()}


def _targeted(look: Lens, by: By) -> dict[Key, int]:
    if not look.part:
        return increases(look.scope, look.at, by)
    targeted = increases(look.scope, look.at, look.part.by).get(look.part.key)
    return {} if by != "total" or targeted is None else {"total": targeted}


def _running(whole: Material, look: Lens) -> dict[Step, bool]:
    """Per step whether the cohort had less time than the step's median in the scope."""
    running = {}
    for step in whole.cohorts:
        days = whole.days[step].days if step in whole.days else {}
        median = judge.smallest_day(days, HALF) if days else None
        running[step] = judge.is_running(look.period, look.at, median)
    return running


def read(
    kpis: Iterable[Kpi], material: Material, look: Lens, increase: int | None, running: Mapping[Step, bool]
) -> dict[str, Reading]:
    """The figures of one key; beside each counted conversion the plain snapshot ratio."""
    found: dict[str, Reading] = {}
    for kpi in kpis:
        if isinstance(kpi, Conversion):
            found[kpi.code] = _conversion(kpi, material, running)
            if kpi.is_share:
                found[snapshot_code(kpi)] = _snapshot(kpi, material)
        else:
            found[kpi.code] = _other(kpi, material, look, increase)
    return found


def snapshot_code(kpi: Conversion) -> str:
    return f"snapshot_{kpi.from_stage}_{kpi.to_stage}"


def _conversion(kpi: Conversion, material: Material, running: Mapping[Step, bool]) -> Reading:
    step = step_of(kpi)
    cohort = material.cohorts.get(step)
    if kpi.is_share:
        reading = judge.judge_share(*((cohort.reached, cohort.entered) if cohort else (0, 0)), kpi.target, kpi.better)
    else:
        whole, part = material.sizes.get(step, (NOTHING, NOTHING))
        reading = judge.judge_plain(measured(part, kpi.measure), measured(whole, kpi.measure), kpi.target, kpi.better)
    return judge.with_cohort(reading, cohort.skipped if cohort else 0, running.get(step, False))


def _snapshot(kpi: Conversion, material: Material) -> Reading:
    return judge.judge_plain(
        material.stood((kpi.to_stage,)).count, material.stood((kpi.from_stage,)).count, kpi.target, kpi.better
    )


def _other(kpi: Kpi, material: Material, look: Lens, increase: int | None) -> Reading:
    if isinstance(kpi, StageShare):
        counts = [material.stood(stages).count for stages in (kpi.numerator, kpi.denominator)]
        return judge.judge_share(counts[0], counts[1], kpi.target, kpi.better)
    if isinstance(kpi, Duration):
        days = material.days.get((kpi.from_stage, kpi.to_stage))
        return judge.judge_duration(days.days if days else {}, days.skipped if days else 0, kpi.target, kpi.better)
    if isinstance(kpi, Churn):
        held = sum(one.count for one in material.eve.values())
        return judge.judge_share(material.churned, held, judge.for_period(kpi.target, look.period), kpi.better)
    if isinstance(kpi, Coverage) and kpi.of == "volume_increase":
        return judge.judge_plain(measured(material.stood(kpi.stages), kpi.measure), increase, kpi.target, kpi.better)
    if isinstance(kpi, ClockKept):
        return judge.judge_share(*material.clocks.get(kpi.clock, (0, 0)), kpi.target, kpi.better)
    if (missing := missing_for(kpi)) or isinstance(kpi, Coverage | Conversion):
        return judge.waits_for(missing, kpi.target, kpi.better)
    if isinstance(kpi, ActivityRate):
        within = until(look.period, look.at)
        person_days = material.people * working_days_in(within.start, within.end) if within else 0
        return judge.judge_plain(_fact(kpi.fact, material), person_days, kpi.target, kpi.better)
    if isinstance(kpi, Ratio):
        return _ratio(kpi, material)
    return judge.judge_total(_fact(kpi.fact, material), kpi.target, kpi.better)


def _ratio(kpi: Ratio, material: Material) -> Reading:
    above, below = _fact(kpi.numerator, material), _fact(kpi.denominator, material)
    if kpi.is_share and kpi.numerator.measure != "minutes":  # minutes are no cases: an hour is not sixty of them
        return judge.judge_share(above, below, kpi.target, kpi.better)
    return judge.judge_plain(above, below, kpi.target, kpi.better)


def _fact(fact: Fact, material: Material) -> int:
    return measured(material.facts.get(fact, NOTHING), fact.measure)


def measured(sums: Sums, measure: str) -> int:
    """Minutes stand where a count does: of a fact there is one number."""
    return int(getattr(sums, "count" if measure == "minutes" else measure))


def missing_for(kpi: Kpi) -> str:
    """The part of Xiaolu whose records a figure still waits for; '' when everything it needs is recorded."""
    if isinstance(kpi, Coverage) and kpi.of != "volume_increase":
        return "delivery"
    return next((fact.recorded_by for fact in kpi.facts if not FACTS[fact.code].recorded), "")


def codes(by: By, keys: Iterable[Key]) -> dict[Key, str]:
    """How keys are written outside: login, team code, industry code …; '' for none."""
    return _called(by, keys, "login" if by == "person" else "code")


def names(by: By, keys: Iterable[Key]) -> dict[Key, str]:
    """How keys are called on a page; '' for none."""
    if by == "growth":
        return {key: str(GROWTH.get(str(key), "")) for key in keys}
    return _called(by, keys, "name")


def _called(by: By, keys: Iterable[Key], field: str) -> dict[Key, str]:
    every = list(keys)
    wanted = [key for key in every if isinstance(key, int) and key]
    known: dict[Key, str] = {}
    if by in MODELS and wanted:
        known = dict(MODELS[by].objects.filter(pk__in=wanted).values_list("pk", field))  # type: ignore[attr-defined]
    return {key: key if isinstance(key, str) else known.get(key, "") for key in every}


def as_json(found: Readings, by: By) -> list[dict[str, Any]]:
    """Rows of `{"key", "kpis": {code: {...}}}`, ordered by key; rows with only zeros are left out."""
    written = codes(by, found)
    rows = [
        {"key": written[key], "kpis": {code: one_as_json(reading) for code, reading in kpis.items()}}
        for key, kpis in found.items()
        if not all(reading.is_nothing for reading in kpis.values())
    ]
    return sorted(rows, key=lambda row: str(row["key"]))


def one_as_json(reading: Reading) -> dict[str, Any]:
    """Unrounded; what belongs to one kind of figure only is there only for it."""
    always = ("value", "numerator", "denominator", "target", "low", "high", "status")
    shown = {name: getattr(reading, name) for name in always}
    if reading.n is not None:
        shown |= {name: getattr(reading, name) for name in ("mean", "median", "p80", "n", "skipped")}
    if reading.running is not None:
        shown |= {"running": reading.running, "skipped": reading.skipped}
    return shown | ({"needs": reading.needs} if reading.needs else {})


def report(look: Lens, by: By = "total") -> dict[str, Any]:
    """The document that `xiaolu kpis --json` prints."""
    return {
        "method": look.method.code,
        "at": look.at.isoformat(),
        "from": look.period.start.isoformat(),
        "to": look.period.end.isoformat(),
        "by": by,
        "rows": as_json(readings(look, by), by),
    }
