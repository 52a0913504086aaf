"""The weekly pack 阶段性回顾 as a document of plain values: made once, kept with the meeting, read by page and files alike.

It holds ids and numbers, names only where they belong to the method (in both languages): people, customers and deals are
named when it is read, as far as the reader may see them. Sums are [count, amount, volume].
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import translation

from xiaolu.activities.queries import plans
from xiaolu.domain.diagnosis import Diagnosis
from xiaolu.domain.kpi import Reading
from xiaolu.domain.method import Kpi, Text
from xiaolu.domain.periods import Period, twelve_months_to, week_ends
from xiaolu.insight import wording
from xiaolu.insight.queries.overview import Line, Overview, overview
from xiaolu.insight.queries.readings import Lens, readings_of
from xiaolu.insight.queries.scopes import Scope
from xiaolu.methods.models import Method
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import ageing, stays, win_loss
from xiaolu.pipeline.queries.history import rows_of_change
from xiaolu.pipeline.queries.sums import Flow, Sums, flow, standing

FORM = 1  # of the document; raise it when a part gets another shape
MOST = 60  # deals named in one list
WEEKS = 8
TRENDS = 2
NAMED = ("won", "lost", "new", "reopened", "pushed_out", "pulled_in")
PLANS = 6

Pack = dict[str, Any]


def lens_of(method: Method, scope: Scope, at: date) -> Lens:
    """The figures of a scope on a day, over the twelve months before it."""
    return Lens(method, at, twelve_months_to(at), scope)


def document(look: Lens, since: date, now: date, *, live: bool = True) -> Pack:
    """The pack of a scope as of `look.at`, its changes from `since` on. What is open today is told of `now` only.

    Without `live` nothing but what the ledger holds: enough to count the numbers again.
    """
    found, period = overview(look, "person"), Period(min(since, look.at), look.at)
    frame = look.frame()
    recent = now - look.at <= timedelta(days=1)
    return {
        "form": FORM, "method": look.method.code, "scope": look.scope.code, "at": look.at.isoformat(),
        "since": period.start.isoformat(), "made_on": now.isoformat(),
        "flow": _flow(flow(frame, period).get("total", Flow())),
        "standing": {stage: _sums(sums) for stage, sums in standing(frame, look.at).get("total", {}).items()},
        **_figures(look, found),
        "main": found.main.code if found.main else "",
        "people": [_line(look, line) for line in found.lines if isinstance(line.key, int) and line.key],
        "trend": _trend(look, found),
        "deals": {name: _moved(look, period, name) for name in NAMED},
        "lost": _lost(look, period),
        "late": _late(look),
        "fizzled": _fizzled(look, now) if recent and live else None,
        "plans": _plans(look, now, recent=recent) if live else [],
    }  # fmt: skip


def _sums(sums: Sums) -> list[int]:
    return [sums.count, sums.amount, sums.volume]


def _flow(found: Flow) -> Pack:
    return {
        "opening": _sums(found.opening), "closing": _sums(found.closing),
        "changes": {name: _sums(sums) for name, sums in found.changes.items() if sums},
        "moves": {name: _sums(sums) for name, sums in found.moves.items() if sums},
    }  # fmt: skip


def _figures(look: Lens, found: Overview) -> Pack:
    cards = [card for card in (*found.cards, *found.others) if not card.reading.needs]
    return {
        "kpis": [_kpi(card.kpi, card.reading) for card in cards],
        "chain": [
            {**_kpi(link.kpi, link.reading), "from": link.kpi.from_stage, "to": link.kpi.to_stage}
            for link in found.diagnosis.links
        ],
        **_said(look, found.diagnosis),
    }


def _kpi(kpi: Kpi, reading: Reading) -> Pack:
    return {"code": kpi.code, "name": _text(kpi.name), "reading": asdict(reading)}


def _said(look: Lens, diagnosis: Diagnosis) -> Pack:
    """A diagnosis in words of both languages: its verdict, the first cause and advice, the skill cards to train."""
    first = diagnosis.first
    cards = [card for card in look.rules.cards if first and card.code in first.cards]
    return {
        "weakest": diagnosis.weakest.kpi.code if diagnosis.weakest else "",
        "verdict": _both(lambda: wording.verdict(diagnosis, look.rules)[0]),
        "tone": wording.verdict(diagnosis, look.rules)[1],
        "cause": _text(first.causes[0]) if first else None,
        "advice": _text(first.advices[0]) if first and first.advices else None,
        "cards": [_text(card.name) for card in cards],
    }


def _line(look: Lens, line: Line) -> Pack:
    return {
        "person": line.key,
        "counts": {column.name: count for column, count in line.counts},
        "main": asdict(line.main) if line.main else None,
        "links": {link.kpi.code: asdict(link.reading) for link in line.diagnosis.links},
        **_said(look, line.diagnosis),
    }


def _trend(look: Lens, found: Overview) -> Pack:
    """The first figures with a target at the end of each of the last weeks; each week is gathered once."""
    kpis = [card.kpi for card in found.cards][:TRENDS] or [link.kpi for link in found.diagnosis.links][:TRENDS]
    days = list(week_ends(look.at, WEEKS)) if kpis else []
    read = [readings_of(look.on(day), kpis) for day in days]
    return {
        "days": [day.isoformat() for day in days],
        "values": {kpi.code: [one[kpi.code].value for one in read] for kpi in kpis},
    }


def _moved(look: Lens, period: Period, name: str) -> list[list[Any]]:
    rows = rows_of_change(look.frame(), period, name, limit=MOST)
    return [[one.opportunity, one.day.isoformat(), abs(one.amount), abs(one.volume)] for one in rows]


def _lost(look: Lens, period: Period) -> Pack:
    lines = win_loss.win_loss(look.frame(), period, "reason")
    rows = win_loss.closed_rows(look.frame(), period, kind="lost", limit=MOST)
    return {
        "reasons": [[line.key, *_sums(line.lost)] for line in lines if line.lost],
        "rows": [[one.opportunity, one.stage, one.reason, one.competitor, one.amount, one.volume] for one in rows],
    }


def _late(look: Lens) -> Pack:
    found = stays.late_on(look.frame(), look.at)
    counts: dict[str, int] = {}
    for one in found:
        counts[one.stage] = counts.get(one.stage, 0) + 1
    ordered = {stage.code: counts[stage.code] for stage in look.rules.stages if stage.code in counts}
    return {"counts": ordered, "rows": [[one.opportunity, one.stage, one.days] for one in found[:MOST]]}


def _fizzled(look: Lens, now: date) -> Pack:
    """From the live rows: when a next date passed stands in no ledger."""
    rows = Opportunity.objects.filter(_owned(look), method=look.method, withdrawn=False, stage_kind="open")
    rows = rows.filter(ageing.fizzled(look.rules, now)).order_by("stage_since", "pk")
    found: list[tuple[int, str, Any]] = list(rows.values_list("pk", "stage", "stage_since")[:MOST])
    return {"count": rows.count(), "rows": [[pk, stage, (now - since).days] for pk, stage, since in found]}


def _plans(look: Lens, now: date, *, recent: bool) -> list[Pack]:
    first = max(now, look.at + timedelta(days=1)) if recent else look.at + timedelta(days=1)
    found = plans.week_plans(plans.owned_by(owners_of(look)), first, first + timedelta(days=6), most=PLANS)
    due = plans.cards_due(_owned(look), look.method, now, first + timedelta(days=6)) if recent else {}
    people = sorted({*found, *due})
    return [
        {
            "person": person, "planned": found[person].count if person in found else 0,
            "activities": found[person].ids if person in found else [],
            "due": due.get(person, (0, 0))[0] if recent else None, "overdue": due.get(person, (0, 0))[1] if recent else None,
        }
        for person in people
    ]  # fmt: skip


def owners_of(look: Lens) -> list[int] | None:
    """Who belongs to the scope on the report's date; None: everybody."""
    if look.scope.spans is None:
        return None
    day = look.at.toordinal()
    return [span.person for span in look.scope.spans if span.start <= day < span.end]


def _owned(look: Lens) -> Q:
    owners = owners_of(look)
    return Q() if owners is None else Q(owner__in=owners)


def _text(text: Text) -> Mapping[str, str]:
    return {"zh": text.zh, "en": text.en}


def _both(said: Callable[[], str]) -> dict[str, str]:
    """A sentence of ours in both languages."""
    found = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[name] = str(said())
    return found
