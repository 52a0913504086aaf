"""A pack as its reader may see it: with names, without what is hidden, every number with the address that says why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from xiaolu.activities.access import visible_to as visible_activities
from xiaolu.activities.models import Activity
from xiaolu.desk.pack.lines import DealLine, Deals, KpiLine, PersonLine, PlanLine, Sized, Told, Trend
from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import Conversion, Kpi, tells_amounts
from xiaolu.insight import wording
from xiaolu.insight.queries.figures import figure
from xiaolu.methods.queries import rules_of, shades
from xiaolu.org.models import Person
from xiaolu.org.queries import company
from xiaolu.pipeline.access import visible_to
from xiaolu.pipeline.figure_links import figure_link
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.sums import CHANGES, MOVES
from xiaolu.pipeline.words import CHANGE_NAMES, reason_named

Pack = Mapping[str, Any]
FIRST_REASONS = 3


class Reader:
    """What telling needs at every step: whose pack it is, who reads it, in which language."""

    def __init__(self, user: Person | None, pack: Pack, method: Any) -> None:
        """`user` None: all rights, as on the command line."""
        self.user, self.pack, self.rules = user, pack, rules_of(method)
        self.amounts = not (user and user.hides("amounts"))
        self.language = get_language() or "zh-hans"
        self.at, self.since = date.fromisoformat(pack["at"]), date.fromisoformat(pack["since"])
        self.digits = company().digits
        self.unit = self.rules.volume.measure if self.rules.volume else ""

    def into(self, text: Mapping[str, str] | None) -> str:
        return "" if text is None else text["en" if self.language == "en" else "zh"]

    def link(self, code: str, **more: object) -> str:
        return figure_link(self.pack["method"], code, scope=self.pack["scope"], **more)

    def standing(self, code: str, **more: object) -> str:
        return self.link(code, at=self.at, **more)

    def change(self, code: str, **more: object) -> str:
        return self.link(code, start=self.since, end=self.at, **more)

    def kpi(self, code: str) -> Kpi | None:
        """The figure as the method has it now; None when it has it no more, or tells what is hidden."""
        try:
            found = figure(self.rules, code)
        except KeyError:
            return None
        return None if not self.amounts and tells_amounts(found) else found

    def stage(self, code: str) -> str:
        return f"{code} {self.rules.stage(code).name.into(self.language)}" if code in self.rules.codes else code

    def deals(self, ids: Iterable[int]) -> dict[int, Opportunity]:
        """Those of some deals that the reader sees, in one query."""
        rows: QuerySet[Opportunity] = Opportunity.objects.filter(withdrawn=False)
        rows = rows if self.user is None else visible_to(self.user)
        return rows.select_related("account", "owner").in_bulk(list(set(ids)))

    def activities(self, ids: Iterable[int]) -> dict[int, Activity]:
        wanted = list(set(ids))
        rows = Activity.objects.filter(withdrawn=False) if self.user is None else visible_activities(self.user)
        return rows.select_related("account", "owner").in_bulk(wanted) if wanted else {}


def told(user: Person | None, pack: Pack, method: Any) -> Told:
    """The pack of a method as a person may see it (None: everything). The scope has to be the reader's: see access."""
    it = Reader(user, pack, method)
    seen = it.deals(_ids(pack))
    names = dict(Person.objects.filter(pk__in=_people(pack)).values_list("pk", "name"))
    changes = _changes(it)
    measure = next((m for m in ("amount", "volume") if any(getattr(one, m) for one in changes)), "count")
    main = next((kpi for kpi in it.rules.kpis if pack["people"] and kpi.code == pack.get("main")), None)
    return Told(
        rules=it.rules, scope=pack["scope"], at=it.at, since=it.since, measure=measure, changes=changes, moves=_moves(it),
        funnel=_funnel(it), kpis=_kpis(it, pack["kpis"]), chain=_kpis(it, pack["chain"]), weakest=_weakest(it),
        cause=it.into(pack["cause"]), advice=it.into(pack["advice"]), cards=[it.into(card) for card in pack["cards"]],
        trends=_trends(it), people=_lines(it, names, main), columns=list(next((p["counts"] for p in pack["people"]), {})),
        main_name=wording.named(main.name) if main else "", deals=_groups(it, seen), reasons=_reasons(it),
        lost=_lost(it, seen), late_counts=[(it.stage(code), n) for code, n in pack["late"]["counts"].items()],
        late=_stuck(it, seen, "late", gettext("Too long in the stage"), pack["late"], sum(pack["late"]["counts"].values())),
        fizzled=_stuck(it, seen, "fizzled", gettext("Fizzled out"), pack["fizzled"], pack["fizzled"]["count"]) if pack["fizzled"] else None,
        plans=_plans(it, names), amounts=it.amounts, unit=it.unit,
    )  # fmt: skip


def _ids(pack: Pack) -> set[int]:
    stuck = [*pack["late"]["rows"], *(pack["fizzled"] or {"rows": []})["rows"], *pack["lost"]["rows"]]
    return {row[0] for rows in (*pack["deals"].values(), stuck) for row in rows}


def _people(pack: Pack) -> set[int]:
    return {line["person"] for line in (*pack["people"], *pack["plans"])}


def _sized(it: Reader, name: str, label: str, sums: Sequence[int], href: str, ramp: str = "") -> Sized:
    return Sized(label, name, sums[0], sums[1] if it.amounts else None, sums[2], href, ramp)


def _changes(it: Reader) -> list[Sized]:
    flow = it.pack["flow"]
    every = {"opening": flow["opening"], **{n: flow["changes"][n] for n in CHANGES if n in flow["changes"]}}
    every["closing"] = flow["closing"]
    return [_sized(it, n, str(CHANGE_NAMES[n]), sums, it.change(f"change:{n}")) for n, sums in every.items()]


