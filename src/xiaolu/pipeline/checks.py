"""The invariants of the ledger, recomputed from the postings. Each check yields what it finds wrong."""

from collections.abc import Callable, Iterator

from django.db import connection

from xiaolu.domain.ledger import Course, project
from xiaolu.methods import triggers as method_triggers
from xiaolu.methods.models import Method
from xiaolu.methods.queries import rules_of
from xiaolu.pipeline import ledger, triggers
from xiaolu.pipeline.models import Change, Opportunity

Check = Callable[[], Iterator[str]]
CELL = "opportunity, method, stage, owner, close_month, industry, source, product, growth"
SHOWN = 20  # of each kind of difference


def triggers_stand() -> Iterator[str]:
    """The database refuses to change the ledger and published methods."""
    yield from (f"trigger missing: {name}" for name in triggers.missing() + method_triggers.missing())


def changes_sum_to_zero() -> Iterator[str]:
    """Every change of an opportunity sums to zero in count, amount and volume."""
    yield from _found(
        "change {0}.{1}: count {2}, amount {3}, volume {4}",
        "SELECT opportunity, change, SUM(count), SUM(amount), SUM(volume) FROM pipeline_posting GROUP BY opportunity, change "
        "HAVING SUM(count) <> 0 OR SUM(amount) <> 0 OR SUM(volume) <> 0",
    )


def balances_equal_live_rows() -> Iterator[str]:
    """What the postings add up to is what each live row says, and nothing for withdrawn ones."""
    months = {"sqlite": "CAST(strftime('%%Y%%m', expected_close) AS INTEGER)"}.get(
        connection.vendor, "CAST(to_char(expected_close, 'YYYYMM') AS INTEGER)"
    )
    yield from _found(
        "opportunity {0}: stage {2}, owner {3}, count {9}, amount {10}, volume {11} more in the ledger than in the live row",
        f"SELECT {CELL}, SUM(n), SUM(a), SUM(v) FROM ("
        f"SELECT {CELL}, count AS n, amount AS a, volume AS v FROM pipeline_posting WHERE stage <> '' UNION ALL "
        "SELECT id, method_id, stage, COALESCE(owner_id, 0), "
        f"CASE WHEN stage_kind = 'open' THEN COALESCE({months}, 0) ELSE 0 END, COALESCE(industry_id, 0), "
        "COALESCE(source_id, 0), COALESCE(product_id, 0), growth, -1, -amount, -volume "
        "FROM pipeline_opportunity WHERE NOT withdrawn) AS both_sides "
        f"GROUP BY {CELL} HAVING SUM(n) <> 0 OR SUM(a) <> 0 OR SUM(v) <> 0",
    )


def day_sums_equal_postings() -> Iterator[str]:
    """Day sums and what is not folded yet add up to the postings."""
    cell = "method, day, stage, close_month, kind, side"
    yield from _found(
        "day sum method {0} day {1} stage {2} {4}: off by {6}, {7}, {8}",
        f"SELECT {cell}, SUM(n), SUM(a), SUM(v) FROM ("
        f"SELECT {cell}, count AS n, amount AS a, volume AS v FROM pipeline_posting WHERE stage <> '' UNION ALL "
        f"SELECT {cell}, -count, -amount, -volume FROM pipeline_daysum UNION ALL "
        f"SELECT {cell}, -count, -amount, -volume FROM pipeline_unfolded) AS both_sides "
        f"GROUP BY {cell} HAVING SUM(n) <> 0 OR SUM(a) <> 0 OR SUM(v) <> 0",
    )


def openings_equal_postings() -> Iterator[str]:
    """Each month's opening is the sum of all folded postings before it, per owner and for all."""
    cell = "method, month, owner, stage, close_month"
    for everyone, owner, chosen in ((False, "owner", "owner >= 0"), (True, "-1", "owner = -1")):
        yield from _found(
            f"opening {'of all' if everyone else 'of an owner'} method {{0}} month {{1}} owner {{2}} stage {{3}}: off by {{5}}",
            f"SELECT {cell}, SUM(n), SUM(a), SUM(v) FROM ("
            f"SELECT method, month, {owner} AS owner, stage, close_month, count AS n, amount AS a, volume AS v "
            "FROM pipeline_posting JOIN pipeline_openingmonth ON day < first_day WHERE stage <> '' UNION ALL "
            f"SELECT method, month, {owner} AS owner, stage, close_month, -count, -amount, -volume "
            "FROM pipeline_unfolded JOIN pipeline_openingmonth ON day < first_day UNION ALL "
            f"SELECT {cell}, -count, -amount, -volume FROM pipeline_opening WHERE {chosen}) AS both_sides "
            f"GROUP BY {cell} HAVING SUM(n) <> 0 OR SUM(a) <> 0 OR SUM(v) <> 0",
        )


def passages_equal_statements() -> Iterator[str]:
    """Passages and postings of every opportunity are the projection of its statements."""
    courses = {
        method.pk: Course(rules_of(method)) for method in Method.objects.filter(versions__state="published").distinct()
    }
    passages = _grouped(
        "SELECT opportunity, stage, day, skipped, owner, industry, source, product, growth FROM pipeline_passage"
    )
    for opportunity in Opportunity.objects.only("pk", "method_id").iterator(chunk_size=2000):
        projection = project(ledger.statements_of(opportunity.pk), courses[opportunity.method_id])
        held = {(row[0], row[1], bool(row[2]), *row[3:]) for row in passages.get(opportunity.pk, [])}
        if held != {tuple(passage) for passage in projection.passages}:
            yield f"opportunity {opportunity.pk}: passages differ from its statements"
        if ledger.correction(ledger.held_lines(opportunity.pk), projection.lines):
            yield f"opportunity {opportunity.pk}: postings differ from its statements"


def open_ones_have_a_next_date() -> Iterator[str]:
    """Every open opportunity lies in exactly one slot of the tickler box."""
    yield from _found(
        "opportunity {0} is open and has no next date",
        "SELECT id FROM pipeline_opportunity WHERE stage_kind = 'open' AND NOT withdrawn AND next_date IS NULL",
    )


CHECKS: tuple[Check, ...] = (
    triggers_stand,
    changes_sum_to_zero,
    balances_equal_live_rows,
    day_sums_equal_postings,
    openings_equal_postings,
    passages_equal_statements,
    open_ones_have_a_next_date,
)


def size() -> dict[str, int]:
    """How much was looked at."""
    return {"opportunities": Opportunity.objects.count(), "changes": Change.objects.count()}


def _found(text: str, sql: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql + f" LIMIT {SHOWN}", [])
        for row in cursor.fetchall():
            yield text.format(*row)


def _grouped(sql: str) -> dict[int, list[tuple]]:
    groups: dict[int, list[tuple]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for row in cursor.fetchall():
            groups.setdefault(row[0], []).append(row[1:])
    return groups
