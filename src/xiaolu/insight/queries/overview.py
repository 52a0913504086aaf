"""All that the page of a method's figures shows, read together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from xiaolu.activities.queries.facts import counted
from xiaolu.domain.diagnosis import Diagnosis, chain_of, diagnose
from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import ActivityRate, Conversion, Kpi, Method, StageShare
from xiaolu.domain.periods import Period, months_before
from xiaolu.insight.queries.diagnoses import company_medians, concentrations, diagnosis_of, signs_of
from xiaolu.insight.queries.figures import snapshot_of, standing
from xiaolu.insight.queries.materials import Material, gather, merged, until
from xiaolu.insight.queries.readings import Lens, names, read_all, readings_of, snapshot_code
from xiaolu.org import queries as org
from xiaolu.pipeline.queries.frames import By
from xiaolu.pipeline.queries.sums import Flow, Key, flow


@dataclass(frozen=True)
class Card:
    kpi: Kpi
    reading: Reading


@dataclass(frozen=True)
class Column:
    """A count beside every row: of one open stage, or of all that are won."""

    stages: tuple[str, ...]

    @property
    def name(self) -> str:
        return "+".join(self.stages)

    @property
    def figure(self) -> str:
        return f"standing:{','.join(self.stages)}"


@dataclass(frozen=True)
class Line:
    """One row of the split."""

    key: Key
    name: str
    sub: str
    counts: tuple[tuple[Column, int], ...]
    main: Reading | None
    diagnosis: Diagnosis


@dataclass(frozen=True)
class Overview:
    cards: list[Card] = field(default_factory=list)
    others: list[Card] = field(default_factory=list)
    snapshots: Mapping[str, Card] = field(default_factory=dict)
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    places: Mapping[str, tuple[str, Reading]] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    main: Kpi | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read at all."""
        return not self.lines and all(card.reading.is_nothing for card in (*self.cards, *self.others))


def overview(look: Lens, by: By) -> Overview:
    """Figures of the scope, their diagnosis, and the rows of a split with their own."""
    rules = look.rules
    columns = standing(rules, tuple(dict.fromkeys(code for one in columns_of(rules) for code in one.stages)))
    materials = gather(look.frame(by), [*rules.kpis, columns], rules, look.at, look.period)
    whole: dict[Key, Material] = {"total": merged(materials.values())} if materials else {}
    if whole and by != "person":
        whole["total"].people = people_active(look)  # one person works in several classes
    found = read_all(look, rules.kpis, whole, "total").get("total") or readings_of(look)
    diagnosis = diagnosis_of(look, found)
    shown = [Card(kpi, found[kpi.code]) for kpi in rules.kpis if kpi not in chain_of(rules)]
    main = [card for card in shown if card.reading.target is not None and not card.reading.needs]
    places = concentrations(look, diagnosis.weakest, {by: materials}) if diagnosis.weakest else {}
    return Overview(
        cards=main,
        others=[card for card in shown if card not in main],
        snapshots=_snapshots(rules, found),
        diagnosis=diagnosis,
        places={place: (names(place, [key])[key], reading) for place, (key, reading) in places.items()},
        columns=columns_of(rules),
        main=main_of(rules),
        lines=_lines(look, by, materials),
    )


def people_active(look: Lens) -> int:
    """How many people of the scope did anything with customers; 0 where no figure asks for it."""
    rates, within = [kpi.fact for kpi in look.rules.kpis if isinstance(kpi, ActivityRate)], until(look.period, look.at)
    found = counted(look.frame(), rates[:1], look.rules, within, look.at) if rates and within else {}
    return found["total"].people if "total" in found else 0


def _snapshots(rules: Method, found: Mapping[str, Reading]) -> dict[str, Card]:
    """Beside each conversion the plain ratio, by the conversion's code."""
    counted = [kpi for kpi in rules.kpis if isinstance(kpi, Conversion) and kpi.is_share]
    return {kpi.code: Card(snapshot_of(kpi), found[snapshot_code(kpi)]) for kpi in counted}


def main_of(rules: Method) -> Kpi | None:
    """The figure that stands beside every row: the share of stages, else the first counted conversion."""
    shares: list[Kpi] = [kpi for kpi in rules.kpis if isinstance(kpi, StageShare)]
    return next(iter([*shares, *chain_of(rules)]), None)


def columns_of(rules: Method) -> tuple[Column, ...]:
    """Each open stage of the main share (or of the method), then what is won and paid together."""
    main = main_of(rules)
    counted = main.denominator if isinstance(main, StageShare) else rules.codes
    opened = [code for code in rules.of_kind("open") if code in counted and not rules.stage(code).retired]
    won = tuple(code for code in rules.of_kind("won", "paid") if not rules.stage(code).retired)
    return (*(Column((code,)) for code in opened), Column(won))


def _lines(look: Lens, by: By, materials: Mapping[Key, Material]) -> list[Line]:
    rules, columns, main = look.rules, columns_of(look.rules), main_of(look.rules)
    read = read_all(look, rules.kpis, materials, by)
    medians, called = company_medians(look), names(by, read)
    people = [key for key in read if isinstance(key, int) and key] if by == "person" else []
    teams = org.home_teams(people, look.at)
    lines = []
    for key, found in read.items():
        if all(reading.is_nothing for reading in found.values()):
            continue
        material = materials.get(key) or Material()
        counts = tuple((column, material.stood(column.stages).count) for column in columns)
        diagnosis = diagnose(rules, found, medians)
        if key in teams and diagnosis.first and diagnosis.first.rule.signs:
            mates = [one for one in people if teams.get(one) == teams[int(key)]]
            beside: dict[Key, Material] = {one: materials.get(one) or Material() for one in mates}
            diagnosis = diagnose(rules, found, medians, signs_of(key, beside, diagnosis.first.rule.signs))
        sub = teams[int(key)].name if key in teams else ""
        lines.append(Line(key, called.get(key, ""), sub, counts, found[main.code] if main else None, diagnosis))
    return sorted(lines, key=lambda line: (not line.key, -sum(count for _, count in line.counts), str(line.key)))


def recent_flow(look: Lens, span: str) -> tuple[Flow, Period]:
    """The waterfall of the last week or month up to the report's date."""
    start = months_before(look.at, 1) if span == "month" else look.at - timedelta(days=7)
    period = Period(start + timedelta(days=1), look.at)
    return flow(look.frame(), period).get("total", Flow()), period