def _moves(it: Reader) -> list[Sized]:
    moves = it.pack["flow"]["moves"]
    return [_sized(it, n, str(CHANGE_NAMES[n]), moves[n], it.change(f"change:{n}")) for n in MOVES if n in moves]


def _funnel(it: Reader) -> list[Sized]:
    shown = [stage for stage in it.rules.stages if stage.kind != "lost" and not stage.retired]
    ramps, nothing = shades(it.rules), [0, 0, 0]
    return [
        _sized(it, one.code, it.stage(one.code), it.pack["standing"].get(one.code, nothing),
               it.standing(f"standing:{one.code}"), ramps[one.code])
        for one in shown
    ]  # fmt: skip


def _kpis(it: Reader, lines: Iterable[Pack]) -> list[KpiLine]:
    found = []
    for line in lines:
        kpi, reading = it.kpi(line["code"]), Reading(**line["reading"])
        if kpi is None:
            continue
        found.append(KpiLine(
            line["code"], it.into(line["name"]), reading, wording.value(kpi, reading.value, it.digits),
            wording.target(kpi, reading), wording.quotient(kpi, reading, it.digits, it.unit), wording.status(reading),
            wording.tone(reading), it.standing(line["code"]), wording.is_percent(kpi), (line.get("from", ""), line.get("to", "")),
        ))  # fmt: skip
    return found


def _weakest(it: Reader) -> str:
    return next((it.into(one["name"]) for one in it.pack["chain"] if one["code"] == it.pack["weakest"]), "")


def _trends(it: Reader) -> list[Trend]:
    trend, found = it.pack["trend"], []
    readings = {one["code"]: one["reading"] for one in (*it.pack["kpis"], *it.pack["chain"])}
    for code, values in trend["values"].items():
        if kpi := it.kpi(code):
            target = readings.get(code, {}).get("target")
            found.append(Trend(wording.named(kpi.name), wording.is_percent(kpi), trend["days"], values, target))
    return found


def _lines(it: Reader, names: Mapping[int, str], main: Kpi | None) -> list[PersonLine]:
    shown = main if main and it.kpi(main.code) else None
    lines = []
    for one in it.pack["people"]:
        part = {"by": "person", "key": one["person"]}
        counts = [
            (column, n, it.standing(f"standing:{column.replace('+', ',')}", **part))
            for column, n in one["counts"].items()
        ]
        value = wording.value(shown, one["main"]["value"], it.digits) if shown and one["main"] else ""
        links = []
        for code, reading in one["links"].items():
            kpi = it.kpi(code)
            if isinstance(kpi, Conversion):
                read = Reading(**reading)
                links.append((f"{kpi.from_stage}→{kpi.to_stage}", wording.value(kpi, read.value), wording.tone(read)))  # type: ignore[attr-defined]
        lines.append(PersonLine(
            names.get(one["person"], "—"), counts, value, it.standing(shown.code, **part) if shown else "", links,
            it.into(one["verdict"]), one["tone"], it.into(one["cause"]), [it.into(card) for card in one["cards"]],
        ))  # fmt: skip
    return lines


def _groups(it: Reader, seen: Mapping[int, Opportunity]) -> list[Deals]:
    groups = []
    for name, rows in it.pack["deals"].items():
        if not rows:
            continue
        lines = [
            DealLine(seen[pk], day, amount if it.amounts else None, volume)
            for pk, day, amount, volume in rows
            if pk in seen
        ]
        sums = it.pack["flow"]["changes"].get(name, [0, 0, 0])
        count = abs(sums[0]) or len(rows)
        groups.append(Deals(name, str(CHANGE_NAMES[name]), count, lines, it.change(f"change:{name}")))
    return groups


def _reasons(it: Reader) -> list[Sized]:
    return [
        _sized(it, code, reason_named(it.rules, code) if code else gettext("none or not known"), sums,
               it.change("closed:lost", by="reason", key=code))
        for code, *sums in it.pack["lost"]["reasons"]
    ]  # fmt: skip


def _lost(it: Reader, seen: Mapping[int, Opportunity]) -> Deals:
    rows = it.pack["lost"]["rows"]
    first = [code for code, *_sums in it.pack["lost"]["reasons"]][:FIRST_REASONS]
    rows = sorted(rows, key=lambda row: first.index(row[2]) if row[2] in first else FIRST_REASONS)
    lines = [
        DealLine(seen[pk], "", amount if it.amounts else None, volume, it.stage(stage), None,
                 reason_named(it.rules, reason) if reason else "", competitor)
        for pk, stage, reason, competitor, amount, volume in rows
        if pk in seen
    ]  # fmt: skip
    count = sum(sums[0] for _code, *sums in it.pack["lost"]["reasons"])
    return Deals("lost", gettext("Lost"), count, lines, it.change("closed:lost"))


def _stuck(it: Reader, seen: Mapping[int, Opportunity], name: str, label: str, part: Pack, count: int) -> Deals:
    lines = [
        DealLine(seen[pk], stage=it.stage(stage), days=days, amount=seen[pk].amount if it.amounts else None, volume=seen[pk].volume)
        for pk, stage, days in part["rows"]
        if pk in seen
    ]  # fmt: skip
    return Deals(name, label, count, lines)


def _plans(it: Reader, names: Mapping[int, str]) -> list[PlanLine]:
    found = it.activities(pk for line in it.pack["plans"] for pk in line["activities"])
    return [
        PlanLine(line["person"], names.get(line["person"], "—"), line["planned"], line["due"], line["overdue"],
                 [found[pk] for pk in line["activities"] if pk in found])
        for line in it.pack["plans"]
    ]  # fmt: skip
