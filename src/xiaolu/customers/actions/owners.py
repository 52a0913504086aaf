"""Who looked after an account until when: a row for every change of owner, whatever use case made it."""

from collections.abc import Callable, Iterable

from xiaolu.customers.models import Handover
from xiaolu.org.models import Person
from xiaolu.org.queries import today

# What higher apps do then, inside the same transaction: (account, owner before, owner now), by whom. Filled by wiring.py.
when_owned: list[Callable[[list[tuple[int, int | None, int | None]], Person | None], None]] = []


def owners_changed(
    rows: Iterable[tuple[int, int | None, int | None]], *, by: Person | None, import_id: int = 0
) -> None:
    """Keep (account, owner before, owner now), inside the caller's transaction; what did not change is left out.

    `import_id`: the load that did it, and takes the rows back with it.
    """
    day, changed = today(), [row for row in rows if row[1] != row[2]]
    Handover.objects.bulk_create(
        [
            Handover(account_id=account, before_id=before, after_id=after, day=day, by=by, import_id=import_id)
            for account, before, after in changed
        ],
        batch_size=2_000,
    )
    if changed:
        for react in when_owned:
            react(changed, by)
