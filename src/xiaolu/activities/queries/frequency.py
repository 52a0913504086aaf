"""Which accounts were to be visited in a period, and which of them got their visits: two facts for figures.

An account counts for whoever owned it on the period's last day, with the grade that it had on that day; one without owner,
without a grade of which the method says how often, archived or merged counts nowhere. Contacts count whoever had them and
under whatever method: the customer was visited. Accounts have no product and no growth: split by these, all are in one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from xiaolu.domain.frequency import Frequency, frequencies
from xiaolu.domain.method import Fact, Method
from xiaolu.domain.periods import Period
from xiaolu.pipeline.queries.frames import Frame, Span, keyed
from xiaolu.pipeline.queries.sums import Key, _with

TO_VISIT, ENOUGH = "accounts_to_visit", "accounts_visited_enough"
FACTS = (TO_VISIT, ENOUGH)
CLASS_COLUMNS = {
    "industry": "COALESCE(a.industry_id, 0)",
    "source": "COALESCE(a.source_id, 0)",
    "product": "0",
    "growth": "''",
}
THERE = "NOT a.archived AND a.merged_into_id IS NULL"


@dataclass(frozen=True)
class Visited:
    """One account that was to be visited: its owner and grade on the day, how many contacts were due and how many it got."""

    account: int
    owner: int
    grade: str
    due: int
    done: int


def counted(frame: Frame, facts: Iterable[Fact], rules: Method, period: Period) -> dict[Key, dict[Fact, int]]:
    """How many accounts per key of the frame's split, in one statement; nothing where the method says no frequency."""
    wanted, often = list(facts), frequencies(rules, period)
    if not wanted or not often:
        return {}
    spans = keyed(frame.spans, frame.by)
    given = _given(frame, period)
    inner = _accounts(frame, spans, often, given)
    rows = _fetch(
        f"{_with(spans)} SELECT f.key, COUNT(*), SUM(CASE WHEN f.done >= f.due THEN 1 ELSE 0 END) "
        f"FROM ({inner}) f GROUP BY f.key",
        given,
    )
    found: dict[Key, dict[Fact, int]] = {}
    for key, every, enough in rows:
        label: Key = "total" if frame.by == "total" else key
        found[label] = {fact: int(every if fact.code == TO_VISIT else enough) for fact in wanted}
    return found


def behind(frame: Frame, fact: Fact, rules: Method, period: Period, only: Key | None = None) -> list[Visited]:
    """The accounts that a fact counts, those that lack most first."""
    often = frequencies(rules, period)
    if not often:
        return []
    spans = keyed(frame.spans, frame.by)
    given = _given(frame, period)
    wheres = ["f.done >= f.due"] if fact.code == ENOUGH else []
    if only is not None:
        wheres.append("f.key = %(only)s")
        given["only"] = only
    where = f"WHERE {' AND '.join(wheres)}" if wheres else ""
    rows = _fetch(
        f"{_with(spans)} SELECT f.id, f.owner, f.grade, f.due, f.done FROM ({_accounts(frame, spans, often, given)}) f "
        f"{where} ORDER BY f.due - f.done DESC, f.id",
        given,
    )
    return [Visited(*row) for row in rows]


def _accounts(frame: Frame, spans: tuple[Span, ...] | None, often: tuple[Frequency, ...], given: dict[str, Any]) -> str:
    """Every account that was to be visited: id, owner, key, grade, due, done."""
    due, done = [], []
    for place, one in enumerate(often):
        given |= {f"grade_{place}": one.grade, f"due_{place}": one.due, f"first_{place}": one.first.toordinal()}
        given |= {f"kind_{place}_{number}": kind for number, kind in enumerate(one.kinds)}
        kinds = ", ".join(f"%(kind_{place}_{number})s" for number in range(len(one.kinds)))
        due.append(f"WHEN %(grade_{place})s THEN %(due_{place})s")
        done.append(
            f"WHEN %(grade_{place})s THEN (SELECT COUNT(*) FROM activities_activity v WHERE v.account_id = g.id "
            f"AND v.state = 'done' AND NOT v.withdrawn AND v.kind IN ({kinds}) "
            f"AND v.day BETWEEN %(first_{place})s AND %(at)s)"
        )
    grades = ", ".join(f"%(grade_{place})s" for place in range(len(often)))
    return (
        f"SELECT g.id, g.owner, g.key, g.grade, CASE g.grade {' '.join(due)} END AS due, "
        f"CASE g.grade {' '.join(done)} END AS done FROM ({_graded(frame, spans)}) g WHERE g.grade IN ({grades})"
    )


def _graded(frame: Frame, spans: tuple[Span, ...] | None) -> str:
    """Accounts with the owner and the grade of the day: those nobody handed over since, and those that were."""
    grade = (
        "(SELECT c.grade FROM customers_grade c WHERE c.account_id = a.id AND c.day <= %(at)s "
        "ORDER BY c.day DESC, c.id DESC LIMIT 1) AS grade"
    )
    since = "SELECT 1 FROM customers_handover later WHERE later.account_id = a.id AND later.day > %(at)s"
    parts = (
        ("a.owner_id", "", f"NOT EXISTS ({since})"),
        ("h.before_id", "JOIN customers_handover h ON h.account_id = a.id",
         f"h.day > %(at)s AND NOT EXISTS ({since} AND later.id < h.id)"),
    )  # fmt: skip
    found = []
    for owner, handed, which in parts:
        span = "" if spans is None else (
            f"JOIN span ON {owner} = span.person AND %(at)s >= span.first AND %(at)s < span.until"
        )  # fmt: skip
        found.append(
            f"SELECT a.id, {owner} AS owner, {_key(frame, spans, owner)} AS key, {grade} FROM customers_account a "
            f"{handed} {span} WHERE {THERE} AND {owner} IS NOT NULL AND {which} {_entered(frame)}"
        )
    return " UNION ALL ".join(found)


def _key(frame: Frame, spans: tuple[Span, ...] | None, owner: str) -> str:
    if column := CLASS_COLUMNS.get(frame.by):
        return column
    if spans is not None:
        return "span.key"
    return owner if frame.by == "person" else "0"


def _entered(frame: Frame) -> str:
    if not frame.entered_since:
        return ""
    return (
        "AND a.id IN (SELECT o.account_id FROM pipeline_opportunity o WHERE o.id IN (SELECT opportunity "
        "FROM pipeline_passage WHERE method = %(method)s GROUP BY opportunity "
        f"HAVING MIN(day) >= {frame.entered_since.toordinal()}))"
    )


def _given(frame: Frame, period: Period) -> dict[str, Any]:
    return {"method": frame.method.pk, "at": period.end.toordinal()}


def _fetch(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
