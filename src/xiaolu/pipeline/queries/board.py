"""The board: columns by stage, exact sums over all rows, and the first cards of each."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from xiaolu.domain.method import Method as MethodRules
from xiaolu.domain.method import Stage
from xiaolu.methods.queries import shades
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.gates import with_version
from xiaolu.pipeline.queries.sums import NOTHING, Sums, standing

CARDS = 20


@dataclass
class Column:
    """One stage of the board with its exact sums and a page of its cards."""

    stage: Stage
    ramp: str
    sums: Sums
    cards: list[Opportunity]
    page: int = 1

    @property
    def has_more(self) -> bool:
        return self.sums.count > self.page * CARDS

    @property
    def rest(self) -> int:
        return self.sums.count - self.page * CARDS


def columns(rows: QuerySet[Opportunity], frame: Frame, rules: MethodRules, *, filtered: bool, at: date, by_amount: bool = True
) -> list[Column]:  # fmt: skip
    """All columns of a method. Unfiltered sums come from the ledger's caches, filtered ones from the live rows."""
    if filtered:
        found = rows.values("stage").annotate(n=Count("id"), a=Sum("amount"), v=Sum("volume")).order_by()
        totals = {row["stage"]: Sums(row["n"], row["a"], row["v"]) for row in found}
    else:
        totals = standing(frame, at).get("total", {})
    shown = [stage for stage in rules.stages if not stage.retired or stage.code in totals]
    ramps = shades(rules)
    return [
        Column(s, ramps[s.code], totals.get(s.code, NOTHING),
               cards_of(rows, s.code, by_amount=by_amount) if s.code in totals else [])
        for s in shown
    ]  # fmt: skip


def column(rows: QuerySet[Opportunity], rules: MethodRules, stage: str, page: int, total: Sums, *, by_amount: bool = True
) -> Column:  # fmt: skip
    """One more page of a column."""
    return Column(
        rules.stage(stage), shades(rules)[stage], total, cards_of(rows, stage, page, by_amount=by_amount), page
    )


def cards_of(rows: QuerySet[Opportunity], stage: str, page: int = 1, *, by_amount: bool = True) -> list[Opportunity]:
    """A page of a column's cards, largest first; the soonest due first for those who may not see amounts."""
    start = (page - 1) * CARDS
    ordered = rows.filter(stage=stage).order_by("-amount" if by_amount else "next_date", "id")
    return list(with_version(ordered).select_related("account", "owner", "industry")[start : start + CARDS])


def filters(asked: dict[str, str], today: date) -> Q:
    """The filters that a URL may carry: industry, source, product, growth, owner, stage, state, due."""
    chosen = Q()
    for name in ("industry", "source", "product", "owner"):
        if asked.get(name, "").isdecimal():
            chosen &= Q(**{f"{name}_id": int(asked[name]) or None})
    if asked.get("growth") in ("keep", "grow", "new"):
        chosen &= Q(growth=asked["growth"])
    if asked.get("stage"):
        chosen &= Q(stage=asked["stage"][:16])
    if asked.get("state") == "open":
        chosen &= Q(stage_kind="open")
    elif asked.get("state") == "closed":
        chosen &= ~Q(stage_kind="open")
    if asked.get("due") == "1":
        chosen &= Q(next_date__lte=today, stage_kind="open")
    return chosen
