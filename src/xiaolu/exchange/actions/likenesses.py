"""What is to be done with names that look like a customer that is there: said by a person, carried out when writing."""

from django.db import connection, transaction
from django.db.models import F, QuerySet

from xiaolu.customers import access
from xiaolu.customers import actions as customers
from xiaolu.customers.actions import Called
from xiaolu.customers.models import Account
from xiaolu.domain.rules import RuleBroken
from xiaolu.exchange.models import LACKS, Import, Likeness, StagedRow
from xiaolu.org.models import Person

SKIPPED = """
UPDATE exchange_stagedrow SET plan = 'skipped' WHERE load_id = %s AND likeness IN (
    SELECT number FROM exchange_likeness WHERE load_id = %s AND (
        choice = 'skip' OR (choice = '' AND %s = 'skip') OR (account_id = 0 AND (choice = 'use' OR (choice = '' AND %s = 'use')))
    ))
"""
USED = """
UPDATE exchange_stagedrow SET plan = 'update', object_id = (
    SELECT account_id FROM exchange_likeness AS one WHERE one.load_id = %s AND one.number = likeness)
WHERE load_id = %s AND likeness IN (
    SELECT number FROM exchange_likeness WHERE load_id = %s AND account_id > 0 AND (choice = 'use' OR (choice = '' AND %s = 'use')))
"""


@transaction.atomic
def choose_likeness(likeness: Likeness, choice: str) -> Likeness:
    """Say what is to be done with the rows of one likeness, '' as with all. Raises RuleBroken when it is too late."""
    load = Import.objects.select_for_update(of=("self",)).get(pk=likeness.load_id)
    if load.state != "checked":
        raise RuleBroken("import_not_waiting")
    if choice == "use" and not likeness.account_id:
        raise RuleBroken("may_not_use")
    likeness.choice = choice
    likeness.save(update_fields=["choice"])
    return likeness


def decide(load: Import) -> None:
    """Give the rows of likenesses the plan that was chosen, inside the caller's transaction. Again, it does nothing more.

    Rows of one that may not be used are left out instead.
    """
    with connection.cursor() as cursor:
        cursor.execute(SKIPPED, [load.pk, load.pk, load.likely, load.likely])
        if load.kind == "accounts":
            cursor.execute(USED, [load.pk, load.pk, load.pk, load.likely])
    if load.kind != "accounts":
        numbers = used(load).values("number")
        rows = StagedRow.objects.filter(load=load, likeness__in=numbers, missing__gte=LACKS["accounts"])
        lacking = [mask for mask in rows.values_list("missing", flat=True).distinct() if mask & LACKS["accounts"]]
        rows.filter(missing__in=lacking).update(missing=F("missing") - LACKS["accounts"])


def used(load: Import) -> "QuerySet[Likeness]":
    """The likenesses whose rows mean the customer that is there."""
    rows = Likeness.objects.filter(load=load, account_id__gt=0)
    return rows.filter(choice__in=["use", ""] if load.likely == "use" else ["use"])


def call_used(load: Import, *, by: Person | None) -> None:
    """From now on files may call these customers as this one does. Raises RuleBroken (likely_gone)."""
    wanted = list(used(load))
    if not wanted:
        return
    ids = {one.account_id for one in wanted}
    there = Account.objects.filter(pk__in=ids, merged_into__isnull=True)
    if by is not None:
        editable = access.editable_by(by) if load.kind != "opportunities" else access.visible_to(by)
        there = there.filter(pk__in=editable.values("pk")) if editable is not None else there
    allowed = set(there.values_list("pk", flat=True))
    if gone := next((one for one in wanted if one.account_id not in allowed), None):
        raise RuleBroken("likely_gone", value=gone.account_name)
    names = [Called(one.account_id, one.said) for one in wanted]
    if load.kind == "accounts":
        rows = StagedRow.objects.filter(load=load, plan="update", likeness__gt=0).values_list("object_id", "values")
        names = [Called(id_, said["name"], said.get("code", ""), said.get("credit_code", "")) for id_, said in rows]
    customers.call_accounts(names, by=by, import_id=load.pk, label=load.file_name)
