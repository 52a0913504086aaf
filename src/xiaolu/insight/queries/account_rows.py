"""The accounts behind a figure of visits: which ones, which of them the reader may see, and what they got."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from xiaolu.activities.queries import frequency
from xiaolu.customers.models import Account
from xiaolu.domain.method import Fact, Kpi, Ratio
from xiaolu.insight.queries.activity_rows import Behind
from xiaolu.insight.queries.materials import until
from xiaolu.insight.queries.readings import Lens, missing_for
from xiaolu.pipeline.queries.behind import BATCH, Row, Seen
from xiaolu.pipeline.queries.frames import Frame
from xiaolu.pipeline.queries.sums import Key


def is_of_accounts(kpi: Kpi) -> bool:
    """Whether accounts stand behind a figure, and not what was done at them."""
    return any(fact.code in frequency.FACTS for fact in kpi.facts)


def rows_behind(look: Lens, kpi: Kpi, frame: Frame, only: Key | None) -> Behind:
    """The accounts that a figure counts, those that lack most first; of a ratio those below the line."""
    facts = [fact for fact in kpi.facts if fact.code in frequency.FACTS]
    if missing_for(kpi) or not facts:
        return Behind([])
    rows = _rows(look, facts[-1], frame, only)
    both = isinstance(kpi, Ratio) and len(facts) == len(kpi.facts)
    return Behind(rows, (lambda row: row.done >= row.due) if both else None)


def _rows(look: Lens, fact: Fact, frame: Frame, only: Key | None) -> list[Row]:
    within = until(look.period, look.at)
    if within is None:
        return []
    return [
        Row(0, "", one.grade, account=one.account, owner=one.owner,
            due=one.due, done=one.done)
        for one in frequency.behind(frame, fact, look.rules, within, only)
    ]  # fmt: skip


def seen(rows: Sequence[Row], visible: QuerySet[Account], q: str = "") -> Seen:
    """The accounts that may be seen, in their order, whose name has `q` in it; how many more there are."""
    allowed = _among(rows, visible)
    fitting = _among(rows, Account.objects.filter(name__icontains=q)) if q else allowed
    return Seen(tuple(row for row in rows if row.account in allowed & fitting), len(rows) - len(allowed))


def _among(rows: Sequence[Row], visible: QuerySet[Account]) -> set[int]:
    ids = [row.account for row in rows]
    found: set[int] = set()
    for start in range(0, len(ids), BATCH):
        found.update(visible.filter(pk__in=ids[start : start + BATCH]).values_list("pk", flat=True))
    return found


def accounts(rows: Iterable[Row]) -> dict[int, Account]:
    """The accounts of some rows, by id."""
    return Account.objects.in_bulk([row.account for row in rows if row.account])


def accounts_of(rows: Sequence[Row]) -> int:
    """At how many different customers: each stands here once."""
    return len(rows)
