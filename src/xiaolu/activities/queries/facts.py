"""Facts that activities record, counted for figures: how many, how long, by whom, per key of a split.

An activity counts for its owner on its day, under the method of its opportunity; one without an opportunity counts under
every method, and the kinds of time are the person's whatever the method. A class (industry, source …) is that of the
opportunity now. Where a method names key activities, one that was recorded under a code counts by its code, one without a
code by its kind. Limited to stages: the opportunity stood in one of them at the end of that day. Withdrawn ones count nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from xiaolu.activities.queries import frequency
from xiaolu.domain.method import FACTS, Fact, Method
from xiaolu.domain.periods import Period
from xiaolu.pipeline.queries.frames import Frame, Span, keyed
from xiaolu.pipeline.queries.sums import Key, _with

TIMES = {
    "time_with_customers": "t1",
    "time_preparing": "t2",
    "time_on_road": "t3",
    "time_rest": "t4",
    "time_logged": "",
}
PLANNED = ("visits_planned", "planned_visits_done")  # these count on the day for which they were planned
DONE = ("activities_done", "calls_done", "visits_done", "visits_person_met", *TIMES)
CLASS_COLUMNS = {"industry": "o.industry_id", "source": "o.source_id", "product": "o.product_id", "growth": "o.growth"}
PER_METHOD = "(a.opportunity_id IS NULL OR o.method_id = %(method)s)"
WITH_CUSTOMERS = (
    "a.state = 'done' AND (o.method_id = %(method)s OR (a.opportunity_id IS NULL AND a.account_id IS NOT NULL))"
)


@dataclass(frozen=True)
class Counted:
    """What people did: each fact's number (minutes for kinds of time), and how many did anything with a customer."""

    numbers: dict[Fact, int]
    people: int = 0


@dataclass(frozen=True)
class Done:
    """One activity behind a figure. Days are ordinals."""

    activity: int
    opportunity: int
    day: int
    minutes: int


def is_recorded(fact: Fact) -> bool:
    """Whether activities record this fact today."""
    return fact.recorded_by == "activities" and FACTS[fact.code].recorded


def counted(frame: Frame, facts: Iterable[Fact], rules: Method, period: Period, at: date) -> dict[Key, Counted]:
    """The facts of a period per key, as they were by the end of a day: one statement for what was done, one for plans,
    one for accounts that got their visits."""
    wanted = [fact for fact in dict.fromkeys(facts) if is_recorded(fact)]
    done = [fact for fact in wanted if fact.code in DONE]
    planned = [fact for fact in wanted if fact.code in PLANNED]
    found: dict[Key, Counted] = {}
    for group, day in ((done, "day"), (planned, "planned_for")):
        for key, people, numbers in _sums(frame, group, rules, period, at, day) if group else ():
            before = found.get(key, Counted({}))
            found[key] = Counted(before.numbers | numbers, before.people or people)
    often = [fact for fact in wanted if fact.code in frequency.FACTS]
    for key, accounts in frequency.counted(frame, often, rules, period).items():
        before = found.get(key, Counted({}))
        found[key] = Counted(before.numbers | accounts, before.people)
    return found


def behind(frame: Frame, fact: Fact, rules: Method, period: Period, at: date, only: Key | None = None) -> list[Done]:
    """The activities that a fact counts, the latest first."""
    day = "planned_for" if fact.code in PLANNED else "day"
    given: dict[str, Any] = _given(frame, period, at)
    where = _is(fact, rules, given)
    narrowed = ""
    if only is not None:
        narrowed, given["only"] = f"AND {_key(frame, None)} = %(only)s", only
    rows = _fetch(
        f"{_with(frame.spans)} SELECT a.id, COALESCE(a.opportunity_id, 0), a.{day}, COALESCE(a.minutes, 0) {_from(frame.spans, day)} "
        f"AND {where} {narrowed} {_since(frame)} ORDER BY a.{day} DESC, a.id DESC",
        given,
    )
    return [Done(*row) for row in rows]


