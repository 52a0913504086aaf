"""Who looked after an account until when: a row for every change of owner, whatever use case made it."""

from collections.abc import Iterable

from xiaolu.customers.models import Handover
from xiaolu.org.models import Person
from xiaolu.org.queries import today


def owners_changed(
    rows: Iterable[tuple[int, int | None, int | None]], *, by: Person | None, import_id: int = 0
) -> None:
    """Keep (account, owner before, owner now), inside the caller's transaction; what did not change is left out.

    `import_id`: the load that did it, and takes the rows back with it.
    """
    day = today()
    Handover.objects.bulk_create(
        [
            Handover(account_id=account, before_id=before, after_id=after, day=day, by=by, import_id=import_id)
            for account, before, after in rows
            if before != after
        ],
        batch_size=2_000,
    )
