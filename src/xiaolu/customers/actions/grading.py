"""Grades A to D: computed for all on the first of a month and on demand, or set by hand for a time."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from xiaolu.customers.actions.change import change
from xiaolu.customers.models import Account, Grade, Grading
from xiaolu.domain.grading import GRADES, grades
from xiaolu.domain.periods import twelve_months_to
from xiaolu.domain.rules import RuleBroken
from xiaolu.org import audit
from xiaolu.org.models import Person
from xiaolu.org.queries import today

AT_ONCE = 1000

# Filled by wiring.py: account → what it bought from one day to another, in minor units.
bought: list[Callable[[date, date], Mapping[int, int]]] = []


def grade_when_due() -> int:
    """For the worker: grade all when this month was not graded yet, or when a grade set by hand has run out."""
    now = today()
    if not Account.objects.exists():
        return 0
    graded = Grading.objects.filter(day__gte=now.replace(day=1)).exists()
    ended = Account.objects.filter(grade_until__lt=now, merged_into__isnull=True).exists()
    return 0 if graded and not ended else grade_accounts(by=None)


@transaction.atomic
def grade_accounts(*, by: Person | None) -> int:
    """Grade every account by the twelve months that end today; how many changed. Grades set by hand stay until their day."""
    now = today()
    amounts = _amounts(now)
    rows = Account.objects.select_for_update().filter(merged_into__isnull=True).order_by("pk")
    there: dict[int, tuple[str, Any, bool]] = {
        pk: (grade, until, high)
        for pk, grade, until, high in rows.values_list("pk", "grade", "grade_until", "high_potential")
    }
    found = grades({pk: amounts.get(pk, 0) for pk in there}, {pk for pk, (_, _, high) in there.items() if high})
    free = {pk for pk, (_, until, _) in there.items() if until is None or until < now}
    changed = {pk: found[pk] for pk in sorted(free) if found[pk] != there[pk][0]}
    new = (Grade(account_id=pk, grade=grade, day=now, amount=amounts.get(pk, 0)) for pk, grade in changed.items())
    Grade.objects.bulk_create(new, batch_size=AT_ONCE)
    for letter in GRADES:
        _set([pk for pk, grade in changed.items() if grade == letter], grade=letter)
    _set([pk for pk in free if there[pk][1] is not None], grade_until=None)
    Grading.objects.create(day=now, changed=len(changed))
    audit.record(Account(), "grade_accounts", by=by, changes={"changed": (None, len(changed))})
    return len(changed)


def _amounts(last: date) -> dict[int, int]:
    period = twelve_months_to(last)
    amounts: dict[int, int] = {}
    for source in bought:
        for account, amount in source(period.start, period.end).items():
            amounts[account] = amounts.get(account, 0) + amount
    return amounts


def _set(accounts: list[int], **values: object) -> None:
    for start in range(0, len(accounts), AT_ONCE):
        Account.objects.filter(pk__in=accounts[start : start + AT_ONCE]).update(**values)


@transaction.atomic
def set_grade(account: Account, *, grade: str, reason: str, until: date, by: Person | None, seen: int) -> Account:
    """Grade one account by hand until a day, with a reason. Raises Stale, RuleBroken."""
    if grade not in GRADES or not reason.strip():
        raise RuleBroken("grade_needs_reason")
    if not today() <= until <= today() + timedelta(days=366):
        raise RuleBroken("grade_needs_end")
    account = change(account, "set_grade", by=by, seen=seen, values={"grade": grade, "grade_until": until})
    Grade.objects.create(account=account, grade=grade, day=today(), reason=reason.strip(), until=until, by=by)
    return account