def _sums(
    frame: Frame, facts: list[Fact], rules: Method, period: Period, at: date, day: str
) -> Iterable[tuple[Key, int, dict[Fact, int]]]:
    spans = keyed(frame.spans, frame.by)
    given: dict[str, Any] = _given(frame, period, at)
    sums = ", ".join(f"SUM(CASE WHEN {_is(fact, rules, given)} THEN {_size(fact)} ELSE 0 END)" for fact in facts)
    key = _key(frame, spans)
    people = f"COUNT(DISTINCT CASE WHEN {WITH_CUSTOMERS} THEN a.owner_id END)"
    rows = _fetch(
        f"{_with(spans)} SELECT {key}, {people}, {sums} {_from(spans, day)} {_since(frame)} GROUP BY {key}", given
    )
    for row in rows:
        label: Key = "total" if frame.by == "total" else row[0]
        yield label, int(row[1]), {fact: int(number) for fact, number in zip(facts, row[2:], strict=True)}


def _size(fact: Fact) -> str:
    return "COALESCE(a.minutes, 0)" if fact.code in TIMES else "1"


def _is(fact: Fact, rules: Method, given: dict[str, Any]) -> str:
    """The condition that an activity is one of a fact."""
    if fact.code in TIMES:
        kind = TIMES[fact.code]
        return f"a.state = 'done' AND a.time_kind {f'= {chr(39)}{kind}{chr(39)}' if kind else '<> ' + chr(39) * 2}"
    parts = [PER_METHOD]
    if fact.code in PLANNED:
        parts.append("a.kind = 'visit'")
    if fact.code != "visits_planned":
        parts.append("a.state = 'done' AND a.day <= %(at)s")
    if fact.code in ("visits_done", "visits_person_met"):
        parts.append("a.kind = 'visit'")
    if fact.code == "calls_done":
        parts.append("a.kind = 'call'")
    if fact.code == "visits_person_met":
        parts.append("a.in_charge_met")
    if fact.activities:
        parts.append(_one_of(fact.activities, rules, given))
    if fact.stages:
        parts.append(
            "(SELECT SUM(p.count) FROM pipeline_posting p WHERE p.opportunity = a.opportunity_id AND p.day <= a.day "
            f"AND p.stage IN ({_names('stage', fact.stages, given)})) > 0"
        )
    return " AND ".join(parts)


def _one_of(codes: tuple[str, ...], rules: Method, given: dict[str, Any]) -> str:
    """Recorded under one of these codes of the method; or under none, and of the kind of one of them."""
    kinds = sorted({one.kind for one in rules.activities if one.code in codes})
    named = _names("code", codes, given)
    return f"(a.key_activity IN ({named}) OR (a.key_activity = '' AND a.kind IN ({_names('kind', kinds, given)})))"


def _names(name: str, values: Iterable[str], given: dict[str, Any]) -> str:
    """Placeholders for some values, which are put beside the others."""
    places = []
    for value in values:
        place = f"{name}_{len(given)}"
        given[place] = value
        places.append(f"%({place})s")
    return ", ".join(places) or "NULL"


def _from(spans: tuple[Span, ...] | None, day: str) -> str:
    span = "" if spans is None else (
        f"JOIN span ON a.owner_id = span.person AND a.{day} >= span.first AND a.{day} < span.until "
    )  # fmt: skip
    return (
        f"FROM activities_activity a {span}LEFT JOIN pipeline_opportunity o ON o.id = a.opportunity_id "
        f"WHERE NOT a.withdrawn AND a.{day} BETWEEN %(start)s AND %(end)s AND a.{day} <= %(at)s"
    )


def _key(frame: Frame, spans: tuple[Span, ...] | None) -> str:
    if column := CLASS_COLUMNS.get(frame.by):
        return f"COALESCE({column}, {chr(39) * 2 if frame.by == 'growth' else 0})"
    if spans is not None:
        return "span.key"
    return "a.owner_id" if frame.by == "person" else "0 * a.owner_id"  # GROUP BY takes no bare number


def _since(frame: Frame) -> str:
    if not frame.entered_since:
        return ""
    return (
        "AND a.opportunity_id IN (SELECT opportunity FROM pipeline_passage WHERE method = %(method)s "
        f"GROUP BY opportunity HAVING MIN(day) >= {frame.entered_since.toordinal()})"
    )


def _given(frame: Frame, period: Period, at: date) -> dict[str, Any]:
    days = {"start": period.start.toordinal(), "end": period.end.toordinal(), "at": at.toordinal()}
    return {"method": frame.method.pk, **days}


def _fetch(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        return list(cursor.fetchall())
