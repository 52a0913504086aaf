"""Reading and writing the ledger, against raw SQL over the postings and the bare statements of a write."""

from collections import deque
from datetime import timedelta
from functools import partial

from django.db import connection

from xiaolu.domain.periods import Period
from xiaolu.methods.queries import require
from xiaolu.operate.bench.bare import send_bare, statements_of
from xiaolu.operate.bench.stopwatch import Measured, milliseconds, once, show
from xiaolu.org.models import Team
from xiaolu.org.once import one_page
from xiaolu.org.queries import today
from xiaolu.pipeline import actions, caches
from xiaolu.pipeline.models import Opportunity
from xiaolu.pipeline.queries.frames import Frame, of_team
from xiaolu.pipeline.queries.sums import flow, standing

MOVES = 300


def run() -> None:
    """Prints reads, then writes."""
    caches.fold()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    show(f"ledger, reads ({connection.vendor}, {Opportunity.objects.count():,} opportunities)", reads())
    show(f"ledger, writes ({connection.vendor})", writes())


def reads() -> list[Measured]:
    method = require("spancop")
    team = Team.objects.exclude(code="sales").order_by("-pk")[:1].get()
    past, end = today() - timedelta(days=200), today() - timedelta(days=3)
    month = Period(end - timedelta(days=30), end)
    everyone, ours = Frame(method), Frame(method, "total", of_team(team))
    people = ", ".join(str(span.person) for span in ours.spans or ())
    raw_all, raw_team = raw_standing(past.toordinal(), ""), raw_standing(past.toordinal(), f"AND owner IN ({people})")
    return [
        Measured(
            "state on a past day, whole company", milliseconds(lambda: standing(everyone, past)), milliseconds(raw_all)
        ),
        Measured("state on a past day, one team", milliseconds(lambda: standing(ours, past)), milliseconds(raw_team)),
        Measured("state on a past day, by person", milliseconds(lambda: standing(everyone.split("person"), past))),
        Measured(
            "state on a past day, by industry",
            milliseconds(lambda: standing(everyone.split("industry"), past), times=3),
        ),
        Measured("waterfall of a month, whole company", milliseconds(lambda: flow(everyone, month))),
        Measured("waterfall of a month, one team", milliseconds(lambda: flow(ours, month))),
        Measured("waterfall of a month, by team", milliseconds(lambda: flow(everyone.split("team"), month), times=3)),
    ]


def raw_standing(day: int, where: str):
    """The obvious statement: all postings up to a day."""

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT stage, SUM(count), SUM(amount), SUM(volume) FROM pipeline_posting "
                f"WHERE day <= {day} {where} GROUP BY stage"
            )
            cursor.fetchall()

    return work


def writes() -> list[Measured]:
    """Moves with everything, against the very statements that they sent, sent again by the bare driver."""
    rows = list(Opportunity.objects.filter(stage__in=("P", "A")).order_by("?")[: 2 * MOVES])
    sent = [statements_of(partial(move, row)) for row in rows[:MOVES]]
    floor = once(lambda: deque(map(send_bare, sent), maxlen=0))
    ours = once(lambda: deque(map(move, rows[MOVES:]), maxlen=0))
    folded = once(caches.fold)
    count = sum(map(len, sent)) / len(sent)
    return [
        Measured(
            f"{MOVES} moves with rules, ledger and audit, one process ({MOVES / ours * 1000:,.0f} a second)",
            ours,
            floor,
            f"≤ 4 × its own {count:.0f} statements sent bare",
        ),
        Measured("folding them", folded),
    ]


def move(row: Opportunity) -> None:
    with one_page():
        actions.move_opportunity(row, to="A" if row.stage == "P" else "N", by=None)
