"""Reports by industry, source and competitor: what is open, what was won and lost, how fast, with which certainty."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, Sum

from xiaolu.customers.models import Industry
from xiaolu.domain.kpi import Reading, judge_share
from xiaolu.domain.method import Duration
from xiaolu.domain.method import Method as Rules
from xiaolu.insight.queries.readings import Lens, names, readings
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries import sums, win_loss
from xiaolu.pipeline.queries.frames import By
from xiaolu.pipeline.queries.sums import NOTHING, Key, Sums

DIMENSIONS: tuple[By, ...] = ("industry", "source")
MOST = 100  # competitors that are listed


@dataclass(frozen=True)
class ClassLine:
    """One industry or source; `share`: won ÷ closed, beside the share of all; `days`: the method's first duration."""

    key: Key
    name: str
    open: Sums = NOTHING
    won: Sums = NOTHING
    lost: Sums = NOTHING
    share: Reading = field(default_factory=Reading)
    days: Reading | None = None
    accounts: int = 0


@dataclass(frozen=True)
class ClassReport:
    lines: list[ClassLine]
    total: ClassLine
    days: Duration | None


@dataclass(frozen=True)
class RivalLine:
    """A competitor, or (with an industry) its part there: named in open deals, won against, lost to."""

    name: str
    industry: int = 0
    industry_name: str = ""
    open: Sums = NOTHING
    won: Sums = NOTHING
    lost: Sums = NOTHING
    share: Reading = field(default_factory=Reading)

    @property
    def met(self) -> int:
        return self.open.count + self.won.count + self.lost.count


def duration_of(rules: Rules) -> Duration | None:
    """The duration that stands in reports: the first that the method names."""
    return next((kpi for kpi in rules.kpis if isinstance(kpi, Duration)), None)


def by_class(look: Lens, by: By, live: QuerySet[Opportunity]) -> ClassReport:
    """The report of one dimension. `live`: the rows as they are now, whose customers are counted."""
    dimension = next(one for one in win_loss.DIMENSIONS if one == by)
    frame, opened = look.frame(), look.rules.of_kind("open")
    standing = sums.standing(look.frame(by), look.at)
    closed = {line.key: line for line in win_loss.win_loss(frame, look.period, dimension)}
    days = duration_of(look.rules)
    timed = {key: found[days.code] for key, found in readings(look, by, [days]).items()} if days else {}
    accounts = live.filter(account__isnull=False).order_by().values_list(f"{by}_id")
    counts = {key or 0: n for key, n in accounts.annotate(n=Count("account", distinct=True))}
    whole = win_loss.total(frame, look.period)
    keys = {*standing, *closed, *timed}
    called = names(by, keys)
    lines = []
    for key in keys:
        one = closed.get(key) or win_loss.Line(key)
        stood = _added(standing.get(key, {}).get(stage, NOTHING) for stage in opened)
        share = judge_share(one.won.count, one.won.count + one.lost.count, whole.share)
        line = ClassLine(key, called.get(key, ""), stood, one.won, one.lost, share, timed.get(key), counts.get(key, 0))
        if stood.count or one.won.count or one.lost.count:
            lines.append(line)
    lines.sort(key=lambda line: (not line.key, -line.won.count, -line.open.count, str(line.key)))
    return ClassReport(lines, _total(look, whole, lines, days, live), days)


def _total(
    look: Lens, whole: win_loss.Line, lines: list[ClassLine], days: Duration | None, live: QuerySet[Opportunity]
) -> ClassLine:
    timed = readings(look, "total", [days]).get("total", {}).get(days.code) if days else None
    share = judge_share(whole.won.count, whole.won.count + whole.lost.count, None)
    opened = _added(line.open for line in lines)
    accounts = live.filter(account__isnull=False).order_by().values("account").distinct().count()
    return ClassLine("total", "", opened, whole.won, whole.lost, share, timed, accounts)


def by_rival(look: Lens, live: QuerySet[Opportunity]) -> tuple[list[RivalLine], list[RivalLine]]:
    """Competitors by how often they are met, and the same by industry; those that are named nowhere are not there."""
    named = live.filter(stage_kind="open").exclude(competitor="").order_by().values_list("competitor", "industry")
    opened = {
        (rival, industry or 0): Sums(n, amount or 0, volume or 0)
        for rival, industry, n, amount, volume in named.annotate(n=Count("pk"), a=Sum("amount"), v=Sum("volume"))
    }
    closed = win_loss.by_rival(look.frame(), look.period)
    won, lost = (
        win_loss.total(look.frame(), look.period).won.count,
        win_loss.total(look.frame(), look.period).lost.count,
    )
    whole = won / (won + lost) if won + lost else None
    industries = dict(Industry.objects.values_list("pk", "name"))
    parts = [
        _rival(rival, opened.get((rival, industry), NOTHING), closed.get((rival, industry)), whole, industry,
               industries.get(industry, ""))
        for rival, industry in {*opened, *closed}
    ]  # fmt: skip
    lines = [
        _rival(rival, _added(part.open for part in mine), _joined(rival, mine), whole)
        for rival in {part.name for part in parts}
        if (mine := [part for part in parts if part.name == rival])
    ]
    lines.sort(key=lambda line: (-line.met, line.name))
    kept = {line.name: place for place, line in enumerate(lines[:MOST])}
    parts = sorted((p for p in parts if p.name in kept), key=lambda p: (kept[p.name], -p.met, p.industry_name))
    return lines[:MOST], parts


def _joined(rival: str, parts: Iterable[RivalLine]) -> win_loss.Line:
    found = list(parts)
    return win_loss.Line(rival, _added(part.won for part in found), _added(part.lost for part in found))


def _rival(
    name: str, opened: Sums, closed: win_loss.Line | None, whole: float | None, industry: int = 0, called: str = ""
) -> RivalLine:
    line = closed or win_loss.Line(name)
    share = judge_share(line.won.count, line.won.count + line.lost.count, whole)
    return RivalLine(name, industry, called, opened, line.won, line.lost, share)


def _added(parts: Iterable[Sums]) -> Sums:
    return sum(parts, NOTHING)
